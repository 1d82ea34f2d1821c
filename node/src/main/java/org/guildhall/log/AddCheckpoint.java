package org.guildhall.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.SignedNote;

/**
 * What a log asks a witness (C2SP tlog-witness, OQX-WIT-010): to cosign a checkpoint that continues the last one it cosigned.
 *
 * @param old the size that the witness cosigned last, as the log believes
 * @param proof from there to the checkpoint
 * @param note the checkpoint, not verified
 */
public record AddCheckpoint(long old, List<TreeHash> proof, byte[] note) {
    /** Bytes of a request (OQX-LIM-070). */
    public static final int LONGEST = 16_384;

    private static final int LONGEST_PROOF = 63;
    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,15})");

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    public byte[] toBytes() {
        StringBuilder text = new StringBuilder("old ").append(old).append('\n');
        proof.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n')
                .append(new String(note, StandardCharsets.UTF_8))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a request; no signature is looked at.
     *
     * @throws LogFault {@code too-large}, {@code bad-request}
     */
    public static AddCheckpoint read(byte[] body) throws LogFault {
        if (body.length > LONGEST) {
            throw new LogFault("too-large", "a request to a witness has at most " + LONGEST + " bytes");
        }
        String text = text(body);
        int end = text.indexOf("\n\n");
        List<String> lines =
                end < 0 ? List.of("") : List.of(text.substring(0, end).split("\n", -1));
        if (!OLD.matcher(lines.get(0)).matches() || lines.size() > 1 + LONGEST_PROOF) {
            throw malformed("the old size comes first, then at most 63 hashes and an empty line");
        }
        long old = Long.parseLong(lines.get(0).substring("old ".length()));
        List<TreeHash> proof = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            proof.add(hash(line));
        }
        AddCheckpoint request =
                new AddCheckpoint(old, proof, text.substring(end + 2).getBytes(StandardCharsets.UTF_8));
        if (old > request.checkpoint().size() || (old == 0 && !proof.isEmpty())) {
            throw malformed("the old size does not go with the checkpoint or the proof");
        }
        return request;
    }

    /** What the note says, without the question who signed it. */
    public Checkpoint checkpoint() throws LogFault {
        try {
            return Checkpoint.parse(SignedNote.parse(note).text());
        } catch (SignatureFault fault) {
            throw malformed("the checkpoint is no signed note");
        } catch (LogFault fault) {
            throw malformed("there is no checkpoint");
        }
    }

    private static TreeHash hash(String line) throws LogFault {
        try {
            TreeHash hash = TreeHash.wrap(Base64.getDecoder().decode(line));
            if (hash.base64().equals(line)) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw malformed("a line of the proof is no hash");
    }

    private static String text(byte[] body) throws LogFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("it is not UTF-8");
        }
    }

    private static LogFault malformed(String why) {
        return new LogFault("bad-request", "not a request to a witness: " + why);
    }
}
