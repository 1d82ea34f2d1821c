package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new signing key, and what is left when it is refused or the node is killed half way. */
class KeyRotationTest {
    @TempDir
    private Path parent;

    @Test
    void changesNothingWhenItIsRefused() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("node"))) {
            Path keys = node.data().resolve("keys");
            byte[] before = Files.readAllBytes(keys.resolve("signing.key"));
            String record = node.command("node", "show", "--json").out();
            String size = size(node);

            assertThat(node.command(
                                    "key",
                                    "rotate",
                                    "--identity-key",
                                    keys.resolve("next-identity.key").toString())
                            .err())
                    .contains("is not the identity key");
            assertThat(node.command("key", "rotate", "--revoke-from", "1000000").err())
                    .contains("revoke from there or from before");
            assertThat(node.command("key", "rotate", "--dry-run").exitCode()).isZero();

            assertThat(Files.readAllBytes(keys.resolve("signing.key"))).isEqualTo(before);
            assertThat(keys.resolve("next-signing.key")).doesNotExist();
            assertThat(node.command("node", "show", "--json").out()).isEqualTo(record);
            assertThat(size(node)).isEqualTo(size);
        }
    }

    @Test
    void revokesTheOldKeyAndIsWellAfterAStart() throws Exception {
        Path data = parent.resolve("node");
        var made = RunningNode.made(data);
        try (RunningNode node = RunningNode.start(data, made)) {
            assertThat(node.command("member", "create", "otto").exitCode()).isZero();
            assertThat(node.command("key", "rotate", "--revoke-from", "1", "--dry-run")
                            .out())
                    .containsPattern("[1-9][0-9]* records of this node would be believed by no peer any more");
            assertThat(node.command("key", "rotate", "--revoke-from", size(node))
                            .exitCode())
                    .isZero();
            assertThat(node.command("member", "create", "anna", "--json").exitCode())
                    .isZero();
            assertThat(node.command("log", "verify").out()).doesNotContain("fault");
            assertThat(node.command("log", "verify").exitCode()).isZero();
        }
        try (RunningNode again = RunningNode.start(data, made)) {
            assertThat(again.command("log", "verify").exitCode()).isZero();
        }
    }

    @Test
    void goesOnAtTheNextStartWhereItWasKilled() throws Exception {
        Path data = parent.resolve("node");
        RunningNode.made(data);
        DataDirectory directory = DataDirectory.open(data);
        SigningKey old = KeyFile.read(directory.signingKey());
        SigningKey next = SigningKey.generate(new SecureRandom());

        KeyFile.create(directory.nextSigningKey(), next);
        directory.finishRotation(List.of(old.publicKey()));
        assertThat(KeyFile.read(directory.signingKey()).publicKey())
                .as("the log does not name it: it was not published")
                .isEqualTo(old.publicKey());
        assertThat(directory.nextSigningKey())
                .as("or was, and the database is an old one: then it is needed when the log has come back from peers")
                .exists();

        directory.finishRotation(List.of(old.publicKey(), next.publicKey()));
        assertThat(KeyFile.read(directory.signingKey()).publicKey())
                .as("the log names it")
                .isEqualTo(next.publicKey());
        assertThat(directory.nextSigningKey()).doesNotExist();
    }

    private static String size(RunningNode node) throws Exception {
        return node.command("status", "--json").json().path("log").path("size").asText();
    }
}
