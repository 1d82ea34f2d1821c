package org.guildhall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void alignsWhatPeopleRead() {
        Table table = new Table("PEER", "STATE", "BEHIND")
                .row("Żuraw", "active", "1,204")
                .row("泵站", "pending", "-");
        assertThat(printed(table, false)).isEqualTo("""
                        PEER   STATE    BEHIND
                        Żuraw  active    1,204
                        泵站   pending       -
                        """);
    }

    @Test
    void lettersFromElsewhereCannotSteerTheTerminal() {
        assertThat(printed(new Table("PEER").row("a\u001b[2Jb\nc\u202ed"), false))
                .isEqualTo("PEER\na?[2Jb?c?d\n");
    }

    @Test
    void coloursOnlyWhereTheyAreShown() {
        Table table = new Table("A").row("b");
        assertThat(printed(table, true)).contains("\u001b[2mA\u001b[0m");
        assertThat(printed(table, false)).doesNotContain("\u001b");
    }

    private static String printed(Table table, boolean colours) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, UTF_8), new Styled(colours));
        return out.toString(UTF_8);
    }
}
