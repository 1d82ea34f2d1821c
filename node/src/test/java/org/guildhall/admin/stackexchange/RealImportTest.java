package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.guildhall.Shared;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.store.FreshDatabase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports complete dumps of real sites: every count and every score is the dump's, and a second run changes nothing. */
class RealImportTest {

    @TempDir
    Path scratch;

    @ParameterizedTest
    @CsvSource({
        "se-iot-2017, 320, 508, 185, 1607",
        "se-ai-2017, 421, 749, 212, 1165",
        "se-conlang-meta-2020, 54, 115, 11, 230",
    })
    void bringsEverythingOnce(String dump, long questions, long answers, long accepted, long comments)
            throws Exception {
        Path directory = Shared.file("data/" + dump);
        Site site = Site.guess(directory).orElseThrow();
        try (FreshDatabase database = FreshDatabase.onH2();
                NodeInMemory node = new NodeInMemory("Home", database.location())) {
            StackExchangeImport importer = new StackExchangeImport(node.admission, node.id, scratch, node.clock);
            StackExchangeImport.Request request = new StackExchangeImport.Request(directory, site, "en", false);
            ImportReport report = importer.run(request, ImportProgress.NONE);

            assertThat(node.select("select kind, count(*) from post where visible group by kind order by kind"))
                    .containsExactly("3|" + questions, "4|" + answers, "5|" + comments);
            assertThat(node.select("select count(*) from thread where accepted is not null"))
                    .containsExactly("" + accepted);
            assertThat(scores(node, site)).isEqualTo(oracle(directory));
            assertThat(report.found())
                    .noneMatch(found -> found.finding() == Finding.REFUSED
                            || found.finding() == Finding.TEXT_DIFFERS
                            || found.finding() == Finding.SCORE_DIFFERS);
            assertThat(node.select("select count(*) from tally"))
                    .containsExactly(report.changes().get("Tally").records() + "");

            System.out.println(new ReportTable().text(report) + report.took() + " wall "
                    + node.writer.current().size() + " heap "
                    + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1000000);
            long size = node.writer.current().size();
            ImportReport again = importer.run(request, ImportProgress.NONE);
            assertThat(node.writer.current().size()).isEqualTo(size);
            assertThat(again.changes().values()).allMatch(changes -> changes.records() == 0 && changes.added() == 0);
            assertThat(again.counts()).isEqualTo(report.counts());
        }
    }

    /** By address at the source, what readers of this node see. */
    private static Map<String, Integer> scores(NodeInMemory node, Site site) throws Exception {
        Map<String, Integer> scores = new TreeMap<>();
        for (String row : node.select("select source_url, up - down from post")) {
            int bar = row.indexOf('|');
            scores.put(row.substring(site.address().length(), bar), Integer.parseInt(row.substring(bar + 1)));
        }
        return scores;
    }

    /** What the dump's own Score attributes say. */
    private static Map<String, Integer> oracle(Path directory) throws Exception {
        Map<String, Integer> scores = new TreeMap<>();
        try (RowReader rows = new RowReader(directory.resolve("Posts.xml"))) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                PostRow post = PostRow.of(row);
                if (post.type() == PostRow.QUESTION || post.type() == PostRow.ANSWER) {
                    scores.put((post.type() == PostRow.QUESTION ? "/q/" : "/a/") + post.id(), post.score());
                }
            }
        }
        try (RowReader rows = new RowReader(directory.resolve("Comments.xml"))) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                CommentRow comment = CommentRow.of(row);
                scores.put("/posts/comments/" + comment.id(), comment.score());
            }
        }
        return scores;
    }
}
