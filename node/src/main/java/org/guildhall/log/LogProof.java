package org.guildhall.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * That an entry is in a log, in a file that needs nobody to be asked (C2SP tlog-proof): its index, its path to the root, a
 * checkpoint with its signatures, and what the application adds.
 *
 * @param note the checkpoint as it was signed and cosigned
 * @param extra ours is JSON, see {@link RecordProof}
 */
public record LogProof(InclusionProof inclusion, byte[] note, byte[] extra) {
    /** Bytes of a file: a record, its entry, Node records of the node, the log and its witnesses (OQX-LIM-071). */
    public static final int LONGEST = 4 << 20;

    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
    private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,15})");
    private static final int LONGEST_PATH = 63;

    public byte[] toBytes() {
        StringBuilder text = new StringBuilder(HEADER)
                .append("extra ")
                .append(Base64.getEncoder().encodeToString(extra))
                .append("\nindex ")
                .append(inclusion.index())
                .append('\n');
        inclusion.path().forEach(hash -> text.append(hash.base64()).append('\n'));
        byte[] head = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(head.length + note.length)
                .put(head)
                .put(note)
                .array();
    }

    /**
     * Reads a file; nothing in it is believed yet.
     *
     * @throws LogFault {@code proof} for any bytes but those that {@link #toBytes} gives back
     */
    public static LogProof read(byte[] bytes) throws LogFault {
        if (bytes.length > LONGEST) {
            throw malformed("it is longer than " + LONGEST + " bytes");
        }
        String text = text(bytes);
        int end = text.indexOf("\n\n");
        if (end < 0 || !text.startsWith(HEADER)) {
            throw malformed("it does not begin with " + HEADER.strip() + ", or holds no checkpoint");
        }
        List<String> lines = List.of(text.substring(HEADER.length(), end).split("\n", -1));
        if (lines.size() < 2
                || lines.size() > LONGEST_PATH + 2
                || !lines.get(0).startsWith("extra ")
                || !INDEX.matcher(lines.get(1)).matches()) {
            throw malformed("a line for what was added and one for the index come first, then at most 63 hashes");
        }
        byte[] note = text.substring(end + 2).getBytes(StandardCharsets.UTF_8);
        long index = Long.parseLong(lines.get(1).substring("index ".length()));
        try {
            List<TreeHash> path = new ArrayList<>();
            for (String line : lines.subList(2, lines.size())) {
                path.add(TreeHash.wrap(Base64.getDecoder().decode(line)));
            }
            byte[] extra = Base64.getDecoder().decode(lines.get(0).substring("extra ".length()));
            LogProof proof = new LogProof(new InclusionProof(index, SignedCheckpoint.sizeOf(note), path), note, extra);
            if (Arrays.equals(proof.toBytes(), bytes)) {
                return proof;
            }
        } catch (IllegalArgumentException notBase64) {
            // told below
        }
        throw malformed("it is not written as it must be");
    }

    private static String text(byte[] bytes) throws LogFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("it is not UTF-8");
        }
    }

    private static LogFault malformed(String why) {
        return new LogFault("proof", "not a proof: " + why);
    }
}
