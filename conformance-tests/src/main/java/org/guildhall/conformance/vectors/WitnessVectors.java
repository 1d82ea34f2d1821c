package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Checkpoint;
import org.guildhall.conformance.oqx.Evidence;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.LogProof;
import org.guildhall.conformance.oqx.MerkleProofs;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;
import org.guildhall.conformance.oqx.Witness;

/** Suites {@code cosignature}, {@code add-checkpoint}, {@code log-proof} and {@code evidence}. */
final class WitnessVectors {
    private static final long TIME = 1_795_291_300L;
    private static final int QUESTION = 2;

    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;
    private final SecretKey cosigning = SampleNode.key("other cosigning");
    private final SampleLog log;
    private final SampleLog rewritten;
    private final SignedRecord question;
    private final SignedRecord witness;

    WitnessVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
        this.home = home;
        this.other = other;
        this.log = new SampleLog(home);
        log.own(home.introduction());
        log.own(home.member("anna", 1));
        this.question = log.own(home.question("question", 1, "anna", 2));
        this.rewritten = new SampleLog(home);
        rewritten.own(home.introduction());
        rewritten.own(home.member("anna", 1));
        rewritten.own(home.question("another question", 1, "anna", 2));
        for (int i = 3; i < 7; i++) {
            log.own(home.question("question " + i, 1, "anna", i));
            rewritten.own(home.question("question " + i, 1, "anna", i));
        }
        this.witness = other.record(other.introduction().put("cosigningKey", cosigning.multikey()));
    }

    void add() {
        members();
        cosignatures();
        requests();
        proofs();
        evidence();
    }

    private void members() {
        ObjectNode good = home.introduction().put("cosigningKey", cosigning.multikey());
        record("cosigning-key", "A node that is a witness.", good, "OQX-WIT-001");
        ObjectNode bad = home.introduction().put("cosigningKey", "z6Mk");
        badRecord("cosigning-key-short", "Not a multikey.", bad, "OQX-REC-041");
        ObjectNode continues = home.introduction();
        continues.putObject("continues").put("size", 1).put("root", Hashes.base64Url(log.root()));
        record("continues", "A node that goes on after a fork.", continues, "OQX-WIT-050");
        ObjectNode nothing = home.introduction();
        nothing.putObject("continues").put("size", 0).put("root", Hashes.base64Url(log.root()));
        badRecord("continues-nothing", "Nothing can be continued.", nothing, "OQX-REC-041");
        ObjectNode rootless = home.introduction();
        rootless.putObject("continues").put("size", 1);
        badRecord("continues-without-root", "Which history?", rootless, "OQX-REC-041");
    }

    private void record(String name, String comment, ObjectNode unsigned, String requirement) {
        ObjectNode input = VectorSet.input(home.publish(unsigned)).put("loggedAt", log.nextTime());
        set.valid("record/node-" + name, comment, List.of(requirement), input);
    }

    private void badRecord(String name, String comment, ObjectNode unsigned, String requirement) {
        ObjectNode input = VectorSet.input(home.publish(unsigned)).put("loggedAt", log.nextTime());
        set.invalid("record/node-" + name, comment, List.of(requirement), input, "malformed");
    }

    private void cosignatures() {
        String name = Checkpoint.origin(other.node());
        String text = checkpoint(log).text();
        String line = Witness.line(name, cosigning, text, TIME);
        String signed = note(log.checkpoint());
        List<String> all = List.of("OQX-WIT-002", "OQX-WIT-003", "OQX-WIT-004");
        set.valid("cosignature/plain", "A cosigned checkpoint.", all, cosigned(signed + line));
        set.valid(
                "cosignature/before",
                "The order of the lines is free.",
                List.of("OQX-WIT-003"),
                cosigned(text + "\n" + line + signed.substring(text.length() + 1)));
        bad(
                "by-a-signing-key",
                "A line of type 01 is no cosignature.",
                "OQX-WIT-002",
                signed + Checkpoint.signatureLine(name, cosigning, text));
        bad(
                "by-another-key",
                "Not the witness's key.",
                "OQX-WIT-005",
                signed + Witness.line(name, home.signing(), text, TIME));
        bad(
                "by-another-name",
                "Not the witness's name.",
                "OQX-WIT-002",
                signed + Witness.line("witness.example", cosigning, text, TIME));
        bad("none", "Nobody cosigned.", "OQX-WIT-003", signed);
        byte[] value = Base64.getDecoder().decode(line.strip().substring(line.lastIndexOf(' ') + 1));
        value[11]++;
        bad(
                "later",
                "The time was changed after signing.",
                "OQX-WIT-003",
                signed + "\u2014 " + name + " " + Base64.getEncoder().encodeToString(value) + "\n");
        bad(
                "of-another-size",
                "The cosignature of another checkpoint.",
                "OQX-WIT-003",
                signed + Witness.line(name, cosigning, checkpoint(rewritten).text(), TIME));
    }

    private ObjectNode cosigned(String note) {
        return VectorSet.input(note.getBytes(UTF_8))
                .put("name", Checkpoint.origin(other.node()))
                .put("key", cosigning.multikey());
    }

    private void bad(String name, String comment, String requirement, String note) {
        set.invalid("cosignature/" + name, comment, List.of(requirement), cosigned(note), "cosignature");
    }

    private void requests() {
        String proof = lines(consistency(log, 3));
        String note = note(log.checkpoint());
        request("from-nothing", "The first time.", "old 0\n\n" + note);
        request("from-3", "With the proof that it continues what was cosigned.", "old 3\n" + proof + "\n" + note);
        request("again", "The same size again.", "old 7\n\n" + note);
        badRequest("larger", "The old size is beyond the checkpoint.", "old 8\n\n" + note);
        badRequest("proof-from-nothing", "Nothing needs no proof.", "old 0\n" + proof + "\n" + note);
        badRequest("no-old", "No old size.", proof + "\n" + note);
        badRequest("leading-zero", "One spelling of a number.", "old 03\n" + proof + "\n" + note);
        badRequest("no-checkpoint", "No checkpoint.", "old 3\n" + proof + "\n");
        badRequest("short-hash", "Not a hash.", "old 3\nAAAA\n\n" + note);
        badRequest(
                "64-hashes",
                "More hashes than any proof has.",
                "old 3\n" + lines(List.of(log.root())).repeat(64) + "\n" + note);
        set.invalid(
                "add-checkpoint/too-large",
                "Longer than the limit.",
                List.of("OQX-WIT-010", "OQX-LIM-070"),
                VectorSet.input(Wire.filled("old 0\n\n" + note + "#", "#", "x", 16_384)),
                "too-large");
    }

    private void request(String name, String comment, String body) {
        set.valid("add-checkpoint/" + name, comment, List.of("OQX-WIT-010"), VectorSet.input(body.getBytes(UTF_8)));
    }

    private void badRequest(String name, String comment, String body) {
        set.invalid(
                "add-checkpoint/" + name,
                comment,
                List.of("OQX-WIT-010", "OQX-WIT-011"),
                VectorSet.input(body.getBytes(UTF_8)),
                "bad-request");
    }

    private void proofs() {
        List<SignedRecord> homeRecords = List.of(home.record(home.introduction()));
        ObjectNode extra = LogProof.extra(log.frame(QUESTION).entry(), question, List.of(homeRecords));
        ObjectNode witnessed =
                LogProof.extra(log.frame(QUESTION).entry(), question, List.of(homeRecords, List.of(witness)));
        String line = Witness.line(
                Checkpoint.origin(other.node()), cosigning, checkpoint(log).text(), TIME);
        byte[] cosigned = Bytes.join(log.checkpoint(), line.getBytes(UTF_8));
        proof("plain", "A question in its node's log.", file(extra, QUESTION, log.checkpoint()));
        proof("cosigned", "With a witness.", file(witnessed, QUESTION, cosigned));
        ObjectNode introduction = LogProof.extra(log.frame(0).entry(), homeRecords.get(0), List.of(homeRecords));
        proof("introduction", "A Node record proves itself.", file(introduction, 0, log.checkpoint()));
        badProof("another-index", "Not at this index.", file(extra, 3, log.checkpoint()), "root-mismatch");
        badProof(
                "another-tree",
                "The checkpoint of another history.",
                file(extra, QUESTION, rewritten.checkpoint()),
                "root-mismatch");
        badProof(
                "unknown-line",
                "A line that nobody in the file can have signed.",
                file(extra, QUESTION, cosigned),
                "proof");
        ObjectNode unexplained = LogProof.extra(log.frame(QUESTION).entry(), question, List.of(List.of(witness)));
        badProof(
                "no-node",
                "No Node records of the log's owner.",
                file(unexplained, QUESTION, cosigned),
                "checkpoint",
                "proof");
        ObjectNode mismatch = LogProof.extra(log.frame(3).entry(), question, List.of(homeRecords));
        badProof(
                "another-entry", "The entry of another record.", file(mismatch, 3, log.checkpoint()), "entry-mismatch");
        ObjectNode more = extra.deepCopy().put("more", 1);
        badProof("more", "A member that nobody signed.", file(more, QUESTION, log.checkpoint()), "proof");
        byte[] text = file(extra, QUESTION, log.checkpoint());
        badProof(
                "another-header",
                "Another version.",
                new String(text, UTF_8).replace("@v1", "@v2").getBytes(UTF_8),
                "proof");
        byte[] foreign = new Checkpoint(Checkpoint.origin(home.node()), log.size(), log.root()).signed(other.signing());
        badProof(
                "checkpoint-key",
                "A checkpoint by a key that is not the node's.",
                file(extra, QUESTION, foreign),
                "checkpoint-key");
        SignedRecord stranger =
                SampleNode.read(SampleNode.publish(home.question("question", 1, "anna", 2), home.identity()));
        SampleLog odd = new SampleLog(home);
        odd.own(home.introduction());
        odd.include(stranger, -1);
        ObjectNode unknown = LogProof.extra(odd.frame(1).entry(), stranger, List.of(homeRecords));
        badProof(
                "key-unknown",
                "The record is signed by a key that its node does not list.",
                LogProof.write(unknown, 1, path(odd, 1), odd.checkpoint()),
                "key-unknown");
    }

    private void proof(String name, String comment, byte[] file) {
        set.valid("log-proof/" + name, comment, List.of("OQX-WIT-020", "OQX-WIT-021"), VectorSet.input(file));
    }

    private void badProof(String name, String comment, byte[] file, String code, String... or) {
        set.invalid("log-proof/" + name, comment, List.of("OQX-WIT-021"), VectorSet.input(file), code, or);
    }

    private byte[] file(ObjectNode extra, int index, byte[] checkpoint) {
        return LogProof.write(extra, index, path(log, index), checkpoint);
    }

    private void evidence() {
        byte[] root = MerkleProofs.root(leaves(rewritten).subList(0, 5));
        byte[] owner = home.identity().publicKey();
        byte[] small = compact(log, 5, "");
        byte[] large = compact(rewritten, 7, "");
        byte[] path = Bytes.join(consistency(rewritten, 5).toArray(byte[][]::new));
        byte[] same = Bytes.join(Bytes.u8(1), owner, compact(log, 7, ""), large);
        byte[] sizes = Bytes.join(Bytes.u8(1), owner, small, large, root, path);
        proven("same-size", "Two checkpoints of one size.", "OQX-WIT-030", same);
        proven("two-sizes", "The larger tree begins otherwise than the smaller checkpoint says.", "OQX-WIT-031", sizes);
        proven(
                "extension",
                "Extension lines are signed, too.",
                "OQX-WIT-030",
                Bytes.join(Bytes.u8(1), owner, compact(log, 7, "for later\n"), large));
        nothing(
                "consistent",
                "Both can be true.",
                Bytes.join(
                        Bytes.u8(1),
                        owner,
                        small,
                        compact(log, 7, ""),
                        MerkleProofs.root(leaves(log).subList(0, 5)),
                        Bytes.join(consistency(log, 5).toArray(byte[][]::new))));
        nothing("the-same-twice", "One checkpoint is no contradiction.", Bytes.join(Bytes.u8(1), owner, large, large));
        nothing("larger-first", "The smaller comes first.", Bytes.join(Bytes.u8(1), owner, large, small, root, path));
        nothing(
                "wrong-path",
                "A proof that proves nothing.",
                Bytes.join(Bytes.u8(1), owner, small, large, log.root(), path));
        nothing("hash-missing", "The proof is cut off.", Arrays.copyOf(sizes, sizes.length - 32));
        nothing("short", "Cut off.", Arrays.copyOf(same, same.length - 1));
        nothing(
                "about-another",
                "About another node.",
                Bytes.join(Bytes.u8(1), other.identity().publicKey(), compact(log, 7, ""), large));
        byte[] changed = same.clone();
        changed[40]++;
        nothing("changed", "A size that was not signed.", changed);
        nothing("kind-3", "A kind that nobody knows.", Bytes.join(Bytes.u8(3), owner));
        SignedRecord one = home.record(home.introduction());
        SignedRecord two = home.record(home.introduction().put("name", "Not the home"));
        proven("records", "Two Node records of one revision.", "OQX-WIT-032", both(one, two));
        nothing("one-record", "The same Node record twice.", both(one, one));
        nothing("a-record-by-another", "One of them by another node.", both(one, other.record(other.introduction())));
    }

    private static byte[] both(SignedRecord one, SignedRecord two) {
        return Bytes.join(
                Bytes.u8(2),
                Bytes.u32(one.published().length),
                one.published(),
                Bytes.u32(two.published().length),
                two.published());
    }

    private byte[] compact(SampleLog of, int size, String extension) {
        byte[] root = MerkleProofs.root(leaves(of).subList(0, size));
        String text = new Checkpoint(Checkpoint.origin(home.node()), size, root).text() + extension;
        return Evidence.compact(size, root, home.signing(), home.signing().sign(text.getBytes(UTF_8)), extension);
    }

    private ObjectNode against(byte[] bytes) {
        ObjectNode input = VectorSet.input(bytes).put("node", home.node());
        input.putArray("records").add(Wire.of(home.publish(home.introduction())));
        return input;
    }

    private void proven(String name, String comment, String requirement, byte[] bytes) {
        set.valid("evidence/" + name, comment, List.of(requirement), against(bytes));
    }

    private void nothing(String name, String comment, byte[] bytes) {
        set.invalid("evidence/" + name, comment, List.of("OQX-WIT-031", "OQX-WIT-032"), against(bytes), "evidence");
    }

    private Checkpoint checkpoint(SampleLog of) {
        return new Checkpoint(Checkpoint.origin(home.node()), of.size(), of.root());
    }

    private static String note(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static List<byte[]> leaves(SampleLog of) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            leaves.add(of.frame(i).entry().leafHash());
        }
        return leaves;
    }

    private static List<byte[]> path(SampleLog of, int index) {
        List<byte[]> path = new ArrayList<>();
        MerkleProofs.inclusionPath(leaves(of), index, path);
        return path;
    }

    private static List<byte[]> consistency(SampleLog of, int first) {
        List<byte[]> path = new ArrayList<>();
        MerkleProofs.consistencyPath(leaves(of), first, true, path);
        return path;
    }

    private static String lines(List<byte[]> hashes) {
        StringBuilder lines = new StringBuilder();
        hashes.forEach(
                hash -> lines.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return lines.toString();
    }
}
