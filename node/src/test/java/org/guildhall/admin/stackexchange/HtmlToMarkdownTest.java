package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlToMarkdownTest {

    private final HtmlToMarkdown converter = new HtmlToMarkdown(URI.create("https://pumps.stackexchange.com/"));
    private final SourceMarkdown source = new SourceMarkdown(Collected.PUMPS);

    private String markdown(String html) {
        return converter.convert(html).markdown();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '"', textBlock = """
                    <p>a <strong>b</strong> <em>c</em> <s>d</s></p> => a **b** *c* ~~d~~
                    <p>a<strong> b </strong>c</p> => a **b** c
                    <p><b>Note:</b>text</p> => **Note**:text
                    <p>5<b>"x"</b>6</p> => 5"**x**"6
                    <p><strong><em>x</em></strong>y</p> => *x*y
                    <p><em>a</em><strong>b</strong></p> => *a*b
                    <p><em>a</em><em>b</em></p> => *ab*
                    <p><code>a`b</code> <kbd>Ctrl</kbd></p> => ``a`b`` `Ctrl`
                    <p>H<sub>2</sub>O, 10<sup>-3</sup>, x<sub>max</sub></p> => H₂O, 10⁻³, xₘₐₓ
                    <p>x<sup>quite</sup> <sub>q</sub></p> => x^(quite) \\_q
                    <p>word<sup><a href="http://x/">1</a></sup></p> => word [1](http://x/)
                    <p><a href="/q/4">t</a></p> => [t](https://pumps.stackexchange.com/q/4)
                    <p><a href="//x.example/a b">t</a></p> => [t](https://x.example/a%20b)
                    <p><a href="#top">t</a> <a name="x">u</a></p> => t u
                    <p><a href="http://x/">a]b</a></p> => [a\\]b](http://x/)
                    <p>[x](y) wow!<a href="http://x/">z</a></p> => \\[x](y) wow\\![z](http://x/)
                    <p>3 * 4 *5* _a_ a_b ~c~ `d` a\\b \\* a|b</p> => 3 * 4 \\*5\\* \\_a\\_ a_b \\~c\\~ \\`d\\` a\\b \\\\\\* a|b
                    <p>&lt;div&gt; 1 &lt; 2 &amp;amp; &amp; AT&amp;T</p> => \\<div> 1 < 2 \\&amp; & AT&T
                    <p># no</p> => \\# no
                    <p>#yes</p> => #yes
                    <p>+ no</p> => \\+ no
                    <p>1) no</p> => 1\\) no
                    <p>1.5 yes</p> => 1.5 yes
                    <p>---</p> => \\---
                    <p>&gt; no</p> => \\> no
                    <p>$a_1*b_2*$ and 5$</p> => $a_1*b_2*$ and 5\\$
                    <p>5$ alone_</p> => 5$ alone\\_
                    <h2>a<br>b #</h2> => ## a b \\#
                    <script>x</script><p>y</p><iframe></iframe> => y
                    """)
    void writesInline(String html, String markdown) {
        assertThat(markdown(html)).isEqualTo(markdown);
    }

    @Test
    void fencesCodeWithItsLanguageAndNothingChanged() {
        assertThat(
                        markdown(
                                "<pre class=\"lang-c prettyprint-override\"><code>if (a &lt; b) {\n  * ```\n\n}\n</code></pre>"))
                .isEqualTo("````c\nif (a < b) {\n  * ```\n\n}\n````");
        assertThat(markdown("<!-- language: lang-py --><pre><code>x\n</code></pre><pre><code>y</code></pre>"))
                .isEqualTo("```py\nx\n```\n\n```\ny\n```");
        assertThat(
                        markdown(
                                "<!-- language: lang-js --><pre class=\"lang-c\"><code>x\n</code></pre><pre><code>y</code></pre>"))
                .isEqualTo("```c\nx\n```\n\n```\ny\n```");
    }

    @Test
    void keepsListsQuotesAndTables() {
        assertThat(markdown("<ol start=\"3\"><li>a<ul><li>b</li></ul></li><li>c</li></ol>"))
                .isEqualTo("3. a\n   - b\n4. c");
        assertThat(markdown("<ul><li>a</li></ul><ul><li>b</li></ul>")).isEqualTo("- a\n\n* b");
        assertThat(markdown("<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>")
                        .replaceAll(" +\n", "\n"))
                .isEqualTo("> a\n>\n> > b");
        assertThat(markdown("<table><tr><th>a<th align=right>b<tr><td>1|2<td><code>x|y</code><tr><td>z</table>"))
                .isEqualTo("|a|b|\n|---|---:|\n|1\\|2|`x\\|y`|\n|z||");
    }

    @Test
    void twoBreaksEndAParagraphOneBreaksALine() {
        assertThat(markdown("<p>a<br>- b<br><br>c</p>")).isEqualTo("a  \n\\- b\n\nc");
    }

    @Test
    void linksImagesInsteadOfShowingThem() {
        HtmlToMarkdown.Converted converted = converter.convert(
                "<p><img src=\"https://i/1.png\" alt=\"a [b\"> <a href=\"https://f/\"><img src=\"//i/2.png\" alt=\"\"></a></p>");
        assertThat(converted.markdown()).isEqualTo("[a \\[b](https://i/1.png) [2.png](https://f/)");
        assertThat(converted.images()).containsExactly("https://i/1.png", "https://i/2.png");
    }

    @Test
    void keepsMathematicsAsItIsWritten() {
        assertThat(markdown("<p>$$\n\\frac{a_1}{b_2} * c\n$$</p>")).isEqualTo("$$\\frac{a_1}{b_2} * c$$");
    }

    @Test
    void whatItWritesSaysTheSameWhenItIsRendered() {
        String html = """
                <p>Ein <em>Satz</em> — <strong>中文</strong>，zażółć.</p><ul><li><p>x</p><pre><code>  a
                    b
                </code></pre></li><li><p>y <a href="https://x.example/(a)_b" title="t">z</a></p></li></ul><hr>
                <blockquote><ol><li>q</li></ol></blockquote><h3>T</h3>
                """;
        assertThat(Shape.of(source.html(markdown(html)), "")).isEqualTo(Shape.of(html, ""));
    }

    @Test
    void noTextIsTooLongOrTooDeep() {
        String long0 = "$$" + "a".repeat(90_000) + " $x" + "\\y".repeat(30_000);
        assertThat(markdown("<p>" + long0 + "</p>")).hasSizeGreaterThan(120_000);
        assertThat(source.html(long0)).hasSizeGreaterThan(120_000);
        assertThat(markdown("<b>".repeat(2_000) + "deep" + "<blockquote>".repeat(2_000) + "er"))
                .contains("deep", "er");
    }
}
