package org.guildhall.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.guildhall.record.Multikey;
import org.guildhall.record.Sha256;

/** Who may sign a note: a name and an Ed25519 key (C2SP signed-note, signature type 0x01). */
public record NoteKey(String name, Multikey key) {
    private static final byte ED25519 = 0x01;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when the name is empty or has a space, a control character or a plus sign
     */
    public NoteKey {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for a note's key: " + name);
        }
    }

    /** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key). Finds the key, and proves nothing. */
    public int id() {
        byte[] hash = Sha256.of(name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', ED25519}, key.publicKey());
        return ByteBuffer.wrap(hash).getInt();
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isSpaceChar(c)
                                || Character.isWhitespace(c)
                                || Character.isISOControl(c));
    }
}
