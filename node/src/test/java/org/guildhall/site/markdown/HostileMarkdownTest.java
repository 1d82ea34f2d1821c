package org.guildhall.site.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A30: 100 kB of text written to hurt costs no more than a text of that size may. */
class HostileMarkdownTest {

    private static final int SIZE = 100_000;
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final Markdown markdown = new Markdown();

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "[",
                "]",
                "![",
                "[a](",
                "[a](<",
                "*a ",
                "**a *a ",
                "_",
                "*a_ ",
                "`",
                "`a``",
                "``` ",
                "<",
                "<a ",
                "<!--",
                "<![CDATA[",
                "<?",
                "&",
                "&#",
                "\\",
                ">",
                "> ",
                "- ",
                "1. ",
                " - ",
                "* *",
                "~~a ",
                "~",
                "$",
                "$a ",
                "$$a",
                "|",
                "|a",
                "[^",
                "[^1]",
                "[^1]: ",
                "a@",
                "http://",
                "www.",
                "https://a.",
                "#",
                "# ",
                "\t",
                "=",
                "a\n=\n",
                "[a]: ",
                "[a]: /u\n",
                "[a]:b 'c\n",
                "x.",
                "\n",
                "\r",
                "\u0000",
                "\u202e",
                "a\u0300",
                "<a@b ",
                "![a](b ",
                "[[a](b)](c)",
                "*[a](b)",
                "****",
                "a**b",
                "`\\",
                "- [ ] ",
                "|-",
                "|a|\n|-|\n",
            })
    void staysWithinBounds(String unit) {
        String text = unit.repeat(SIZE / unit.length());
        String html = assertTimeoutPreemptively(BOUND, () -> markdown.html(text, "p"));
        assertThat(html.length()).isLessThan(40 * SIZE);
        assertTimeoutPreemptively(BOUND, () -> markdown.excerpt(text, 200));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {"[ ]", "( )", "<a >", "**a a**", "[ ](https://a.example)", "> \n", "![ ](https://a.example)"})
    void staysWithinBoundsWhenEveryOpeningIsClosed(String pair) {
        int middle = pair.indexOf(' ');
        int times = SIZE / pair.length();
        String text = pair.substring(0, middle).repeat(times) + "x"
                + pair.substring(middle + 1).repeat(times);
        assertTimeoutPreemptively(BOUND, () -> markdown.html(text, "p"));
    }

    @Test
    void staysWithinBoundsForLongHostNames() {
        String text = "[" + "a.".repeat(SIZE / 4) + "](https://" + "b.".repeat(SIZE / 4) + "example/)";
        assertTimeoutPreemptively(BOUND, () -> markdown.html(text, "p"));
    }

    @Test
    void staysWithinBoundsForWhatARandomWriterMixes() {
        Random random = new Random(5);
        String[] parts = {
            "[", "](", ")", "*", "_", "`", "\n", "> ", "- ", "    ", "|", "-|", "$", "<", ">", "&", "a", " ", "!", "^",
            "~~"
        };
        for (int round = 0; round < 10; round++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < SIZE) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertTimeoutPreemptively(BOUND, () -> markdown.html(text.toString(), "p"));
        }
    }
}
