package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.guildhall.conformance.oqx.Bytes;
import org.guildhall.conformance.oqx.Checkpoint;
import org.guildhall.conformance.oqx.Entry;
import org.guildhall.conformance.oqx.Frame;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.Tail;

/** Suites {@code entry}, {@code tree}, {@code tile-path}, {@code checkpoint}, {@code frames} and {@code tail}. */
final class LogVectors {
    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;
    private final SampleLog log;

    LogVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
        this.home = home;
        this.other = other;
        this.log = new SampleLog(home);
        log.own(home.introduction());
        log.own(home.member("anna", 1));
        log.own(home.question("question", 1, "anna", 2));
        log.include(other.record(other.introduction()), 0);
    }

    void add() {
        entries();
        trees();
        tiles();
        paths();
        checkpoints();
        frames();
        tails();
    }

    private void entries() {
        byte[] entry = log.frame(2).entry().bytes();
        valid("entry/question", "The entry of a question.", "OQX-LOG-001", entry);
        valid(
                "entry/node",
                "The entry of a node's introduction: no thread.",
                "OQX-LOG-001",
                log.frame(0).entry().bytes());
        byte[] unknown = entry.clone();
        unknown[1] = (byte) 200;
        valid("entry/unknown-kind", "An entry of a kind nobody knows is an entry.", "OQX-LOG-004", unknown);
        byte[] version = entry.clone();
        version[0] = 2;
        invalid("entry/version-2", "Another version.", "OQX-LOG-004", version, "entry");
        version[0] = 0;
        invalid("entry/version-0", "Version zero.", "OQX-LOG-004", version.clone(), "entry");
        invalid("entry/77-bytes", "A byte is missing.", "OQX-LOG-001", Arrays.copyOf(entry, 77), "entry");
        invalid("entry/79-bytes", "A byte too many.", "OQX-LOG-001", Arrays.copyOf(entry, 79), "entry");
    }

    private void trees() {
        tree("sizes-0-to-10", "All sizes from nothing to ten entries.", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        tree("around-a-page", "Sizes around the end of a page.", 255, 256, 257, 300, 511, 512, 513);
        tree("65537", "One more than a full tile of tiles.", 65_536, 65_537);
    }

    private void tree(String name, String comment, int... sizes) {
        ObjectNode input = VectorSet.input();
        for (int size : sizes) {
            input.withArray("sizes").add(size);
        }
        set.valid("tree/" + name, comment, List.of("OQX-LOG-010"), input);
    }

    private void tiles() {
        tile("0", 0, 256, "A full tile: the leaf hashes of the first page.");
        tile("0", 1, 44, "A partial tile: what a log of 300 entries has beyond its first page.");
        tile("1", 0, 1, "The hash of the first full tile, in a tile of its own.");
        tile("1", 0, 3, "Three hashes of full tiles.");
        tile("2", 0, 1, "The hash of the first full tile of level 1.");
        tile("entries", 0, 256, "A full entry bundle.");
        tile("entries", 2, 3, "A partial entry bundle.");
    }

    private void tile(String level, int number, int width, String comment) {
        set.valid(
                "tile/level-" + level + "-number-" + number + "-width-" + width,
                comment,
                List.of("OQX-LOG-062"),
                VectorSet.input().put("level", level).put("number", number).put("width", width));
    }

    private void paths() {
        tile("first", "0", 0, 0);
        tile("partial", "0", 5, 44);
        tile("thousand", "0", 1000, 0);
        tile("million", "0", 1_234_067, 0);
        tile("level-2", "2", 0, 1);
        tile("entries", "entries", 1_234_067, 255);
        for (String path : List.of("tile/0/000", "tile/0/x001/x234/067", "tile/63/000.p/255", "tile/entries/999.p/1")) {
            set.valid(
                    "tile-path/read-" + path.replaceAll("[/.]", "-"),
                    "A path.",
                    List.of("OQX-LOG-063"),
                    VectorSet.input().put("path", path));
        }
        List<String> wrong = List.of(
                "tile/0/0",
                "tile/0/0000",
                "tile/0/1000",
                "tile/0/x000/001",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/001/234",
                "tile/0/X001/234",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/000/",
                "tile/0/",
                "tile/entries",
                "tile/data/000",
                "tile/0/..",
                "tile/0/x001/../000");
        for (int i = 0; i < wrong.size(); i++) {
            set.invalid(
                    "tile-path/wrong-" + (i + 1),
                    "No path of a tile: " + wrong.get(i),
                    List.of("OQX-LOG-054", "OQX-LOG-063"),
                    VectorSet.input().put("path", wrong.get(i)),
                    "not-found",
                    "bad-request");
        }
    }

    private void tile(String name, String level, long number, int width) {
        ObjectNode input = VectorSet.input().put("level", level).put("number", number);
        if (width > 0) {
            input.put("width", width);
        }
        set.valid(
                "tile-path/" + name,
                "The path of tile " + number + " of level " + level + ".",
                List.of("OQX-LOG-063"),
                input);
    }

    private void checkpoints() {
        String origin = Checkpoint.origin(home.node());
        SecretKey key = home.signing();
        byte[] good = log.checkpoint();
        String text = new Checkpoint(origin, log.size(), log.root()).text();
        String line = Checkpoint.signatureLine(origin, key, text);
        valid("checkpoint/plain", "A checkpoint with nothing besides.", "OQX-LOG-031", note(good));
        String extended = text + "extension for later\n";
        valid(
                "checkpoint/extension",
                "A line more is ignored, and signed.",
                "OQX-LOG-031",
                note(extended + "\n" + Checkpoint.signatureLine(origin, key, extended)));
        String witness = Checkpoint.signatureLine("witness.example/w1", other.signing(), text);
        valid(
                "checkpoint/cosigned-after",
                "A signature by another name is ignored.",
                "OQX-LOG-034",
                note(text + "\n" + line + witness));
        valid("checkpoint/cosigned-before", "In any order.", "OQX-LOG-034", note(text + "\n" + witness + line));
        valid(
                "checkpoint/other-type-of-signature",
                "A line of our name with an unknown key id (a cosignature of type 4, say) is ignored.",
                "OQX-LOG-034",
                note(text + "\n" + "\u2014 " + origin + " "
                        + Base64.getEncoder().encodeToString(new byte[76]) + "\n" + line));
        String byOther = Checkpoint.signatureLine(origin, other.signing(), text);
        bad(
                "by-another-key",
                "Signed by a key that is not the node's.",
                "OQX-LOG-034",
                text + "\n" + byOther,
                "checkpoint-key");
        bad(
                "by-identity-key",
                "The identity key does not sign checkpoints.",
                "OQX-LOG-034",
                text + "\n" + Checkpoint.signatureLine(origin, home.identity(), text),
                "checkpoint-key");
        bad(
                "signature-of-another-text",
                "The size was changed after signing.",
                "OQX-LOG-032",
                text.replace("\n" + log.size() + "\n", "\n5\n") + "\n" + line,
                "checkpoint-key",
                "bad-signature");
        bad(
                "key-id-of-another-name",
                "The key id is made with another name.",
                "OQX-LOG-033",
                text + "\n" + "\u2014 " + origin + " "
                        + Base64.getEncoder()
                                .encodeToString(Bytes.join(
                                        Checkpoint.keyId("oqx", key.publicKey()), key.sign(text.getBytes(UTF_8))))
                        + "\n",
                "checkpoint-key");
        bad(
                "signed-with-empty-line",
                "The empty line is not part of what is signed.",
                "OQX-LOG-032",
                text + "\n" + Checkpoint.signatureLine(origin, key, text + "\n"),
                "checkpoint-key",
                "bad-signature");
        valid(
                "checkpoint/by-revoked-key-at-its-size",
                "By a key that is revoked from just this size on: what it says of the entries below is believed.",
                "OQX-SIG-044",
                noteByRevoked(good, log.size()));
        set.invalid(
                "checkpoint/by-revoked-key-above-its-size",
                "By a key that is revoked from a smaller size on.",
                List.of("OQX-SIG-044"),
                noteByRevoked(good, log.size() - 1),
                "checkpoint-key");
        bad("unsigned", "No signature.", "OQX-LOG-032", text, "checkpoint");
        bad("no-line", "An empty line, and then nothing.", "OQX-LOG-034", text + "\n", "checkpoint-key", "checkpoint");
        String domain = "home.example/log\n" + text.substring(text.indexOf('\n') + 1);
        bad(
                "other-origin",
                "Named by its domain.",
                "OQX-LOG-030",
                domain + "\n" + Checkpoint.signatureLine("home.example/log", key, domain),
                "checkpoint");
        String foreign = Checkpoint.origin(other.node()) + text.substring(text.indexOf('\n'));
        bad(
                "another-nodes-origin",
                "Another node's log.",
                "OQX-FOL-010",
                foreign + "\n" + Checkpoint.signatureLine(Checkpoint.origin(other.node()), other.signing(), foreign),
                "checkpoint");
        resigned(
                "size-leading-zero",
                "Sizes have one spelling.",
                text.replace("\n" + log.size() + "\n", "\n0" + log.size() + "\n"));
        resigned("size-negative", "Not below zero.", text.replace("\n" + log.size() + "\n", "\n-4\n"));
        resigned("size-zero", "A log has its first entry.", text.replace("\n" + log.size() + "\n", "\n0\n"));
        resigned(
                "size-64-bits",
                "2^64 is too many.",
                text.replace("\n" + log.size() + "\n", "\n18446744073709551616\n"));
        resigned(
                "root-31-bytes",
                "A root has 32 bytes.",
                origin + "\n4\n" + Base64.getEncoder().encodeToString(new byte[31]) + "\n");
        resigned(
                "root-base64url",
                "Standard base64 with padding.",
                origin + "\n4\n" + Base64.getUrlEncoder().withoutPadding().encodeToString(log.root()) + "\n");
        resigned("carriage-returns", "Lines end with U+000A alone.", text.replace("\n", "\r\n"));
        resigned("without-root", "Two lines.", origin + "\n4\n");
        StringBuilder filler = new StringBuilder(text);
        while (filler.length() < Checkpoint.BYTES) {
            filler.append("x".repeat(100)).append('\n');
        }
        resigned("too-long", "More than 8192 bytes.", filler.toString());
    }

    /** Well signed, but by its form no checkpoint. */
    private void resigned(String name, String comment, String text) {
        String line = Checkpoint.signatureLine(Checkpoint.origin(home.node()), home.signing(), text);
        bad(name, comment, requirement(name), text + "\n" + line, "checkpoint");
    }

    private static String requirement(String name) {
        return switch (name) {
            case "too-long" -> "OQX-LOG-035";
            case "size-zero" -> "OQX-LOG-038";
            default -> "OQX-LOG-031";
        };
    }

    private void bad(String name, String comment, String requirement, String note, String code, String... or) {
        set.invalid("checkpoint/" + name, comment, List.of(requirement), note(note), code, or);
    }

    /** The newest introduction revokes the key that signed, from a size on. */
    private ObjectNode noteByRevoked(byte[] note, long from) {
        ObjectNode input = note(note);
        ObjectNode revoking = home.introduction(
                2, home.identity(), home.nextIdentity(), List.of(home.signing(), SampleNode.key("home signing 2")));
        ((ObjectNode) revoking.path("signingKeys").path(0)).put("revokedAt", from);
        input.withArray("records").add(Wire.of(home.publish(revoking)));
        return input;
    }

    private ObjectNode note(String note) {
        return note(note.getBytes(UTF_8));
    }

    private ObjectNode note(byte[] note) {
        ObjectNode input = VectorSet.input(note).put("node", home.node());
        input.withArray("records").add(Wire.of(home.publish(home.introduction())));
        return input;
    }

    private void frames() {
        byte[] all = log.frames(0);
        valid("frames/page", "Four frames, the last of an included record.", "OQX-LOG-040", all);
        valid("frames/none", "No frames.", "OQX-LOG-060", new byte[0]);
        Entry entry = log.frame(2).entry();
        byte[] payload = log.frame(2).payload().orElseThrow();
        valid(
                "frames/hole-of-later",
                "A hole that names no entry: its log has none that says so yet.",
                "OQX-LOG-045",
                Frame.hole(entry, -1, 1, -1).bytes());
        valid(
                "frames/holes",
                "An erased and a dropped payload.",
                "OQX-LOG-044",
                Bytes.join(
                        Frame.hole(entry, -1, 1, 9).bytes(),
                        Frame.hole(entry, 17, 2, 5).bytes()));
        for (int cut : new int[] {1, 77, 78, 86, 87, 90, 91, 300}) {
            invalid(
                    "frames/cut-at-" + cut,
                    "Ends after " + cut + " bytes, within the first frame.",
                    "OQX-LOG-043",
                    Arrays.copyOf(all, cut),
                    "frame");
        }
        byte[] good = log.frame(2).bytes();
        invalid("frames/form-3", "A form nobody knows.", "OQX-LOG-043", changed(good, 86, 3), "frame");
        invalid("frames/form-255", "A form nobody knows.", "OQX-LOG-043", changed(good, 86, 255), "frame");
        invalid(
                "frames/origin-minus-2",
                "Origin indexes begin with -1.",
                "OQX-LOG-043",
                changed(good, 85, 0xfe),
                "frame");
        byte[] head = Arrays.copyOf(good, 87);
        invalid("frames/length-0", "No payload is empty.", "OQX-LOG-043", Bytes.join(head, Bytes.u32(0)), "frame");
        ObjectNode tooLong = VectorSet.input(Wire.of(Bytes.join(head, Bytes.u32(131_073))));
        set.invalid(
                "frames/length-131073",
                "Longer than any record; what follows must not even be waited for.",
                List.of("OQX-LOG-043"),
                tooLong,
                "frame");
        invalid("frames/length-negative", "4294967295 bytes.", "OQX-LOG-043", Bytes.join(head, Bytes.u32(-1)), "frame");
        invalid(
                "frames/length-beyond-end",
                "The payload is shorter than said.",
                "OQX-LOG-043",
                Bytes.join(head, Bytes.u32(payload.length + 1), payload),
                "frame");
        invalid(
                "frames/hole-names-minus-2",
                "A hole names an entry, or -1 while there is none.",
                "OQX-LOG-043",
                Frame.hole(entry, -1, 1, -2).bytes(),
                "frame");
        invalid(
                "frames/hole-cut",
                "A hole names an index of 8 bytes.",
                "OQX-LOG-043",
                Arrays.copyOf(Frame.hole(entry, -1, 1, 9).bytes(), 94),
                "frame");
        invalid("frames/entry-version-2", "An entry of another version.", "OQX-LOG-004", changed(good, 0, 2), "entry");
        invalid(
                "frames/payload-altered",
                "A payload that is not what its entry says.",
                "OQX-LOG-042",
                changed(good, good.length - 3, 'x'),
                "payload-digest");
        invalid(
                "frames/origin-largest",
                "2^63 does not fit into a signed number.",
                "OQX-LOG-043",
                changed(changed(good, 78, 0x80), 79, 0),
                "frame");
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private void tails() {
        byte[] checkpoint = log.checkpoint();
        valid(
                "tail/frames",
                "A checkpoint and two frames.",
                "OQX-LOG-071",
                new Tail(checkpoint, log.frames(2)).bytes());
        valid(
                "tail/none",
                "Nothing new: the checkpoint alone.",
                "OQX-LOG-071",
                new Tail(checkpoint, new byte[0]).bytes());
        invalid("tail/empty", "No bytes.", "OQX-LOG-071", new byte[0], "frame", "checkpoint");
        invalid(
                "tail/cut-in-checkpoint",
                "Ends within the checkpoint.",
                "OQX-LOG-071",
                Arrays.copyOf(new Tail(checkpoint, new byte[0]).bytes(), 100),
                "frame",
                "checkpoint");
        invalid(
                "tail/cut-in-frame",
                "Ends within a frame.",
                "OQX-LOG-071",
                Arrays.copyOf(new Tail(checkpoint, log.frames(2)).bytes(), 4 + checkpoint.length + 80),
                "frame");
        invalid(
                "tail/length-0",
                "A checkpoint is not empty.",
                "OQX-LOG-071",
                Bytes.join(Bytes.u32(0), log.frames(2)),
                "frame",
                "checkpoint");
        invalid(
                "tail/length-8193",
                "A checkpoint has at most 8192 bytes.",
                "OQX-LOG-035",
                Bytes.join(Bytes.u32(8193), checkpoint),
                "frame",
                "checkpoint");
        invalid(
                "tail/length-negative",
                "4294967295 bytes.",
                "OQX-LOG-071",
                Bytes.join(Bytes.u32(-1), checkpoint),
                "frame",
                "checkpoint");
    }

    private void valid(String name, String comment, String requirement, byte[] bytes) {
        set.valid(name, comment, List.of(requirement), VectorSet.input(bytes));
    }

    private void valid(String name, String comment, String requirement, ObjectNode input) {
        set.valid(name, comment, List.of(requirement), input);
    }

    private void invalid(String name, String comment, String requirement, byte[] bytes, String code, String... or) {
        set.invalid(name, comment, List.of(requirement), VectorSet.input(bytes), code, or);
    }
}
