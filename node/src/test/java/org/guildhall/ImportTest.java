package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The import by command line, through the administrative API, into a running node. */
class ImportTest {
    private static final String DUMP = "src/test/resources/stackexchange/pumps";
    private static final String SITE = "https://pumps.example";

    @TempDir
    Path parent;

    @Test
    void importsOnceHoweverOftenItIsAsked() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("data"))) {
            long before = entries(node);
            Spoken dry = node.command("import", "stackexchange", DUMP, "--site", SITE, "--dry-run", "--json");
            assertThat(dry.err()).isEmpty();
            assertThat(dry.json().path("dryRun").asBoolean()).isTrue();
            assertThat(dry.json().path("counts").path("questions").asInt()).isPositive();
            assertThat(entries(node)).isEqualTo(before);

            Spoken first = node.command("import", "stackexchange", DUMP, "--site", SITE);
            assertThat(first.err()).isEmpty();
            assertThat(first.exitCode()).isZero();
            assertThat(first.out()).containsIgnoringCase("questions").doesNotContain("Nothing was changed");
            long after = entries(node);
            assertThat(after).isGreaterThan(before);
            assertThat(node.command("status", "--json")
                            .json()
                            .path("content")
                            .path("questions")
                            .asLong())
                    .isEqualTo(dry.json().path("counts").path("questions").asLong());

            assertThat(node.command("import", "stackexchange", DUMP, "--site", SITE)
                            .exitCode())
                    .isZero();
            assertThat(entries(node)).isEqualTo(after);
            assertThat(node.command("log", "verify").out()).contains("All is as it was signed.");
        }
    }

    @Test
    void saysWhatIsWrongWithADump() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("data"))) {
            Spoken missing = node.command(
                    "import", "stackexchange", parent.resolve("none").toString());
            assertThat(missing.exitCode()).isEqualTo(1);
            assertThat(missing.err()).contains("is not a directory that the node can read");
            Path empty = Files.createDirectory(parent.resolve("empty"));
            assertThat(node.command("import", "stackexchange", empty.toString()).err())
                    .contains("--site");
            assertThat(node.command("import", "stackexchange", empty.toString(), "--site", SITE)
                            .err())
                    .contains("Posts.xml");
            assertThat(node.command("import", "stackexchange", DUMP, "--site", "pumps")
                            .exitCode())
                    .isEqualTo(1);
        }
    }

    private static long entries(RunningNode node) {
        return node.command("status", "--json").json().path("log").path("size").asLong();
    }
}
