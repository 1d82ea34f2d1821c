package org.guildhall.site;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.guildhall.record.ObjectKey;
import org.guildhall.signing.SecretToken;
import org.guildhall.site.web.Cookies;
import org.guildhall.site.web.Incoming;
import org.guildhall.store.SessionRows;
import org.guildhall.store.SessionRows.Signed;

/**
 * Who is signed in, by a cookie with a random token of which only the hash is stored. Signing in always makes a new token,
 * so one planted before is worth nothing (session fixation).
 */
final class Sessions {
    static final Duration LENGTH = Duration.ofDays(30);
    private static final Duration PROLONGED_EVERY = Duration.ofHours(6);

    private final Site site;
    private final Cookies cookies;
    private final SecureRandom random;

    Sessions(Site site, Cookies cookies, SecureRandom random) {
        this.site = site;
        this.cookies = cookies;
        this.random = random;
    }

    /** The session of a request, prolonged now and then. */
    Optional<Signed> of(Incoming incoming) throws Exception {
        String token = incoming.cookies().get(cookies.session());
        if (token == null || token.length() != 43) {
            return Optional.empty();
        }
        byte[] hash = SecretToken.hash(token);
        Instant now = site.now();
        Optional<Signed> signed = site.read(sql -> new SessionRows(sql).find(hash, now));
        if (signed.isPresent() && signed.get().seenAt().plus(PROLONGED_EVERY).isBefore(now)) {
            site.write(tx -> {
                new SessionRows(tx.sql()).prolong(hash, now, now.plus(LENGTH));
                return true;
            });
        }
        return signed;
    }

    /** Ends the session the request came with, if any, and starts a new one. The answer is the cookie to set. */
    String start(ObjectKey member, Incoming incoming) throws Exception {
        String token = SecretToken.generate(random).text();
        String csrf = SecretToken.generate(random).text();
        Instant now = site.now();
        String before = incoming.cookies().get(cookies.session());
        site.write(tx -> {
            SessionRows rows = new SessionRows(tx.sql());
            if (before != null) {
                rows.end(SecretToken.hash(before));
            }
            rows.start(SecretToken.hash(token), member, csrf, now, now.plus(LENGTH));
            return true;
        });
        return cookies.guarded(cookies.session(), token, LENGTH.toSeconds());
    }

    /** Ends the session of the request. The answer is the cookie to set. */
    String end(Incoming incoming) throws Exception {
        String token = incoming.cookies().get(cookies.session());
        if (token != null) {
            site.write(tx -> {
                new SessionRows(tx.sql()).end(SecretToken.hash(token));
                return true;
            });
        }
        return cookies.forget(cookies.session());
    }
}
