package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.guildhall.cli.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number of witnesses is asked for, of the node and of a proof (OQX-WIT-018). */
class WitnessQuorumTest {
    @TempDir
    Path parent;

    @Test
    void isAskedForAndShown() throws Exception {
        try (RunningNode node = RunningNode.start(parent.resolve("node"))) {
            assertThat(node.command("witness", "quorum").out()).contains("The quorum is 0");
            assertThat(node.command("witness", "quorum", "2", "--dry-run").out())
                    .contains("would be 2");
            assertThat(node.command("witness", "quorum", "2").out()).contains("The quorum is 2; 0 witnesses");
            assertThat(node.command("witness", "quorum", "9").exitCode()).isNotZero();
            assertThat(node.command("witness", "ls", "--json")
                            .json()
                            .path("quorum")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    /** Cosignatures are not stored here; the witness gives the same again (OQX-WIT-017). */
    @Test
    void isMetAgainAfterAStart() throws Exception {
        Path data = parent.resolve("log");
        var made = RunningNode.made(data);
        try (RunningNode witness = RunningNode.start(parent.resolve("witness"))) {
            String served;
            try (RunningNode log = RunningNode.start(data, made)) {
                log.peerWith(witness);
                log.awaitKeptBy(witness);
                assertThat(log.command(
                                        "witness",
                                        "add",
                                        witness.made().path("node").asText())
                                .exitCode())
                        .isZero();
                assertThat(log.command("member", "create", "vera").exitCode()).isZero();
                served = awaitCosigned(log);
            }
            try (RunningNode again = RunningNode.start(data, made)) {
                assertThat(note(awaitCosigned(again))).isEqualTo(note(served));
            }
        }
    }

    private static String awaitCosigned(RunningNode node) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> node.get("/oqx/log/cosigned"), answer -> answer.statusCode() == 200)
                .body();
    }

    /** Without its signatures. */
    private static String note(String served) {
        return served.substring(0, served.indexOf("\n\n"));
    }

    @Test
    void aProofWithFewerCosignersFails() throws Exception {
        String proof = parent.resolve("proof").toString();
        try (RunningNode node = RunningNode.start(parent.resolve("node"))) {
            assertThat(node.command("log", "prove", "0", "--out", proof).exitCode())
                    .isZero();
            assertThat(node.command("log", "verify", "--proof", proof).exitCode())
                    .isZero();
            Spoken refused = node.command("log", "verify", "--proof", proof, "--quorum", "1");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("0 witnesses cosigned it, and --quorum asks for 1");
        }
    }
}
