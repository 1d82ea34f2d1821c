package org.guildhall.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Draft;
import org.guildhall.record.Multikey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Proof;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Sha256;

/**
 * Proofs of the W3C cryptosuite {@code eddsa-jcs-2022}: a signature over SHA-256(proof options) ‖ SHA-256(document), both in
 * canonical form. It says which key signed; whether that key may speak for the node is decided in admission.
 */
public final class DataIntegrity {
    private static final int KEYS = 10_000;

    private final Verifier verifier;
    // The options of a proof depend on nothing but the key.
    private final LoadingCache<Multikey, byte[]> optionsHashes =
            Caffeine.newBuilder().maximumSize(KEYS).executor(Runnable::run).build(DataIntegrity::optionsHash);

    public DataIntegrity(Verifier verifier) {
        this.verifier = verifier;
    }

    /**
     * Signs a record and reads it back, so that nothing leaves this node that another would not take.
     *
     * @throws RecordFault when the draft breaks a rule of records
     */
    public static OqxRecord sign(Draft draft, SigningKey key) throws RecordFault {
        return RecordReader.read(draft.sealed(proof(draft.unsignedBytes(), key)));
    }

    /** The canonical bytes of any other document of ours, such as the well-known one, with its proof. */
    public static byte[] sign(ObjectNode document, SigningKey key) {
        ObjectNode sealed = document.deepCopy();
        sealed.remove("proof");
        sealed.set("proof", proof(CanonicalJson.write(sealed), key).toJson());
        return CanonicalJson.write(sealed);
    }

    /**
     * The canonical bytes of a document of the W3C's credentials with its proof, which repeats the document's {@code @context} as
     * the suite asks for (OQX-CRE-012).
     */
    public static byte[] signWithContext(ObjectNode document, SigningKey key) {
        ObjectNode sealed = document.deepCopy();
        sealed.remove("proof");
        JsonNode context = sealed.required("@context");
        byte[] signed = hashData(optionsHash(key.publicKey(), context), CanonicalJson.write(sealed));
        ObjectNode proof = new Proof(key.publicKey(), key.sign(signed)).toJson();
        proof.set("@context", context);
        sealed.set("proof", proof);
        return CanonicalJson.write(sealed);
    }

    /**
     * Passes when {@code key} signed the record.
     *
     * @throws SignatureFault {@code key-unknown}, before anything is computed, when the proof names another key; {@code
     *     bad-key}; {@code bad-signature}
     */
    public void verify(OqxRecord record, Multikey key) throws SignatureFault {
        if (!record.proof().key().equals(key)) {
            throw new SignatureFault(
                    "key-unknown", "signed by " + record.proof().key() + " and not by " + key);
        }
        verify(record.signedPart(), record.proof());
    }

    /**
     * The key that signed a document. Whether it may is for the caller to say.
     *
     * @throws RecordFault {@code bad-proof} when there is no proof of our suite
     * @throws SignatureFault {@code bad-key} or {@code bad-signature}
     */
    public Multikey signer(CanonicalJson.Document document) throws RecordFault, SignatureFault {
        if (!(document.root().get("proof") instanceof ObjectNode json)) {
            throw new RecordFault("bad-proof", "the document needs exactly one proof, an object");
        }
        Proof proof = Proof.read(json);
        verify(document.without("proof"), proof);
        return proof.key();
    }

    /**
     * The key that signed a document with an {@code @context}. Whether it may is for the caller to say.
     *
     * @throws RecordFault {@code bad-proof} when there is no proof of our suite that repeats the context
     * @throws SignatureFault {@code bad-key} or {@code bad-signature}
     */
    public Multikey signerWithContext(CanonicalJson.Document document) throws RecordFault, SignatureFault {
        JsonNode context = document.root().get("@context");
        if (context == null
                || !(document.root().get("proof") instanceof ObjectNode json)
                || !context.equals(json.get("@context"))) {
            throw new RecordFault("bad-proof", "the document needs exactly one proof, an object that repeats @context");
        }
        ObjectNode plain = json.deepCopy();
        plain.remove("@context");
        Proof proof = Proof.read(plain);
        verify(document.without("proof"), proof, optionsHash(proof.key(), context));
        return proof.key();
    }

    /** What is signed: 64 bytes. */
    static byte[] hashData(byte[] optionsHash, byte[] document) {
        byte[] both = new byte[64];
        System.arraycopy(optionsHash, 0, both, 0, 32);
        System.arraycopy(Sha256.of(document), 0, both, 32, 32);
        return both;
    }

    private void verify(byte[] document, Proof proof) throws SignatureFault {
        verify(document, proof, optionsHashes.get(proof.key()));
    }

    private void verify(byte[] document, Proof proof, byte[] optionsHash) throws SignatureFault {
        if (!verifier.isSound(proof.key())) {
            throw new SignatureFault("bad-key", proof.key() + " is no key: not a point of prime order");
        }
        byte[] signed = hashData(optionsHash, document);
        if (!verifier.verify(proof.key(), signed, proof.signature())) {
            throw new SignatureFault("bad-signature", "the proof by " + proof.key() + " does not fit the record");
        }
    }

    private static Proof proof(byte[] document, SigningKey key) {
        byte[] signed = hashData(optionsHash(key.publicKey()), document);
        return new Proof(key.publicKey(), key.sign(signed));
    }

    private static byte[] optionsHash(Multikey key, JsonNode context) {
        ObjectNode options = Proof.options(key);
        options.set("@context", context);
        return Sha256.of(CanonicalJson.write(options));
    }

    private static byte[] optionsHash(Multikey key) {
        return Sha256.of(CanonicalJson.write(Proof.options(key)));
    }
}
