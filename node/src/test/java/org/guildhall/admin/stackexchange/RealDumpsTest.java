package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.guildhall.Shared;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
