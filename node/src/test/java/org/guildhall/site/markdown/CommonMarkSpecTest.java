package org.guildhall.site.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.guildhall.Shared;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;

/** Our rendering is CommonMark wherever neither HTML nor an address that we refuse is involved. */
class CommonMarkSpecTest {

    /** Sections whose point is what we leave out on purpose: HTML, relative addresses, images. */
    private static final Set<String> LEFT_OUT = Set.of(
            "HTML blocks",
            "Raw HTML",
            "Links",
            "Images",
            "Link reference definitions",
            "Autolinks",
            "Entity and numeric character references");

    @Test
    void agreesWithTheSpecificationOutsideLinksAndHtml() throws IOException {
        JsonNode examples = new ObjectMapper()
                .readTree(
                        Shared.file("vectors/commonmark/spec-tests-0.31.2.json").toFile());
        Markdown markdown = new Markdown();
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (JsonNode example : examples) {
            String expected = example.get("html").asText();
            if (LEFT_OUT.contains(example.get("section").asText())
                    || expected.contains("<a ")
                    || expected.contains("<img ")
                    || expected.matches(
                            "(?s).*<(?!/?(p|h[1-6]|em|strong|code|pre|ul|ol|li|blockquote|hr|br)[ >/]).*")) {
                continue;
            }
            compared++;
            String source = example.get("markdown").asText();
            if (!shape(expected, 2).equals(shape(markdown.html(source, "p"), 0))) {
                different.add(example.get("example") + ": " + source + "\nexpected " + expected + "\nbut got "
                        + markdown.html(source, "p"));
            }
        }
        assertThat(compared).isGreaterThan(380);
        assertThat(different).isEmpty();
    }

    private static String shape(String html, int headingsDown) {
        Document document = Jsoup.parse(html);
        document.outputSettings().prettyPrint(false);
        for (int level = 6; level >= 1 && headingsDown > 0; level--) {
            Elements headings = document.select("h" + level);
            for (Element heading : headings) {
                heading.tagName("h" + Math.min(6, level + headingsDown));
            }
        }
        document.select("pre").forEach(pre -> pre.removeAttr("tabindex"));
        for (Element code : document.select("code[class]")) {
            code.removeAttr("class");
        }
        return document.body().html().replaceAll(">\\s+<", "><").strip();
    }
}
