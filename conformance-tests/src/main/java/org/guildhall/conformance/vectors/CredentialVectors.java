package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

/** Suite {@code credential}: a member of home answered another member of home, and other's members voted, too. */
final class CredentialVectors {
    private static final long TIME = 1_795_291_300L;
    private static final int MEMBER = 2;
    private static final int QUESTION = 3;
    private static final int ANSWER = 4;
    private static final int TALLY = 6;
    private static final int TALLY_OF_OTHER = 7;
    private static final int ACCEPT = 8;
    private static final int ATTESTATION = 9;

    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;
    private final SecretKey cosigning = SampleNode.key("other cosigning");
    private final SampleLog log;
    private final SignedRecord witness;
    private final List<SignedRecord> introductions;

    CredentialVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
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

    private static void period(ObjectNode attestation, int quarter, int answers, int accepted, int up, int down) {
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

    void add() {
        valid();
        proofs();
        words();
        testimonies();
        belonging();
    }

    private void valid() {
        good("answer", "An accepted answer, two tallies, and a witness.", answer());
        good(
                "without-question",
                "The question is left out.",
                testimony(true, MEMBER, ANSWER, TALLY, TALLY_OF_OTHER, ACCEPT));
        good("voted", "Voted on by home's members, not accepted.", testimony(false, MEMBER, QUESTION, ANSWER, TALLY));
        good("standing", "What home attests.", testimony(false, MEMBER, ATTESTATION));
        SampleLog there = new SampleLog(other);
        there.own(other.introduction().put("cosigningKey", cosigning.multikey()));
        ObjectNode two = testimony(false, MEMBER, QUESTION, ANSWER);
        two.withArray("logs").add(inLog(there(there), List.of(1), there.checkpoint()));
        two.withArray("nodes").addArray().add(witness.json());
        good("two-logs", "The tally of other is in other's log.", two);
    }

    /** The log of other, with the introduction and the tally. */
    private SampleLog there(SampleLog there) {
        there.own(SampleNode.count(other.tally(home.ref("question"), 1, 55), home.ref("answer"), 2, 0));
        return there;
    }

    private ObjectNode answer() {
        return testimony(true, MEMBER, QUESTION, ANSWER, TALLY, TALLY_OF_OTHER, ACCEPT);
    }

    private void proofs() {
        ObjectNode unsigned = unsigned(answer());
        String text = new String(signed(unsigned), UTF_8);
        bad(
                "space",
                "A space that nobody signed.",
                "OQX-CRE-001",
                (text + " ").getBytes(UTF_8),
                "malformed",
                "not-canonical");
        bad(
                "indented",
                "Another spelling.",
                "OQX-CRE-001",
                text.replace("\"id\":", "\"id\": ").getBytes(UTF_8),
                "not-canonical");
        bad(
                "text-changed",
                "One word changed.",
                "OQX-CRE-012",
                text.replace("3 up", "9 up").getBytes(UTF_8),
                "bad-signature");
        ObjectNode without = Credential.sign(unsigned, home.signing());
        without.withObject("/proof").remove("@context");
        bad(
                "proof-without-context",
                "The proof does not repeat @context.",
                "OQX-CRE-012",
                Jcs.bytes(without),
                "bad-proof");
        ObjectNode other = Credential.sign(unsigned, home.signing());
        other.withArray("@context").remove(1);
        bad("another-context", "@context is signed, too.", "OQX-CRE-012", Jcs.bytes(other), "bad-proof");
        bad("no-proof", "Nobody signed it.", "OQX-CRE-012", Jcs.bytes(unsigned), "bad-proof");
        bad(
                "by-identity-key",
                "Signed by a key that home does not list as a signing key.",
                "OQX-CRE-032",
                Jcs.bytes(Credential.sign(unsigned(answer(), home.identity()), home.identity())),
                "key-unknown");
        set.invalid(
                "credential/too-large",
                "Longer than the limit.",
                List.of("OQX-CRE-002", "OQX-LIM-090"),
                VectorSet.input(Wire.filled(text + "#", "#", " ", 262_144)),
                "too-large");
    }

    private void words() {
        changed("better-name", "OQX-CRE-040", "Other words over the same records.", json -> json.put("name", "Expert"));
        changed(
                "another-member",
                "OQX-CRE-010",
                "The achievement of another.",
                json -> ((ObjectNode) json.at("/credentialSubject/identifier/0"))
                        .put("identityHash", "urn:oqx:member:" + home.node() + ":" + SampleNode.uuid("anna")));
        changed(
                "valid-until",
                "OQX-CRE-013",
                "A member that is not defined.",
                json -> json.put("validUntil", SampleNode.time(1000)));
        changed(
                "subject-id",
                "OQX-CRE-014",
                "A key that the Member record does not name.",
                json -> json.withObject("/credentialSubject")
                        .put("id", home.signing().did()));
        changed(
                "seconds",
                "OQX-CRE-010",
                "A time in another spelling.",
                json -> json.put("validFrom", "2026-11-21T20:01:40Z"));
        changed(
                "issuer-name",
                "OQX-CRE-010",
                "Not its name.",
                json -> json.withObject("/issuer").put("name", "The other"));
    }

    private void changed(String name, String requirement, String comment, Consumer<ObjectNode> change) {
        ObjectNode json = unsigned(answer());
        change.accept(json);
        bad(name, comment, requirement, signed(json), "credential", "malformed");
    }

    private void testimonies() {
        ObjectNode entry = answer();
        ((ObjectNode) entry.at("/logs/0/records/1")).put("time", log.nextTime());
        refused("another-time", "The entry has another time.", "OQX-CRE-023", entry, "root-mismatch");
        ObjectNode index = answer();
        ((ObjectNode) index.at("/logs/0/records/2")).put("index", 5);
        refused("another-index", "Not at this index.", "OQX-CRE-023", index, "root-mismatch");
        ObjectNode more = answer();
        ObjectNode first = (ObjectNode) more.at("/logs/0");
        first.put("hashes", first.path("hashes").asText() + Hashes.base64Url(new byte[32]));
        refused("hash-left", "A hash that nobody needs.", "OQX-CRE-023", more, "root-mismatch", "credential");
        ObjectNode line = answer();
        line.withArray("nodes").remove(1);
        refused(
                "key-unknown",
                "A record of a node whose Node records are missing.",
                "OQX-CRE-024",
                line,
                "key-unknown");
        ObjectNode unknownLine = testimony(true, MEMBER, ATTESTATION);
        unknownLine.withArray("nodes").remove(1);
        refused("unknown-line", "A cosignature by nobody in it.", "OQX-CRE-024", unknownLine, "credential");
        ObjectNode member = answer().put("more", 1);
        refused("more", "A member that is not defined.", "OQX-CRE-021", member, "credential");
        ObjectNode foreign = answer();
        ((ObjectNode) foreign.at("/logs/0")).put("checkpoint", new String(log.checkpoint(other.signing()), UTF_8));
        refused("checkpoint-key", "A checkpoint that home did not sign.", "OQX-CRE-024", foreign, "checkpoint-key");
        ObjectNode json = unsigned(answer());
        byte[] zlib = Bytes.join(stored(Jcs.bytes(answer())), new byte[1]);
        ((ObjectNode) json.at("/evidence/0")).put("id", Credential.uri(zlib));
        bad(
                "packed-more",
                "Something behind the end of the packed testimony.",
                "OQX-CRE-020",
                signed(json),
                "credential");
        packed("packed-unpadded", "Base64 without padding.", "==", "");
        packed("packed-spelling", "Base64 of the same bytes with other bits where there are none.", "Q==", "R==");
        ObjectNode huge = unsigned(answer());
        ((ObjectNode) huge.at("/evidence/0")).put("id", "https://home.example/evidence");
        bad("evidence-elsewhere", "Evidence that would have to be fetched.", "OQX-CRE-020", signed(huge), "credential");
    }

    private void packed(String name, String comment, String end, String other) {
        ObjectNode json = unsigned(answer());
        ObjectNode evidence = (ObjectNode) json.at("/evidence/0");
        String uri = evidence.path("id").asText();
        if (!uri.endsWith(end)) {
            throw new IllegalStateException("the vector needs evidence that ends with " + end);
        }
        evidence.put("id", uri.substring(0, uri.length() - end.length()) + other);
        bad(name, comment, "OQX-CRE-020", signed(json), "credential");
    }

    private void belonging() {
        refused(
                "nothing-said",
                "Neither accepted nor voted on.",
                "OQX-CRE-030",
                testimony(false, MEMBER, QUESTION, ANSWER),
                "credential");
        refused(
                "idle-record",
                "A record that is about something else.",
                "OQX-CRE-030",
                testimony(false, MEMBER, ANSWER, TALLY, ATTESTATION),
                "credential");
        refused("no-member", "Whose answer?", "OQX-CRE-030", testimony(false, QUESTION, ANSWER, TALLY), "credential");
        refused("role", "A role is no standing.", "OQX-CRE-031", testimony(false, MEMBER, 10), "credential");
        SampleLog own = new SampleLog(home);
        own.own(home.introduction());
        own.own(home.member("ben", 1));
        own.own(home.question("question", 1, "ben", 2));
        own.own(home.answer("answer", 1, "ben", home.ref("question"), "It was the valve.", 30));
        own.own(home.accept(home.ref("question"), home.ref("answer"), 1, 60));
        ObjectNode self = testimony(introductions, List.of());
        self.withArray("logs").add(inLog(own, List.of(1, 2, 3, 4), own.checkpoint()));
        refused("own-question", "Accepted by its own author.", "OQX-CRE-030", self, "credential");
        SampleLog restricted = new SampleLog(home);
        restricted.own(home.introduction().put("audience", "peers"));
        restricted.own(home.member("ben", 1).put("audience", "peers"));
        ObjectNode said = home.standing(home.ref("ben"), "hydraulics", 70).put("audience", "peers");
        period(said, 226, 1, 1, 1, 0);
        restricted.own(said);
        ObjectNode peers = testimony(List.of(home.record(home.introduction().put("audience", "peers"))), List.of());
        peers.withArray("logs").add(inLog(restricted, List.of(1, 2), restricted.checkpoint()));
        refused("for-peers", "Records that are for peers only.", "OQX-CRE-024", peers, "audience");
    }

    private ObjectNode testimony(boolean cosigned, Integer... indexes) {
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

    private static ObjectNode testimony(List<SignedRecord> of, List<SignedRecord> and) {
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

    private static ObjectNode inLog(SampleLog log, List<Integer> indexes, byte[] note) {
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

    private ObjectNode unsigned(ObjectNode testimony) {
        return unsigned(testimony, home.signing());
    }

    private static ObjectNode unsigned(ObjectNode testimony, SecretKey key) {
        try {
            byte[] zlib = stored(Jcs.bytes(testimony));
            return Credential.unsigned(testimony, zlib, key.multikey(), SampleNode.time(100), new Ed25519());
        } catch (Fault e) {
            throw new IllegalStateException("a sample must be a testimony: " + e.described(), e);
        }
    }

    private byte[] signed(ObjectNode unsigned) {
        return Jcs.bytes(Credential.sign(unsigned, home.signing()));
    }

    private void good(String name, String comment, ObjectNode testimony) {
        List<String> requirements = List.of(
                "OQX-CRE-010",
                "OQX-CRE-021",
                "OQX-CRE-022",
                "OQX-CRE-030",
                "OQX-CRE-040",
                "OQX-CRE-041",
                "OQX-CRE-042");
        set.valid("credential/" + name, comment, requirements, VectorSet.input(signed(unsigned(testimony))));
    }

    private void refused(
            String name, String comment, String requirement, ObjectNode testimony, String code, String... or) {
        // What testifies to nothing has no words of its own; it is refused before they are looked at.
        ObjectNode json = unsigned(answer());
        ((ObjectNode) json.at("/evidence/0")).put("id", Credential.uri(stored(Jcs.bytes(testimony))));
        bad(name, comment, requirement, signed(json), code, or);
    }

    private void bad(String name, String comment, String requirement, byte[] bytes, String code, String... or) {
        set.invalid("credential/" + name, comment, List.of(requirement), VectorSet.input(bytes), code, or);
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
