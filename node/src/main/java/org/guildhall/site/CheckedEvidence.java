package org.guildhall.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

    private final Cache<Digest, List<Statement>> statements = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();
    private final Verifier verifier;

    CheckedEvidence(Verifier verifier) {
        this.verifier = verifier;
    }

    /**
     * What it proves and what it does not, to a reader who names no witness.
     *
     * @throws CredentialFault as {@link Credential#read}
     */
    List<Statement> of(byte[] credential) throws CredentialFault {
        Digest digest = Digest.of(credential);
        List<Statement> known = statements.getIfPresent(digest);
        if (known == null) {
            known = Statement.of(Credential.read(credential, verifier), Set.of());
            statements.put(digest, known);
        }
        return known;
    }
}
