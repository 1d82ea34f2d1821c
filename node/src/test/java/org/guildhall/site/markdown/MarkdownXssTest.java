package org.guildhall.site.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.guildhall.Shared;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** A32: whatever is written, no element, attribute or address of the page can run. */
class MarkdownXssTest {

    private static final Set<String> ELEMENTS = Set.of(
            "html",
            "head",
            "body",
            "p",
            "br",
            "hr",
            "blockquote",
            "ul",
            "ol",
            "li",
            "pre",
            "code",
            "em",
            "strong",
            "del",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "sup",
            "section",
            "span",
            "a",
            "h3",
            "h4",
            "h5",
            "h6");
    private static final Set<String> ATTRIBUTES = Set.of("href", "rel", "class", "id", "start", "align", "tabindex");

    private final Markdown markdown = new Markdown();

    @Test
    void nothingOfAKnownListRuns() {
        for (String payload : List.of(
                "<img src=x onerror=alert(1)>",
                "[a](javascript:alert`1`)",
                "[a](<javascript:alert(1)>)",
                "[a](java\tscript:alert(1))",
                "[a](&#106;avascript:alert(1))",
                "![a](javascript:alert(1))",
                "![a\"onerror=\"alert(1)](https://x.example/)",
                "[a](https://x.example/\"onmouseover=\"alert(1))",
                "<javascript:alert(1)>",
                "[a]: javascript:alert(1)\n\n[a]",
                "```\"onclick=\"alert(1)\nx\n```",
                "``` <script>\nx\n```",
                "[^\"><script>]\n\n[^\"><script>]: x",
                "|<svg onload=alert(1)>|\n|-|",
                "$<script>alert(1)</script>$",
                "<a href='javascript:alert(1)'>x</a>",
                "</p><script>alert(1)</script>",
                "[x](data:image/svg+xml;base64,PHN2Zz4=)")) {
            assertHarmless(payload);
        }
    }

    @Test
    void nothingOfThePublicCorpusRuns() throws IOException {
        Path corpus = Shared.file("vectors/xss/payloadbox/xss-payload-list.txt");
        List<String> payloads = Files.readAllLines(corpus, StandardCharsets.UTF_8);
        assertThat(payloads).hasSizeGreaterThan(6000);
        for (String payload : payloads) {
            assertHarmless(payload);
            assertHarmless("[x](" + payload + ")");
            assertHarmless("![" + payload + "](https://x.example/" + payload + ")");
            assertHarmless("```" + payload + "\n" + payload + "\n```");
        }
    }

    private void assertHarmless(String payload) {
        String html = markdown.html(payload, "p1");
        List<String> faults = new ArrayList<>();
        for (Element element : Jsoup.parse(html).getAllElements()) {
            String name = element.normalName();
            if (!name.equals("#root") && !ELEMENTS.contains(name)) {
                faults.add("element " + name);
            }
            for (Attribute attribute : element.attributes()) {
                String key = attribute.getKey().toLowerCase(Locale.ROOT);
                String value = attribute.getValue().toLowerCase(Locale.ROOT);
                if (!ATTRIBUTES.contains(key)) {
                    faults.add("attribute " + key);
                }
                if (key.equals("href") && !value.matches("(?s)(https?://|mailto:|#p1-fn).*")) {
                    faults.add("address " + value);
                }
            }
        }
        if (!faults.isEmpty()) {
            fail("%s\nbecame\n%s\nwith %s", payload, html, faults);
        }
    }
}
