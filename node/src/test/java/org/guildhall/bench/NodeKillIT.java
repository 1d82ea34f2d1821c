package org.guildhall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the kills that {@code scripts/bench KillRuns} does many of. Invariant 1. */
class NodeKillIT {
    @TempDir
    Path directory;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        assertThat(KillRuns.run(directory, 3, 20_261_121)).isPositive();
    }
}
