package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.guildhall.Shared;
import org.guildhall.site.markdown.Markdown;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads complete dumps of real sites: nothing is lost, and every score is what the votes add up to. */
class RealDumpsTest {

    @TempDir
    Path scratch;

    @ParameterizedTest
    @CsvSource({
        "se-iot-2017, 320, 508, 185, 1607, 8",
        "se-ai-2017, 421, 749, 212, 1165, 10",
        "se-conlang-meta-2020, 54, 115, 11, 230, 0",
    })
    void keepsEverything(String dump, int questions, int answers, int accepted, int comments, int danglingLinks)
            throws Exception {
        Path directory = Shared.file("data/" + dump);
        Collected read = Collected.read(directory, Site.guess(directory).orElseThrow(), scratch, 1 << 20);
        assertThat(read.threads).hasSize(questions);
        assertThat(read.threads.values().stream()
                        .mapToInt(thread -> thread.answers().size())
                        .sum())
                .isEqualTo(answers);
        assertThat(read.threads.values().stream()
                        .filter(thread -> thread.accepted().isPresent()))
                .hasSize(accepted);
        assertThat(read.threads.values().stream()
                        .mapToInt(thread -> thread.question().comments().size()
                                + thread.answers().stream()
                                        .mapToInt(answer -> answer.comments().size())
                                        .sum())
                        .sum())
                .isEqualTo(comments);
        assertThat(scores(read)).isEqualTo(oracle(directory));
        assertThat(read.found(Finding.SCORE_DIFFERS)).isEmpty();
        assertThat(read.found(Finding.TEXT_DIFFERS)).isEmpty();
        assertThat(read.found(Finding.TEXT_EMPTY)).isEmpty();
        assertThat(read.times(Finding.LINK_DANGLING)).isEqualTo(danglingLinks);
        assertThat(read.findings.counts().get("texts-as-typed")).isGreaterThan((questions + answers) / 2);
    }

    /** Every body, those too whose typed text is kept: posts, answers and tag wikis. */
    @ParameterizedTest
    @ValueSource(strings = {"se-iot-2017", "se-ai-2017", "se-conlang-meta-2020"})
    void losesNoLetterWhenHtmlBecomesMarkdown(String dump) throws Exception {
        Path directory = Shared.file("data/" + dump);
        Site site = Site.guess(directory).orElseThrow();
        HtmlToMarkdown converter = new HtmlToMarkdown(URI.create(site.address() + "/"));
        SourceMarkdown source = new SourceMarkdown(site);
        try (RowReader rows = new RowReader(directory.resolve("Posts.xml"))) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                String html = PostRow.of(row).html();
                String markdown = converter.convert(html).markdown();
                assertThat(Shape.letters(source.html(markdown)))
                        .as("post %s", row.text("Id"))
                        .isEqualTo(Shape.letters(html));
                assertThat(Shape.letters(shown(markdown)))
                        .as("post %s on our pages", row.text("Id"))
                        .isEqualTo(Shape.letters(html));
                assertThat(markdown.isEmpty() || source.isPlain(markdown))
                        .as("no HTML and no image in post %s", row.text("Id"))
                        .isTrue();
            }
        }
    }

    /** As a page has it, without the true hosts that it names beside dubious links. */
    private static String shown(String markdown) {
        Element body =
                Jsoup.parseBodyFragment(new Markdown().html(markdown, "a")).body();
        body.select(".real-host").remove();
        return body.html();
    }

    private static Map<Integer, Integer> scores(Collected read) {
        Map<Integer, Integer> scores = new TreeMap<>();
        for (DumpThread thread : read.threads.values()) {
            scores.put(thread.question().id(), net(thread.question()));
            thread.answers().forEach(answer -> scores.put(answer.id(), net(answer)));
        }
        return scores;
    }

    private static int net(DumpThread.Post post) {
        return post.votes().up() - post.votes().down();
    }

    /** What Posts.xml itself says. */
    private static Map<Integer, Integer> oracle(Path directory) throws Exception {
        Map<Integer, Integer> scores = new TreeMap<>();
        try (RowReader rows = new RowReader(directory.resolve("Posts.xml"))) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                PostRow post = PostRow.of(row);
                if (post.type() == PostRow.QUESTION || post.type() == PostRow.ANSWER) {
                    scores.put(post.id(), post.score());
                }
            }
        }
        return scores;
    }
}
