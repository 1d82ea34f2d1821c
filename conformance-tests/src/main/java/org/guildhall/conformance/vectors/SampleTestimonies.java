package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Adler32;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Checkpoint;
import org.guildhall.conformance.oqx.Credential;
import org.guildhall.conformance.oqx.Ed25519;
import org.guildhall.conformance.oqx.Fault;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.MerkleProofs;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;
import org.guildhall.conformance.oqx.Witness;

/** What is in the evidence of sample credentials: a member of home answered another member of home, and other's members voted, too. */
final class SampleTestimonies {
    private static final long TIME = 1_795_291_300L;
    static final int MEMBER = 2;
    static final int QUESTION = 3;
    static final int ANSWER = 4;
    static final int TALLY = 6;
    static final int TALLY_OF_OTHER = 7;
    static final int ACCEPT = 8;
    static final int ATTESTATION = 9;

    private final SampleNode home;
    private final SampleNode other;
    private final SecretKey cosigning = SampleNode.key("other cosigning");
    final SampleLog log;
    final SignedRecord witness;
    final List<SignedRecord> introductions;

    SampleTestimonies(SampleNode home, SampleNode other) {
        this.home = home;
        this.other = other;
        this.witness = other.record(other.introduction().put("cosigningKey", cosigning.multikey()));
        this.introductions = List.of(home.record(home.introduction()));
        this.log = new SampleLog(home);
        Ref thread = home.ref("question");
        Ref answer = home.ref("answer");
        log.own(home.introduction());
        log.own(home.member("anna", 1));
        log.own(home.member("ben", 1));
        log.own(home.question("question", 1, "anna", 2));
        log.own(home.answer("answer", 1, "ben", thread, "Check the holding valve.", 30));
        log.own(home.answer("another", 1, "anna", thread, "It was the valve.", 40));
        log.own(SampleNode.count(home.tally(thread, 1, 50), answer, 3, 1));
        log.include(other.record(SampleNode.count(other.tally(thread, 1, 55), answer, 2, 0)), 7);
        log.own(home.accept(thread, answer, 1, 60));
        ObjectNode standing = home.standing(home.ref("ben"), "hydraulics", 70);
        period(standing, 226, 2, 1, 7, 1);
        period(standing, 227, 1, 0, 0, 2);
        log.own(standing);
        log.own(home.role(home.ref("ben"), "Service engineer", 71));
    }

    /** The log of other, with the introduction and the tally. */
    SampleLog there() {
        SampleLog there = new SampleLog(other);
        there.own(other.introduction().put("cosigningKey", cosigning.multikey()));
        there.own(SampleNode.count(other.tally(home.ref("question"), 1, 55), home.ref("answer"), 2, 0));
        return there;
    }

    static void period(ObjectNode attestation, int quarter, int answers, int accepted, int up, int down) {
        attestation
                .withObject("/standing")
                .withArray("periods")
                .addObject()
                .put("quarter", quarter)
                .put("answers", answers)
                .put("accepted", accepted)
                .put("up", up)
                .put("down", down);
    }

    ObjectNode answer() {
        return testimony(true, MEMBER, QUESTION, ANSWER, TALLY, TALLY_OF_OTHER, ACCEPT);
    }

    ObjectNode testimony(boolean cosigned, Integer... indexes) {
        List<Integer> chosen = List.of(indexes);
        boolean others = cosigned || chosen.contains(TALLY_OF_OTHER);
        ObjectNode testimony = testimony(introductions, others ? List.of(witness) : List.of());
        String text = new Checkpoint(Checkpoint.origin(home.node()), log.size(), log.root()).text();
        byte[] line = Witness.line(Checkpoint.origin(other.node()), cosigning, text, TIME)
                .getBytes(UTF_8);
        byte[] note = cosigned ? Bytes.join(log.checkpoint(), line) : log.checkpoint();
        testimony.withArray("logs").add(inLog(log, chosen, note));
        return testimony;
    }

    static ObjectNode testimony(List<SignedRecord> of, List<SignedRecord> and) {
        ObjectNode testimony = JsonNodeFactory.instance.objectNode().put("oqx", 1);
        testimony.putArray("logs");
        ArrayNode nodes = testimony.putArray("nodes");
        for (List<SignedRecord> records : List.of(of, and)) {
            if (!records.isEmpty()) {
                ArrayNode chain = nodes.addArray();
                records.forEach(record -> chain.add(record.json()));
            }
        }
        return testimony;
    }

    static ObjectNode inLog(SampleLog log, List<Integer> indexes, byte[] note) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            leaves.add(log.frame(i).entry().leafHash());
        }
        List<byte[]> hashes = new ArrayList<>();
        MerkleProofs.hashesFor(leaves, indexes, 0, leaves.size(), hashes);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("checkpoint", new String(note, UTF_8))
                .put("hashes", Hashes.base64Url(Bytes.join(hashes.toArray(byte[][]::new))));
        ArrayNode records = json.putArray("records");
        for (int index : indexes) {
            SignedRecord record = SampleNode.read(log.frame(index).payload().orElseThrow());
            records.addObject()
                    .put("index", (long) index)
                    .put("time", log.frame(index).entry().time())
                    .set("record", record.json());
        }
        return json;
    }

    ObjectNode unsigned(ObjectNode testimony) {
        return unsigned(testimony, home.signing());
    }

    static ObjectNode unsigned(ObjectNode testimony, SecretKey key) {
        try {
            byte[] zlib = stored(Jcs.bytes(testimony));
            return Credential.unsigned(testimony, zlib, key.multikey(), SampleNode.time(100), new Ed25519());
        } catch (Fault e) {
            throw new IllegalStateException("a sample must be a testimony: " + e.described(), e);
        }
    }

    byte[] signed(ObjectNode unsigned) {
        return Jcs.bytes(Credential.sign(unsigned, home.signing()));
    }

    /** zlib without compression: the same bytes whichever library runs. */
    static byte[] stored(byte[] bytes) {
        List<byte[]> parts = new ArrayList<>(List.of(new byte[] {0x78, 0x01}));
        for (int from = 0; from < bytes.length || from == 0; from += 65_535) {
            int length = Math.min(65_535, bytes.length - from);
            byte last = (byte) (from + length == bytes.length ? 1 : 0);
            parts.add(new byte[] {last, (byte) length, (byte) (length >> 8), (byte) ~length, (byte) (~length >> 8)});
            parts.add(java.util.Arrays.copyOfRange(bytes, from, from + length));
        }
        Adler32 sum = new Adler32();
        sum.update(bytes);
        parts.add(Bytes.u32((int) sum.getValue()));
        return Bytes.join(parts.toArray(byte[][]::new));
    }
}
