package org.guildhall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuildhallTest {
    @TempDir
    Path directory;

    @Test
    void showsItsCommandsToWhoGivesNone() {
        Spoken spoken = Spoken.by();
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("Usage: guildhall").contains("serve").contains("Exit codes:");
        assertThat(spoken.out()).isEmpty();
    }

    @Test
    void helpIsAnAnswer() {
        Spoken spoken = Spoken.by("serve", "--help");
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).contains("Usage: guildhall serve").contains("--data=DIR");
        assertThat(spoken.err()).isEmpty();
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        Spoken spoken = Spoken.by("serv");
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("serv").contains("Did you mean").contains("serve");
    }

    @Test
    void tellsItsVersionToPeopleAndPrograms() {
        assertThat(Spoken.by("version").out()).matches("guildhall \\S+ \\(OQX 1, Java .*\\)\\R");
        assertThat(Spoken.by("--version").out()).isEqualTo(Spoken.by("version").out());
        assertThat(Spoken.by("version", "--json").json().path("oqx").asInt()).isEqualTo(1);
    }

    @Test
    void saysHowToMakeANodeWhereThereIsNone() {
        Spoken spoken = Spoken.by("stop", "--data", directory.toString());
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).startsWith("guildhall: there is no node in").contains("guildhall init --data");
        assertThat(spoken.out()).isEmpty();
    }

    @Test
    void takesTheDataDirectoryFromTheEnvironment() {
        Spoken spoken =
                Spoken.in(Map.of("GUILDHALL_DATA", directory.resolve("mine").toString()), "stop");
        assertThat(spoken.err()).contains("there is no node in " + directory.resolve("mine"));
    }

    @Test
    void completesItsCommandsInBash() {
        Spoken spoken = Spoken.by("completion", "bash");
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).contains("complete -F _complete_guildhall").contains("serve");
    }

    @Test
    void doesNotCompareWhatCanNotBeCompared() {
        Spoken spoken = Spoken.by("rebuild", "--search", "--compare");
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("--compare").contains("--search").contains("mutually exclusive");
    }
}
