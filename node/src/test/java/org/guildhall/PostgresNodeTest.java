package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ConnectException;
import java.nio.file.Path;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on PostgreSQL, made and run by command, and what it does when its store goes away. */
class PostgresNodeTest {
    @TempDir
    Path parent;

    @Test
    void servesAndEndsWhenItsStoreFails() throws Exception {
        boolean runsHere = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        if (!runsHere) {
            System.err.println("SKIPPED: PostgreSQL's embedded binaries are for Linux on x86-64: PostgresNodeTest");
        }
        assumeTrue(runsHere, "PostgreSQL's embedded binaries are for Linux on x86-64");
        Path data = parent.resolve("data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C.UTF-8")
                .setLocaleConfig("encoding", "UTF-8")
                .start()) {
            String database = "postgresql://postgres:postgres@localhost:" + postgres.getPort() + "/postgres";
            JsonNode made = RunningNode.made(data, "--database", database);
            Spoken second =
                    Spoken.by("init", "--data", parent.resolve("other").toString(), "--local", "--database", database);
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.err()).contains("already holds the node did:key:").doesNotContain("postgres:postgres");

            RunningNode node = RunningNode.start(data, made);
            assertThat(node.command("member", "create", "berta").exitCode()).isZero();
            assertThat(node.command("log", "verify").out()).contains("All is as it was signed.");

            postgres.close();
            assertThat(node.command("member", "create", "carla").exitCode()).isNotZero();
            assertThat(node.awaitEnd()).isEqualTo(1);
            assertThatThrownBy(() -> node.get("/")).isInstanceOf(ConnectException.class);
        }
    }
}
