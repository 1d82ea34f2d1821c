package org.guildhall.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.guildhall.credential.Credential;
import org.guildhall.credential.CredentialFault;
import org.guildhall.credential.Statement;
import org.guildhall.record.Digest;
import org.guildhall.signing.Verifier;

/**
 * What credentials prove, each verified once while it is remembered: it follows from the bytes alone, and pages for everybody show it.
 * Safe for many threads.
 */
final class CheckedEvidence {
    private static final int REMEMBERED = 500;

    private final Cache<Digest, Told> told = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();
    private final Verifier verifier;

    CheckedEvidence(Verifier verifier) {
        this.verifier = verifier;
    }

    /** In words, what is proven and what is not. */
    record Told(List<String> proven, List<String> notProven) {}

    /** @throws CredentialFault as {@link Credential#read} */
    Told of(byte[] credential) throws CredentialFault {
        Digest digest = Digest.of(credential);
        Told known = told.getIfPresent(digest);
        if (known != null) {
            return known;
        }
        List<String> proven = new ArrayList<>();
        List<String> notProven = new ArrayList<>();
        for (Statement one : Statement.of(Credential.read(credential, verifier), Set.of())) {
            (one instanceof Statement.Proven ? proven : notProven).add(one.inWords());
        }
        Told checked = new Told(List.copyOf(proven), List.copyOf(notProven));
        told.put(digest, checked);
        return checked;
    }
}
