package org.guildhall.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.guildhall.record.Multikey;
import org.guildhall.record.Sha256;

/**
 * A witness's signature under a checkpoint (C2SP tlog-cosignature, cosignature/v1, signature type 0x04): that at this time no
 * checkpoint of the log that the witness had cosigned was larger. OQX, chapter 08 §2.
 *
 * @param time in whole seconds
 */
public record Cosignature(Instant time, SignedNote.Signature signature) {
    private static final byte TYPE = 0x04;
    private static final int SIGNATURE_BYTES = 64;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** Cosigns the text of a checkpoint, its last newline included. */
    public static Cosignature sign(String text, String name, SigningKey key, Instant time) {
        long seconds = time.getEpochSecond();
        byte[] stamped = ByteBuffer.allocate(Long.BYTES + SIGNATURE_BYTES)
                .putLong(seconds)
                .put(key.sign(message(text, seconds)))
                .array();
        return new Cosignature(
                Instant.ofEpochSecond(seconds), new SignedNote.Signature(name, keyId(name, key.publicKey()), stamped));
    }

    /**
     * The cosignature under a note by one key.
     *
     * @return empty when none of the lines is by it, or the one that is does not hold
     */
    public static Optional<Cosignature> find(SignedNote note, String name, Multikey key, Verifier verifier) {
        int id = keyId(name, key);
        for (SignedNote.Signature line : note.signatures()) {
            if (line.keyId() == id && line.name().equals(name)) {
                return held(note.text(), line, key, verifier);
            }
        }
        return Optional.empty();
    }

    private static Optional<Cosignature> held(String text, SignedNote.Signature line, Multikey key, Verifier verifier) {
        if (line.bytes().length != Long.BYTES + SIGNATURE_BYTES) {
            return Optional.empty();
        }
        long seconds = ByteBuffer.wrap(line.bytes()).getLong();
        byte[] signature = Arrays.copyOfRange(line.bytes(), Long.BYTES, line.bytes().length);
        // Beyond this it is no time that a clock of this world shows.
        boolean holds = seconds >= 0
                && seconds <= LAST.getEpochSecond()
                && verifier.verify(key, message(text, seconds), signature);
        return holds ? Optional.of(new Cosignature(Instant.ofEpochSecond(seconds), line)) : Optional.empty();
    }

    /** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x04 ‖ key). */
    static int keyId(String name, Multikey key) {
        byte[] hash = Sha256.of(name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', TYPE}, key.publicKey());
        return ByteBuffer.wrap(hash).getInt();
    }

    private static byte[] message(String text, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
}
