package org.guildhall.conformance.oqx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** A log's size and root, signed as a note: chapter 03 §4. */
public record Checkpoint(String origin, long size, byte[] root) {
    public static final int BYTES = 8192;
    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]{0,18}");

    public static String origin(String node) {
        return "oqx/" + node;
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    public byte[] signed(SecretKey key) {
        return Bytes.join(
                text().getBytes(UTF_8),
                "\n".getBytes(UTF_8),
                signatureLine(origin, key, text()).getBytes(UTF_8));
    }

    public static String signatureLine(String name, SecretKey key, String text) {
        byte[] signature = key.sign(text.getBytes(UTF_8));
        byte[] value = Bytes.join(keyId(name, key.publicKey()), signature);
        return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(value) + "\n";
    }

    /** OQX-LOG-033. */
    public static byte[] keyId(String name, byte[] publicKey) {
        byte[] nameBytes = name.getBytes(UTF_8);
        return Arrays.copyOf(Hashes.sha256(nameBytes, new byte[] {0x0a, 0x01}, publicKey), 4);
    }

    /**
     * Reads a note and checks that a key of the node signed it.
     *
     * @throws Fault {@code checkpoint} for the form, {@code checkpoint-key} when no line is by a believed key
     */
    public static Checkpoint read(byte[] note, String node, NodeChain chain, Ed25519 rule) throws Fault {
        Checkpoint checkpoint = parse(note, node);
        for (String multikey : chain.listedKeys()) {
            byte[] publicKey = Multikey.decode(multikey, "checkpoint-key");
            if (isSignedBy(note, publicKey, rule)) {
                chain.checkCheckpointKey(multikey, checkpoint.size());
                return checkpoint;
            }
        }
        throw new Fault("checkpoint-key", "signed by none of the keys of " + node);
    }

    static Checkpoint parse(byte[] note, String node) throws Fault {
        if (note.length > BYTES) {
            throw new Fault("checkpoint", "longer than " + BYTES + " bytes");
        }
        String whole = text(note);
        int empty = whole.indexOf("\n\n");
        if (empty < 0 || !whole.endsWith("\n")) {
            throw new Fault("checkpoint", "no text and signatures");
        }
        List<String> lines = List.of(whole.substring(0, empty).split("\n", -1));
        if (lines.size() < 3
                || !lines.get(0).equals(origin(node))
                || !DECIMAL.matcher(lines.get(1)).matches()) {
            throw new Fault("checkpoint", "not origin, size and root of " + node);
        }
        try {
            byte[] root = Base64.getDecoder().decode(lines.get(2));
            if (root.length == 32 && Base64.getEncoder().encodeToString(root).equals(lines.get(2))) {
                return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), root);
            }
        } catch (IllegalArgumentException e) {
            // told below; also a size beyond 63 bits
        }
        throw new Fault("checkpoint", "not a root or size");
    }

    private static boolean isSignedBy(byte[] note, byte[] publicKey, Ed25519 rule) throws Fault {
        String whole = text(note);
        int empty = whole.indexOf("\n\n");
        String text = whole.substring(0, empty + 1);
        String origin = text.substring(0, text.indexOf('\n'));
        for (String line : whole.substring(empty + 2).split("\n", -1)) {
            if (line.startsWith("\u2014 " + origin + " ")) {
                byte[] value = decoded(line.substring(origin.length() + 3));
                if (value.length == 68 && Arrays.equals(Arrays.copyOf(value, 4), keyId(origin, publicKey))) {
                    try {
                        rule.verify(publicKey, text.getBytes(UTF_8), Arrays.copyOfRange(value, 4, 68));
                        return true;
                    } catch (Fault e) {
                        throw new Fault("checkpoint-key", e.described());
                    }
                }
            }
        }
        return false;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String text(byte[] note) throws Fault {
        try {
            return StrictJson.utf8(note);
        } catch (Fault e) {
            throw new Fault("checkpoint", "not UTF-8");
        }
    }
}
