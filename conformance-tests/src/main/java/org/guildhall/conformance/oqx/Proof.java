package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A proof of chapter 02 §4: the key that signed, the signature, and what was signed. */
public record Proof(String multikey, byte[] signature, byte[] proofHash, byte[] documentHash) {

    /** Reads the member {@code proof} of a document. */
    public static Proof read(ObjectNode document) throws Fault {
        if (!(document.get("proof") instanceof ObjectNode proof) || proof.size() != 5) {
            throw new Fault("bad-proof", "proof must be one object with five members");
        }
        expect(proof, "type", "DataIntegrityProof");
        expect(proof, "cryptosuite", "eddsa-jcs-2022");
        expect(proof, "proofPurpose", "assertionMethod");
        String multikey = Multikey.ofVerificationMethod(text(proof, "verificationMethod"), "bad-proof");
        byte[] signature = Base58.decodeMultibase(text(proof, "proofValue"), 64, "bad-proof");
        return new Proof(
                multikey,
                signature,
                Hashes.sha256(Jcs.bytes(options(multikey))),
                Hashes.sha256(Jcs.bytes(document.deepCopy().without("proof"))));
    }

    /** The 64 bytes that are signed, OQX-SIG-021. */
    public byte[] message() {
        return Bytes.join(proofHash, documentHash);
    }

    /** Checks the signature alone; whether the key is one of the node's is for {@link NodeChain}. */
    public void verify(Ed25519 rule) throws Fault {
        rule.verify(Multikey.decode(multikey, "bad-proof"), message(), signature);
    }

    /** The proof without its value. */
    public static ObjectNode options(String multikey) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "DataIntegrityProof")
                .put("cryptosuite", "eddsa-jcs-2022")
                .put("verificationMethod", Multikey.verificationMethod(multikey))
                .put("proofPurpose", "assertionMethod");
    }

    /** A copy of the document with a proof by the key. */
    public static ObjectNode sign(ObjectNode document, SecretKey key) {
        ObjectNode options = options(key.multikey());
        byte[] message = Bytes.join(Hashes.sha256(Jcs.bytes(options)), Hashes.sha256(Jcs.bytes(document)));
        ObjectNode signed = document.deepCopy();
        signed.set("proof", options.put("proofValue", proofValue(key.sign(message))));
        return signed;
    }

    public static String proofValue(byte[] signature) {
        return "z" + Base58.encode(signature);
    }

    private static void expect(ObjectNode proof, String name, String value) throws Fault {
        if (!text(proof, name).equals(value)) {
            throw new Fault("bad-proof", name + " must be " + value);
        }
    }

    private static String text(ObjectNode proof, String name) throws Fault {
        JsonNode value = proof.get(name);
        if (value == null || !value.isTextual()) {
            throw new Fault("bad-proof", name + " is missing");
        }
        return value.textValue();
    }
}
