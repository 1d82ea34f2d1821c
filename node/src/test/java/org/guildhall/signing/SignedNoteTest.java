package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.guildhall.record.Multikey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    /** The example of Go's note package, which C2SP's format was written down from. */
    private static final String TEXT =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

    private static final String PETER = "— PeterNeumann "
            + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String ENOCH = "— EnochRoot "
            + "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
    private static final NoteKey PETER_KEY = key("PeterNeumann", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    private static final NoteKey ENOCH_KEY = key("EnochRoot", "ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop");

    private static final Verifier VERIFIER = Verifier.best();

    @Test
    void computesTheKeyIdsOfTheExample() {
        assertThat(PETER_KEY.id()).isEqualTo(0xc74f20a3);
        assertThat(ENOCH_KEY.id()).isEqualTo(0xaf0cfe78);
    }

    @Test
    void verifiesTheExampleByEitherKeyAndByBoth() throws SignatureFault {
        SignedNote note = parse(TEXT + "\n" + PETER + ENOCH);
        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(note.verify(List.of(PETER_KEY), VERIFIER)).containsExactly(PETER_KEY);
        assertThat(note.verify(List.of(ENOCH_KEY), VERIFIER)).containsExactly(ENOCH_KEY);
        assertThat(note.verify(List.of(ENOCH_KEY, PETER_KEY), VERIFIER)).containsExactly(ENOCH_KEY, PETER_KEY);
        assertThat(new String(note.bytes(), StandardCharsets.UTF_8)).isEqualTo(TEXT + "\n" + PETER + ENOCH);
    }

    @Test
    void signsTheExampleToTheByte() {
        byte[] secret = Base64.getDecoder().decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
        SigningKey key = SigningKey.ofSeed(Arrays.copyOfRange(secret, 1, 33));
        assertThat(new String(SignedNote.sign(TEXT, "PeterNeumann", key).bytes(), StandardCharsets.UTF_8))
                .isEqualTo(TEXT + "\n" + PETER);
    }

    @Test
    void keepsEmptyLinesOfTheText() throws SignatureFault {
        SigningKey key = SigningKey.generate(new SecureRandom());
        String text = "with an empty line\n\nin it\n";
        SignedNote note =
                SignedNote.parse(SignedNote.sign(text, "log.example", key).bytes());
        assertThat(note.text()).isEqualTo(text);
        assertThat(note.verify(List.of(new NoteKey("log.example", key.publicKey())), VERIFIER))
                .hasSize(1);
    }

    @Test
    void refusesWhatNoKnownKeySigned() throws SignatureFault {
        SignedNote note = parse(TEXT + "\n" + PETER);
        refused("bad-signature", () -> note.verify(List.of(ENOCH_KEY), VERIFIER));
        refused("bad-signature", () -> note.verify(List.of(), VERIFIER));
        refused("bad-signature", () -> note.verify(List.of(new NoteKey("Peter", PETER_KEY.key())), VERIFIER));
    }

    @Test
    void refusesTheWholeNoteWhenAKnownKeysSignatureIsFalse() throws SignatureFault {
        SignedNote note = parse(TEXT + "\n" + PETER + ENOCH);
        SignedNote changed = new SignedNote("Another text.\n", note.signatures());
        SignedNote half = SignedNote.sign("Another text.\n", "third", SigningKey.generate(new SecureRandom()))
                .with(note.signatures().get(0));
        refused("bad-signature", () -> changed.verify(List.of(PETER_KEY), VERIFIER));
        refused("bad-signature", () -> half.verify(List.of(PETER_KEY), VERIFIER));
    }

    @Test
    void passesOverSignaturesOfKindsItDoesNotKnow() throws SignatureFault {
        SignedNote note = parse(TEXT + "\n" + PETER)
                .with(new SignedNote.Signature("witness.example", 7, new byte[2_420]))
                .with(new SignedNote.Signature("PeterNeumann", 8, new byte[1]));
        assertThat(SignedNote.parse(note.bytes())).isEqualTo(note);
        assertThat(note.verify(List.of(PETER_KEY), VERIFIER)).containsExactly(PETER_KEY);
    }

    @Test
    void takesSixteenLargeSignaturesAndNotAHundred() throws SignatureFault {
        SignedNote note = parse(TEXT + "\n" + PETER);
        for (int i = 1; i < 16; i++) {
            note = note.with(new SignedNote.Signature("witness" + i, i, new byte[5_000]));
        }
        assertThat(SignedNote.parse(note.bytes()).signatures()).hasSize(16);
        byte[] many = (TEXT + "\n" + PETER.repeat(65)).getBytes(StandardCharsets.UTF_8);
        refused("malformed-note", () -> SignedNote.parse(many));
        byte[] large = new byte[SignedNote.LONGEST + 1];
        refused("malformed-note", () -> SignedNote.parse(large));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                TEXT,
                TEXT + "\n",
                TEXT + "\n\n",
                TEXT + PETER,
                "\u0001" + TEXT + "\n" + PETER,
                "a\r\n\n" + PETER,
                "a\tb\n\n" + PETER,
                TEXT + "\n" + PETER + "Unexpected line.\n",
                TEXT + "\n" + PETER + "\n",
                TEXT + "\n- PeterNeumann x08go/ZJkuBS\n",
                TEXT + "\n—  x08go/ZJkuBS\n",
                TEXT + "\n— Bad Name x08go/ZJkuBS\n",
                TEXT + "\n— Bad+Name x08go/ZJkuBS\n",
                TEXT + "\n— Bad\u00a0Name x08go/ZJkuBS\n",
                TEXT + "\n— Bad\u2028Name x08go/ZJkuBS\n",
                TEXT + "\n— Name x08go/ZJ \n",
                TEXT + "\n— Name x08g\n",
                TEXT + "\n— Name x08go/Y\n",
                TEXT + "\n— Name x08go/Z=\n",
                TEXT + "\n— Name x08go_Z-\n"
            })
    void refusesMalformedNotes(String note) {
        refused("malformed-note", () -> parse(note));
    }

    @Test
    void refusesWhatEndsWithoutNewline() {
        refused("malformed-note", () -> parse(TEXT + "\n" + PETER.strip()));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] note = (TEXT + "\n" + PETER).getBytes(StandardCharsets.UTF_8);
        note[3] = (byte) 0xff;
        refused("malformed-note", () -> SignedNote.parse(note));
        // An overlong slash, and half of a surrogate pair.
        byte[] overlong = note.clone();
        overlong[3] = (byte) 0xc0;
        overlong[4] = (byte) 0xaf;
        refused("malformed-note", () -> SignedNote.parse(overlong));
    }

    @Test
    void noByteOfANoteCanBeChangedRemovedOrAdded() throws SignatureFault {
        byte[] note = (TEXT + "\n" + PETER).getBytes(StandardCharsets.UTF_8);
        assertThat(believed(note)).isTrue();
        for (int i = 0; i < note.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = note.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThat(believed(changed)).as("bit %d of byte %d", bit, i).isFalse();
            }
            byte[] shorter = new byte[note.length - 1];
            System.arraycopy(note, 0, shorter, 0, i);
            System.arraycopy(note, i + 1, shorter, i, shorter.length - i);
            assertThat(believed(shorter)).as("without byte %d", i).isFalse();
            byte[] longer = new byte[note.length + 1];
            System.arraycopy(note, 0, longer, 0, i);
            longer[i] = 'A';
            System.arraycopy(note, i, longer, i + 1, note.length - i);
            assertThat(believed(longer))
                    .as("with a byte more before byte %d", i)
                    .isFalse();
        }
    }

    @Test
    void refusesToSignWhatCouldNotBeRead() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        assertThatThrownBy(() -> SignedNote.sign("no newline", "name", key))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedNote.sign("a\tb\n", "name", key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedNote.sign("a\n", "two names", key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedNote.sign("a\n", "", key)).isInstanceOf(IllegalArgumentException.class);
    }

    private boolean believed(byte[] note) {
        try {
            return SignedNote.parse(note).verify(List.of(PETER_KEY), VERIFIER).contains(PETER_KEY);
        } catch (SignatureFault refused) {
            return false;
        }
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SignatureFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private static SignedNote parse(String note) throws SignatureFault {
        return SignedNote.parse(note.getBytes(StandardCharsets.UTF_8));
    }

    private static NoteKey key(String name, String typeAndKey) {
        byte[] decoded = Base64.getDecoder().decode(typeAndKey);
        return new NoteKey(name, Multikey.ofPublicKey(Arrays.copyOfRange(decoded, 1, 33)));
    }
}
