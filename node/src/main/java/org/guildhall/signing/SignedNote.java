package org.guildhall.signing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.guildhall.record.Multikey;

/**
 * Text signed by one or more keys (C2SP signed-note). The text ends in a newline; a blank line parts it from the signatures. A
 * note that was only parsed says nothing: believe what {@link #verify} lets through.
 */
public record SignedNote(String text, List<Signature> signatures) {
    /** A whole note. Room for 16 post-quantum signatures, which the standard asks for. */
    public static final int LONGEST = 131_072;

    private static final int MOST_SIGNATURES = 64;
    private static final String DASH = "— ";

    /** A signature line: the key's name and id, and what the key's algorithm produced. */
    public record Signature(String name, int keyId, byte[] bytes) {
        boolean by(NoteKey key) {
            return keyId == key.id() && name.equals(key.name());
        }

        /** The line, its newline included. */
        public String line() {
            byte[] coded = ByteBuffer.allocate(4 + bytes.length)
                    .putInt(keyId)
                    .put(bytes)
                    .array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(coded) + "\n";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signature that
                    && name.equals(that.name)
                    && keyId == that.keyId
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * keyId + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return line();
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * A note with one signature.
     *
     * @throws IllegalArgumentException when the text does not end in a newline or has another control character
     */
    public static SignedNote sign(String text, String name, SigningKey key) {
        if (!isText(text)) {
            throw new IllegalArgumentException("a note's text ends in a newline and has no control characters");
        }
        NoteKey noteKey = new NoteKey(name, key.publicKey());
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(text, List.of(new Signature(name, noteKey.id(), signature)));
    }

    /** A note that somebody else signed, put together again; nothing is verified. */
    public static SignedNote of(String text, String name, Multikey key, byte[] signature) {
        return new SignedNote(text, List.of(new Signature(name, new NoteKey(name, key).id(), signature)));
    }

    /** The same note with one signature more. */
    public SignedNote with(Signature signature) {
        List<Signature> all = new ArrayList<>(signatures);
        all.add(signature);
        return new SignedNote(text, all);
    }

    public byte[] bytes() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a note and checks no signature.
     *
     * @throws SignatureFault {@code malformed-note}, for any bytes but those {@link #bytes} would give back
     */
    public static SignedNote parse(byte[] bytes) throws SignatureFault {
        if (bytes.length > LONGEST) {
            throw malformed("a note of more than " + LONGEST + " bytes");
        }
        String note = decode(bytes);
        int parting = note.lastIndexOf("\n\n");
        if (parting < 0 || !isText(note)) {
            throw malformed("no blank line before the signatures, no newline at the end, or a control character");
        }
        return new SignedNote(note.substring(0, parting + 1), lines(note.substring(parting + 2)));
    }

    /**
     * Reads signature lines that come without their text, as a witness answers with them.
     *
     * @throws SignatureFault {@code malformed-note}
     */
    public static List<Signature> signatures(byte[] bytes) throws SignatureFault {
        String text = decode(bytes);
        if (bytes.length > LONGEST || !isText(text)) {
            throw malformed("signature lines are text that ends in a newline");
        }
        return lines(text);
    }

    private static List<Signature> lines(String text) throws SignatureFault {
        String[] lines = text.split("\n", MOST_SIGNATURES + 2);
        if (lines.length < 2 || lines.length > MOST_SIGNATURES + 1) {
            throw malformed("no signature, or more than " + MOST_SIGNATURES);
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : lines) {
            if (signatures.size() < lines.length - 1) {
                signatures.add(signature(line));
            }
        }
        return signatures;
    }

    /**
     * The keys among {@code known} that signed this note. Signatures by other keys are passed over.
     *
     * @throws SignatureFault {@code bad-signature} when a known key's signature is false or no known key signed
     */
    public List<NoteKey> verify(Collection<NoteKey> known, Verifier verifier) throws SignatureFault {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<NoteKey> signers = new ArrayList<>();
        for (NoteKey key : known) {
            for (Signature signature : signatures) {
                if (!signature.by(key) || signers.contains(key)) {
                    continue;
                }
                if (!verifier.verify(key.key(), message, signature.bytes())) {
                    throw new SignatureFault("bad-signature", "the note's signature by " + key.name() + " is false");
                }
                signers.add(key);
            }
        }
        if (signers.isEmpty()) {
            throw new SignatureFault("bad-signature", "no key that is known here signed the note");
        }
        return signers;
    }

    private static Signature signature(String line) throws SignatureFault {
        String[] parts = line.split(" ", 4);
        if (parts.length != 3 || !parts[0].equals(DASH.strip()) || !NoteKey.isName(parts[1])) {
            throw malformed("a signature line is: em dash, name, base64");
        }
        byte[] coded;
        try {
            coded = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw malformed("a signature is not base64");
        }
        // The decoder forgives missing padding and stray bits, which would let one note have many spellings.
        if (coded.length < 5 || !Base64.getEncoder().encodeToString(coded).equals(parts[2])) {
            throw malformed("a signature is too short, or not the one base64 spelling of itself");
        }
        return new Signature(parts[1], ByteBuffer.wrap(coded).getInt(), Arrays.copyOfRange(coded, 4, coded.length));
    }

    private static boolean isText(String text) {
        return text.endsWith("\n") && text.chars().allMatch(c -> c >= ' ' || c == '\n');
    }

    private static String decode(byte[] bytes) throws SignatureFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a note is UTF-8");
        }
    }

    private static SignatureFault malformed(String why) {
        return new SignatureFault("malformed-note", why);
    }
}
