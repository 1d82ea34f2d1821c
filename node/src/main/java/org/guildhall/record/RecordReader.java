package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns published bytes into a record, or says why they are none. The only way a record comes into being. */
public final class RecordReader {
    private RecordReader() {}

    /**
     * Reads one record.
     *
     * @throws RecordFault when the bytes break a rule of the spec's chapter Records; the code says which
     */
    public static OqxRecord read(byte[] published) throws RecordFault {
        if (published.length > Limits.RECORD_BYTES) {
            throw RecordFault.tooLarge(
                    "a record of " + published.length + " bytes, the limit is " + Limits.RECORD_BYTES);
        }
        CanonicalJson.Document document = CanonicalJson.read(published);
        if (!(document.root().get("proof") instanceof ObjectNode proof)) {
            throw new RecordFault("bad-proof", "the record needs exactly one proof, an object");
        }
        Fields fields = new Fields(document.root());
        Head head = Head.read(fields);
        return new OqxRecord(
                head, Body.read(head, fields), Proof.read(proof), Payload.of(published), document.without("proof"));
    }
}
