package org.guildhall.conformance.oqx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Cosignatures and requests for them: chapter 09 §§1 and 2. */
public final class Witness {
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,15}");
    private static final int REQUEST_BYTES = 16_384;
    private static final int STAMPED = 72;

    private Witness() {}

    /** The body of an add-checkpoint request. */
    public record Request(long old, List<byte[]> proof, byte[] checkpoint, long size) {}

    /** OQX-WIT-002. */
    public static byte[] keyId(String name, byte[] publicKey) {
        return Arrays.copyOf(Hashes.sha256(name.getBytes(UTF_8), new byte[] {0x0a, 0x04}, publicKey), 4);
    }

    /** The line a witness answers with. */
    public static String line(String name, SecretKey key, String text, long seconds) {
        byte[] signature = key.sign(message(text, seconds));
        byte[] value = Bytes.join(keyId(name, key.publicKey()), Bytes.u64(seconds), signature);
        return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(value) + "\n";
    }

    private static byte[] message(String text, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(UTF_8);
    }

    /**
     * The time of the cosignature under a note by one key.
     *
     * @throws Fault {@code cosignature} when there is none that holds
     */
    public static long verify(byte[] note, String name, byte[] publicKey, Ed25519 rule) throws Fault {
        String whole = text(note, "cosignature");
        int empty = whole.indexOf("\n\n");
        if (empty < 0) {
            throw new Fault("cosignature", "no signatures");
        }
        String text = whole.substring(0, empty + 1);
        for (String line : whole.substring(empty + 2).split("\n", -1)) {
            String start = "\u2014 " + name + " ";
            byte[] value = line.startsWith(start) ? base64(line.substring(start.length()), "cosignature") : new byte[0];
            if (value.length >= 4 && Arrays.equals(Arrays.copyOf(value, 4), keyId(name, publicKey))) {
                if (value.length != 4 + STAMPED) {
                    throw new Fault("cosignature", "not a time and a signature");
                }
                long seconds = ByteBuffer.wrap(value).getLong(4);
                try {
                    rule.verify(publicKey, message(text, seconds), Arrays.copyOfRange(value, 12, 76));
                } catch (Fault e) {
                    throw new Fault("cosignature", e.described());
                }
                return seconds;
            }
        }
        throw new Fault("cosignature", "not cosigned by " + name);
    }

    /** OQX-WIT-010. */
    public static Request readRequest(byte[] body) throws Fault {
        if (body.length > REQUEST_BYTES) {
            throw new Fault("too-large", "longer than " + REQUEST_BYTES);
        }
        String text = text(body, "bad-request");
        int empty = text.indexOf("\n\n");
        List<String> lines = List.of(text.substring(0, Math.max(empty, 0)).split("\n", -1));
        String old = lines.get(0).startsWith("old ") ? lines.get(0).substring(4) : "";
        if (empty < 0 || !DECIMAL.matcher(old).matches() || lines.size() > 64) {
            throw new Fault("bad-request", "not an old size, at most 63 hashes and a checkpoint");
        }
        List<byte[]> proof = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            byte[] hash = base64(line, "bad-request");
            if (hash.length != 32) {
                throw new Fault("bad-request", "not a hash: " + line);
            }
            proof.add(hash);
        }
        byte[] checkpoint = text.substring(empty + 2).getBytes(UTF_8);
        List<String> head = List.of(text.substring(empty + 2).split("\n", 4));
        String size = head.size() == 4 ? head.get(1) : "";
        if (!DECIMAL.matcher(size).matches()
                || Long.parseLong(old) > Long.parseLong(size)
                || (old.equals("0") && !proof.isEmpty())) {
            throw new Fault("bad-request", "the old size does not go with the checkpoint or the proof");
        }
        return new Request(Long.parseLong(old), proof, checkpoint, Long.parseLong(size));
    }

    static byte[] base64(String text, String code) throws Fault {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Fault(code, "not base64: " + text);
    }

    static String text(byte[] bytes, String code) throws Fault {
        try {
            return StrictJson.utf8(bytes);
        } catch (Fault e) {
            throw new Fault(code, "not UTF-8");
        }
    }
}
