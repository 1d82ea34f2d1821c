package org.guildhall.peering.outgoing;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.SigningKey;

/** Signs our requests to other nodes, each with a nonce of its own (OQX-PEE-040 to 043). Safe for many threads. */
public final class RequestSigner {
    private static final int NONCE_BYTES = 16;

    private final HttpSignature signatures;
    private final Supplier<SigningKey> key;
    private final SecureRandom random;

    /**
     * Signs for one node.
     *
     * @param key the signing key of the moment
     */
    public RequestSigner(HttpSignature signatures, Supplier<SigningKey> key, SecureRandom random) {
        this.signatures = signatures;
        this.key = key;
        this.random = random;
    }

    /** The headers that sign a request, by name in lower case. */
    public Map<String, String> headers(String method, String targetUri, byte[] body) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return signatures.sign(
                method, targetUri, body, Base64.getUrlEncoder().withoutPadding().encodeToString(nonce), key.get());
    }
}
