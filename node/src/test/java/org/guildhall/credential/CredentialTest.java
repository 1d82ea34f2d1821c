package org.guildhall.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.Test;

class CredentialTest {
    private static final Verifier VERIFIER = Verifier.best();
    private static final int USUAL_WORDS = 60;

    /** The promise: a million entries in the log, two nodes' votes, two witnesses, and texts of a usual length. */
    @Test
    void holdsAllEvidenceOfAnAnswerInTenKilobytes() throws Exception {
        SampleTestimony sample = new SampleTestimony();
        Testimony testimony = sample.ofAnswer(USUAL_WORDS);
        Credential credential = Credential.issue(testimony, sample.home.signing(), SampleTestimony.NOW, VERIFIER);
        System.out.println("a credential for one answer: " + credential.bytes().length + " bytes, its testimony "
                + testimony.toBytes().length + " before it is packed");

        assertThat(credential.bytes().length).isLessThanOrEqualTo(Credential.MODEST);
        Credential read = Credential.read(credential.bytes(), VERIFIER);
        List<String> said = Statement.of(read, Set.of(sample.witness.node())).stream()
                .map(Statement::inWords)
                .toList();
        assertThat(said)
                .anySatisfy(line -> assertThat(line)
                        .contains("Pumps and valves", sample.home.node().did()))
                .anySatisfy(line -> assertThat(line).contains("signed that the answer was accepted"))
                .anySatisfy(
                        line -> assertThat(line).contains("Concrete people signed that its members voted 12 up and 1"))
                .anySatisfy(line -> assertThat(line).contains("the author's own node", "12 up"))
                .anySatisfy(line -> assertThat(line).contains("6 of these records were in the log", "1048576"))
                .contains("that A fourth node is a witness you have reason to believe: you did not name it")
                .noneMatch(line -> line.startsWith("that A third node is a witness"));
    }

    /** Nothing in it is idle: whichever byte is changed, or put between, it is refused, and by its own fault. */
    @Test
    void noByteOfACredentialCanBeChanged() throws Exception {
        SampleTestimony sample = new SampleTestimony();
        byte[] good = Credential.issue(sample.ofAnswer(3), sample.home.signing(), SampleTestimony.NOW, VERIFIER)
                .bytes();
        Credential.read(good, VERIFIER);
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= (byte) (1 << (i % 7));
            refused(changed, "a bit of byte " + i);
            byte[] more = new byte[good.length + 1];
            System.arraycopy(good, 0, more, 0, i);
            more[i] = ' ';
            System.arraycopy(good, i, more, i + 1, good.length - i);
            refused(more, "a space before byte " + i);
        }
        refused(Arrays.copyOf(good, good.length + 1), "a zero behind it");
        refused(concat(good, "\n"), "a line's end behind it");
    }

    /** An issuer who signs whatever it likes still can't change what others signed, nor what its own log held. */
    @Test
    void noByteOfTheTestimonyCanBeChangedByTheIssuerEither() throws Exception {
        SampleTestimony sample = new SampleTestimony();
        byte[] good = sample.ofAnswer(3).toBytes();
        Established.by(Testimony.read(good), VERIFIER);
        // Each check is some twenty signatures; every third byte hits every member of every record.
        for (int i = 0; i < good.length; i += 3) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> Established.by(Testimony.read(changed), VERIFIER))
                    .as("byte %d", i)
                    .isInstanceOf(CredentialFault.class);
        }
    }

    @Test
    void stopsUnpackingAtTheLimit() throws Exception {
        String bomb = Packing.pack(new byte[64 << 20]);
        assertThat(bomb.length()).as("small outside").isLessThan(Credential.LONGEST);
        assertThatThrownBy(() -> Packing.unpack(bomb))
                .isInstanceOfSatisfying(
                        CredentialFault.class, fault -> assertThat(fault.code()).isEqualTo("credential"));
        assertThat(Packing.unpack(Packing.pack(new byte[Packing.LONGEST]))).hasSize(Packing.LONGEST);
    }

    @Test
    void isNotIssuedByAKeyOfAnotherNode() throws Exception {
        SampleTestimony sample = new SampleTestimony();
        Testimony testimony = sample.ofAnswer(3);
        assertThatThrownBy(() -> Credential.issue(testimony, sample.other.signing(), SampleTestimony.NOW, VERIFIER))
                .isInstanceOfSatisfying(
                        CredentialFault.class, fault -> assertThat(fault.code()).isEqualTo("key-unknown"));
    }

    private static void refused(byte[] bytes, String what) {
        assertThatThrownBy(() -> Credential.read(bytes, VERIFIER)).as(what).isInstanceOf(CredentialFault.class);
    }

    private static byte[] concat(byte[] bytes, String text) {
        byte[] more = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, bytes.length, more.length);
        return all;
    }
}
