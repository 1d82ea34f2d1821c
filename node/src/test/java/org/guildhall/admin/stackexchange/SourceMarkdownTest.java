package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceMarkdownTest {

    private final SourceMarkdown source = new SourceMarkdown(Collected.PUMPS);

    @Test
    void putsTheDialectRightOutsideOfCode() {
        assertThat(source.tidied("#Title\r\n[tag:c#] `[tag:c]`\r\n\r\n    #define X\r\n"))
                .isEqualTo(
                        "# Title\n[c#](https://pumps.stackexchange.com/questions/tagged/c%23) `[tag:c]`\n\n    #define X");
    }

    @Test
    void leavesMathematicsAloneButNotCode() {
        assertThat(source.html("$a*b*c < d$ and `$` *x* `$`"))
                .isEqualTo("<p>$a*b*c &lt; d$ and <code>$</code> <em>x</em> <code>$</code></p>\n");
    }

    @Test
    void isNotPlainWithHtmlImagesOrRelativeAddresses() {
        assertThat(source.isPlain("a *b* [c](https://x.example/) `<d>` 1 < 2")).isTrue();
        assertThat(source.isPlain("H<sub>2</sub>O")).isFalse();
        assertThat(source.isPlain("<!-- language: c -->\n\n    x")).isFalse();
        assertThat(source.isPlain("![a](https://x.example/)")).isFalse();
        assertThat(source.isPlain("[a](/q/1)")).isFalse();
    }
}
