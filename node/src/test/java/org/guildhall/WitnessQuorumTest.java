package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
