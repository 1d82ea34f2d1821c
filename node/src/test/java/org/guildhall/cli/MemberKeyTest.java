package org.guildhall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.guildhall.credential.Credential;
import org.guildhall.credential.Move;
import org.guildhall.credential.SampleTestimony;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key of a member's own, and what the member states with it: without any node. */
class MemberKeyTest {
    @TempDir
    private Path directory;

    private final ObjectId to =
            new ObjectId(NodeId.of(SigningKey.generate(new SecureRandom()).publicKey()), UUID.randomUUID());

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private Spoken prove(String key, String credential, String member, String out) {
        return Spoken.by(
                "member",
                "prove",
                "--key",
                path(key),
                "--credential",
                path(credential),
                "--to",
                member,
                "-o",
                path(out));
    }

    @Test
    void makesAKeyForItsOwnerAloneAndProvesWithIt() throws Exception {
        Spoken made = Spoken.by("member", "key", "new", path("own.key"));
        assertThat(made.exitCode()).isZero();
        Multikey key = new Multikey(made.out().strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("own.key"))))
                .isEqualTo("rw-------");
        assertThat(made.out()).doesNotContain("secret");
        String before = Files.readString(directory.resolve("own.key"));
        assertThat(Spoken.by("member", "key", "new", path("own.key")).exitCode())
                .isNotZero();
        assertThat(Files.readString(directory.resolve("own.key")))
                .as("never overwritten")
                .isEqualTo(before);

        byte[] bytes = SampleTestimony.credential(key);
        Files.write(directory.resolve("answer.json"), bytes);
        Spoken proven = prove("own.key", "answer.json", to.node().did() + "/" + to.id(), "move.json");
        assertThat(proven.err()).isEmpty();
        assertThat(proven.exitCode()).isZero();
        Move.read(Files.readAllBytes(directory.resolve("move.json")), Verifier.best())
                .requireFor(Credential.read(bytes, Verifier.best()), to, Instant.now());
    }

    @Test
    void saysWhatIsWrongAndWritesNothing() throws Exception {
        Spoken.by("member", "key", "new", path("own.key"));
        Files.write(
                directory.resolve("answer.json"),
                SampleTestimony.credential(
                        SigningKey.generate(new SecureRandom()).publicKey()));
        Files.writeString(directory.resolve("other.json"), "{}");
        String member = to.node().did() + "/" + to.id();
        assertThat(prove("own.key", "answer.json", member, "move.json").err())
                .contains("does not name the key")
                .contains("Your own key");
        assertThat(prove("own.key", "other.json", member, "move.json").err()).contains("no credential");
        assertThat(prove("own.key", "answer.json", "hanna", "move.json").err()).contains("NODE/MEMBER");
        assertThat(prove("no.key", "answer.json", member, "move.json").err()).contains("key cannot be read");
        assertThat(directory.resolve("move.json")).doesNotExist();
    }
}
