package org.guildhall.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.text.Language;
import org.guildhall.site.view.Theme;
import org.guildhall.site.web.Cookies;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.SecurityHeaders;
import org.guildhall.store.Commit;
import org.jspecify.annotations.Nullable;

/**
 * Question pages as everybody sees them who is not signed in, ready to be sent: served on the event loop, without a worker,
 * without the store. A commit that changes a thread takes its pages out before anybody is told that it is durable, so the very
 * next read shows it. What no commit tells of (a member's new name) is at most a minute old.
 */
final class PageCache {
    /** An eighth of the heap: it is small, and a page is one of many things to keep. */
    private static final long BYTES = Runtime.getRuntime().maxMemory() / 8;

    private static final int STRIPES = 1 << 12;
    private static final String PREFIX = "/q/";
    private static final int KEY_LENGTH = 22;

    private record Ready(Buffer body, String etag, MultiMap headers) {}

    /** When reading began: what is invalidated after that must not be kept. */
    record Ticket(ObjectKey thread, int stamp) {}

    private final Cookies cookies;
    private final SecurityHeaders security;
    private final AtomicIntegerArray stamps = new AtomicIntegerArray(STRIPES);
    private final Cache<String, Ready> pages = Caffeine.newBuilder()
            .maximumWeight(BYTES)
            .weigher((String key, Ready page) -> page.body().length() + 500)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();
    private final Cache<String, Language> languages =
            Caffeine.newBuilder().maximumSize(1_000).build();

    PageCache(Cookies cookies, SecurityHeaders security) {
        this.cookies = cookies;
        this.security = security;
    }

    Ticket ticket(ObjectKey thread) {
        return new Ticket(thread, stamps.get(stripe(thread)));
    }

    /** Keeps a page unless its thread changed while it was made; the answer is the page with its headers for a cache. */
    Reply keep(Ticket ticket, Language language, Theme theme, Reply page) {
        String etag = etag(page.body());
        page.header("cache-control", "private, no-cache")
                .header("etag", etag)
                .header("vary", "cookie, accept-language");
        MultiMap headers = HttpHeaders.headers();
        security.addTo(headers);
        page.headers().forEach(headers::set);
        String key = key(ticket.thread().text(), language, theme);
        Ready made = new Ready(Buffer.buffer(page.body()), etag, headers);
        // One step: nobody gets it before it is known to be new, and who forgets it counts first and waits for this.
        pages.asMap().compute(key, (same, kept) -> stamps.get(stripe(ticket.thread())) == ticket.stamp() ? made : kept);
        return page;
    }

    /** Takes out the pages of the threads a commit changed. Called on the writer's thread. */
    void forget(Commit commit) {
        for (ObjectKey thread : commit.threads()) {
            stamps.incrementAndGet(stripe(thread));
            String text = thread.text();
            for (Language language : Language.values()) {
                for (Theme theme : Theme.values()) {
                    pages.invalidate(key(text, language, theme));
                }
            }
        }
    }

    /** Answers the request when its page is here; false leaves it to the routes. Runs on the event loop. */
    boolean serve(HttpServerRequest request) {
        String path = request.uri();
        if (path.length() != PREFIX.length() + KEY_LENGTH
                || !path.startsWith(PREFIX)
                || !request.method().equals(HttpMethod.GET)) {
            return false;
        }
        MultiMap asked = request.headers();
        String cookie = asked.get(HttpHeaders.COOKIE);
        if (cookie != null && !cookies.anonymous(cookie)) {
            return false;
        }
        Language language = cookie == null ? null : chosenLanguage(cookie);
        if (language == null) {
            String accepted = asked.get(HttpHeaders.ACCEPT_LANGUAGE);
            language = accepted == null ? Language.ENGLISH : languages.get(accepted, Language::preferred);
        }
        Theme theme = cookie == null ? Theme.SYSTEM : Theme.of(value(cookie, Cookies.THEME));
        Ready page = pages.getIfPresent(key(path.substring(PREFIX.length()), language, theme));
        if (page == null) {
            return false;
        }
        HttpServerResponse response = request.response();
        response.headers().setAll(page.headers());
        if (page.etag().equals(asked.get(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else {
            response.end(page.body());
        }
        return true;
    }

    private static @Nullable Language chosenLanguage(String cookie) {
        String chosen = value(cookie, Cookies.LANGUAGE);
        return chosen == null ? null : Language.of(chosen).orElse(null);
    }

    /** The value of a cookie in a {@code Cookie} header. */
    private static @Nullable String value(String header, String name) {
        int at = header.indexOf(name + "=");
        while (at > 0 && header.charAt(at - 1) != ' ' && header.charAt(at - 1) != ';') {
            at = header.indexOf(name + "=", at + 1);
        }
        if (at < 0) {
            return null;
        }
        int start = at + name.length() + 1;
        int end = header.indexOf(';', start);
        return header.substring(start, end < 0 ? header.length() : end).strip();
    }

    private static String key(String thread, Language language, Theme theme) {
        return thread + language.code() + theme.code();
    }

    private static int stripe(ObjectKey thread) {
        return thread.hashCode() & (STRIPES - 1);
    }

    private static String etag(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 15)) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
