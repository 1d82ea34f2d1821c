package org.guildhall.signing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.guildhall.record.Multikey;

/** AWS-LC through Amazon's provider: native code that follows the rule by itself, and the fastest here. */
final class CorrettoVerifier implements Verifier {
    private static final String KEY_FACTORY_SWITCH = "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

    private final Provider provider;
    private final KeyCache<PublicKey> keys;

    private CorrettoVerifier(Provider provider) {
        this.provider = provider;
        this.keys = new KeyCache<>(this::decode);
    }

    /**
     * Empty where there is no native library for the machine, or it fails our test. The provider's own tests are of everything it
     * can do, and would cost a quarter of a second at each start.
     */
    static Optional<CorrettoVerifier> load() {
        AmazonCorrettoCryptoProvider provider = provider();
        if (provider.getLoadingError() != null) {
            return Optional.empty();
        }
        CorrettoVerifier verifier = new CorrettoVerifier(provider);
        return KnownAnswers.holdFor(verifier) ? Optional.of(verifier) : Optional.empty();
    }

    @Override
    public boolean isSound(Multikey key) {
        return keys.get(key).isPresent();
    }

    @Override
    public boolean verify(Multikey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        Optional<PublicKey> publicKey = keys.get(key);
        if (publicKey.isEmpty()) {
            return false;
        }
        try {
            Signature ed25519 = Signature.getInstance("Ed25519", provider);
            ed25519.initVerify(publicKey.get());
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 was there when the provider was loaded", e);
        }
    }

    private PublicKey decode(byte[] raw) {
        try {
            return KeyFactory.getInstance("Ed25519", provider)
                    .generatePublic(new X509EncodedKeySpec(SubjectPublicKey.of(raw)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a point of prime order must be a key", e);
        }
    }

    /**
     * The provider offers its own keys, which verify without a translation each time, only under a system property that it reads
     * when it is made. The provider is not installed: nothing else in the process changes its cryptography.
     */
    private static AmazonCorrettoCryptoProvider provider() {
        String before = System.getProperty(KEY_FACTORY_SWITCH);
        System.setProperty(KEY_FACTORY_SWITCH, "true");
        try {
            return new AmazonCorrettoCryptoProvider();
        } finally {
            if (before == null) {
                System.clearProperty(KEY_FACTORY_SWITCH);
            } else {
                System.setProperty(KEY_FACTORY_SWITCH, before);
            }
        }
    }
}
