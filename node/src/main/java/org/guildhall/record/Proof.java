package org.guildhall.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An {@code eddsa-jcs-2022} proof: which key signed, and the 64-byte signature. */
public record Proof(Multikey key, byte[] signature) {
    private static final int MEMBERS = 5;

    /** The proof without its value, as JSON: what is hashed beside the record (Data Integrity, proof options). */
    public static ObjectNode options(Multikey key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "DataIntegrityProof")
                .put("cryptosuite", "eddsa-jcs-2022")
                .put("verificationMethod", key.verificationMethod())
                .put("proofPurpose", "assertionMethod");
    }

    public ObjectNode toJson() {
        return options(key).put("proofValue", "z" + Base58.encode(signature));
    }

    /**
     * Reads a proof of our suite.
     *
     * @throws RecordFault {@code bad-proof} unless it has exactly the five members in their one spelling
     */
    public static Proof read(ObjectNode json) throws RecordFault {
        Fields fields = new Fields(json);
        if (json.size() != MEMBERS
                || !fields.text("type", 40).equals("DataIntegrityProof")
                || !fields.text("cryptosuite", 40).equals("eddsa-jcs-2022")
                || !fields.text("proofPurpose", 40).equals("assertionMethod")) {
            throw new RecordFault(
                    "bad-proof",
                    "a proof has exactly type, cryptosuite eddsa-jcs-2022, verificationMethod, proofPurpose, proofValue");
        }
        String value = fields.text("proofValue", 120);
        try {
            byte[] signature = value.startsWith("z") ? Base58.decode(value.substring(1)) : new byte[0];
            if (signature.length != 64) {
                throw new RecordFault("bad-proof", "proofValue must be z and 64 bytes in base58");
            }
            return new Proof(Multikey.ofVerificationMethod(fields.text("verificationMethod", 200)), signature);
        } catch (IllegalArgumentException e) {
            throw new RecordFault("bad-proof", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Proof that
                && key.equals(that.key)
                && java.util.Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(signature);
    }
}
