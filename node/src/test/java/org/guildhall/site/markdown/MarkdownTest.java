package org.guildhall.site.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    private final Markdown markdown = new Markdown();

    private String html(String source) {
        return markdown.html(source, "p1");
    }

    @Test
    void rendersHtmlInTheSourceAsText() {
        assertThat(html("a <b>bold</b> <script>alert(1)</script>"))
                .isEqualTo("<p>a &lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
        assertThat(html("<div onclick=x>\nhello\n</div>"))
                .contains("&lt;div onclick")
                .doesNotContain("<div");
    }

    @Test
    void putsHeadingsBelowThePagesOwn() {
        assertThat(html("# One\n\n###### Six")).isEqualTo("<h3>One</h3>\n<h6>Six</h6>\n");
    }

    @Test
    void marksLinksAsUnendorsed() {
        assertThat(html("[manual](https://maker.example/m?a=1&b=2)"))
                .contains("rel=\"nofollow ugc noopener\"")
                .contains("href=\"https://maker.example/m?a&#61;1&amp;b&#61;2\"")
                .contains(">manual</a>")
                .doesNotContain("real-host");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "[bank.example](https://evil.example/)",
                "[https://bank.example/login](https://evil.example/)",
                "[www.bank.example/path and more](https://evil.example/)",
                "[**bank.example**](https://evil.example/)",
                "[`bank.example`](https://evil.example/)",
                "[bаnk.example](https://evil.example/)",
                "[bank。example](https://evil.example/)",
                "![bank.example](https://evil.example/x.png)",
                "<https://bank.example@evil.example/>",
                "[sign in](https://bank.example@evil.example/)",
            })
    void showsTheRealHostOfAMisleadingLinkA33(String source) {
        assertThat(html(source)).contains("<span class=\"real-host\">[evil.example]</span>");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "[bank.example](https://bank.example/x)",
                "[www.bank.example](https://bank.example/x)",
                "[the manual of pump 4.2](https://bank.example/x)",
                "https://bank.example/x.",
                "[e.g. this](https://bank.example/)",
            })
    void leavesAnHonestLinkAlone(String source) {
        assertThat(html(source)).contains("href=\"https://bank.example/").doesNotContain("real-host");
    }

    @Test
    void showsAnInternationalHostAsItIsAsked() {
        assertThat(html("[пример.example](https://xn--e1afmkfd.example/)")).doesNotContain("real-host");
        assertThat(html("[paypal.example](https://pаypal.example/)")).contains("[xn--pypal-4ve.example]");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "[x](vbscript:x)",
                "[x](//evil.example/)",
                "[x](/sign-out)",
                "[x](relative)",
                "[x](https:\\\\evil.example)",
                "[x](https://)",
                "[x](https://@/)",
                "[x](#p2)",
                "[x](file:///etc/passwd)",
            })
    void makesAnAddressThatIsNotAllowedPlainText(String source) {
        assertThat(html(source)).isEqualTo("<p>x</p>\n");
    }

    @Test
    void linksToARemoteImageInsteadOfLoadingIt() {
        assertThat(html("![pump *curve*](https://maker.example/p.png \"t\")"))
                .contains("class=\"image-link\"")
                .contains(">pump curve</a>")
                .doesNotContain("<img");
        assertThat(html("[![alt](https://a.example/i.png)](https://a.example/)"))
                .containsOnlyOnce("<a ");
    }

    @Test
    void namesFootnotesWithinTheirText() {
        String html = markdown.html("Text[^1].\n\n[^1]: Note.", "p7");
        assertThat(html)
                .contains("href=\"#p7-fn")
                .contains("id=\"p7-fn")
                .doesNotContain("\"#fn")
                .doesNotContain("\"fn");
    }

    @Test
    void keepsMathematicsAsWritten() {
        assertThat(html("Let $a_1 + b_2*c*$ be"))
                .isEqualTo("<p>Let <span class=\"math\">$a_1 &#43; b_2*c*$</span> be</p>\n");
        assertThat(html("$$\\frac{p_1}{p_2} < 1$$"))
                .contains("<span class=\"math\">$$\\frac{p_1}{p_2} &lt; 1$$</span>");
        assertThat(html("It costs $5 and then $6.")).doesNotContain("math");
        assertThat(html("`$a$`")).doesNotContain("math");
    }

    @Test
    void rendersTablesTasksAndCode() {
        assertThat(html("|a|b|\n|:-|-:|\n|1|2|"))
                .contains("<th align=\"left\">a</th>")
                .contains("<td align=\"right\">2</td>");
        assertThat(html("- [x] done\n- [ ] open"))
                .contains("<span class=\"task\">\u2611</span> done")
                .contains("<span class=\"task\">\u2610</span> open");
        assertThat(html("```java\nint x;\n```")).contains("<pre tabindex=\"0\"><code class=\"language-java\">int x;");
        assertThat(html("~~old~~")).contains("<del>old</del>");
    }

    @Test
    void cutsAnExcerptAtAWord() {
        assertThat(markdown.excerpt("# Pump\n\nThe *seal* of the pump leaks [here](https://x.example).", 24))
                .isEqualTo("Pump: The seal of the…");
        assertThat(markdown.excerpt("短文", 24)).isEqualTo("短文");
        assertThat(markdown.excerpt("Let $a_1$ be ~~old~~ `x`.", 40)).isEqualTo("Let $a_1$ be /old/ \"x\".");
    }
}
