package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Replay;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.FreshDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports the synthetic dump of src/test/resources/stackexchange into a node, and a later one of the same site. */
class StackExchangeImportTest {

    private static final String THREADS = "select title, tags, answers, score from thread order by created_at";
    private static final String VOTES = "select source_url, up, down from post where up + down > 0 order by source_url";

    @TempDir
    Path scratch;

    private ImportReport run(NodeInMemory node, String dump, boolean dryRun) throws Exception {
        return run(node, Collected.fixture(dump), Collected.PUMPS, dryRun);
    }

    private ImportReport run(NodeInMemory node, Path dump, Site site, boolean dryRun) throws Exception {
        return new StackExchangeImport(node.admission, node.id, scratch, node.clock)
                .run(new StackExchangeImport.Request(dump, site, "en", dryRun), ImportProgress.NONE);
    }

    private static long size(NodeInMemory node) {
        return node.writer.current().size();
    }

    @EachDatabase
    void bringsThreadsVotesLinksAndDescriptions(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            ImportReport report = run(node, "pumps", false);
            assertThat(node.select(THREADS))
                    .containsExactly(
                            "Boom pulses at 40 m³/h: what is \"LIMIT\"?|boom concrete-pump c++|2|3",
                            "Welches Fett für Dichtungen?|seals|1|0",
                            "A list of seals|untagged|0|1");
            assertThat(node.select(VOTES))
                    .containsExactly(
                            "https://pumps.stackexchange.com/a/10|2|0",
                            "https://pumps.stackexchange.com/a/2|5|1",
                            "https://pumps.stackexchange.com/a/3|1|2",
                            "https://pumps.stackexchange.com/posts/comments/1|2|0",
                            "https://pumps.stackexchange.com/posts/comments/3|1|0",
                            "https://pumps.stackexchange.com/q/1|4|1",
                            "https://pumps.stackexchange.com/q/5|1|0");
            assertThat(node.select("select p.source_url from thread t join post p on p.object_key = t.accepted"))
                    .containsExactly("https://pumps.stackexchange.com/a/2");
            assertThat(node.select("select a.title, l.relation, b.title from thread_link l"
                            + " join thread a on a.thread_key = l.thread_key"
                            + " join thread b on b.thread_key = l.target_key order by l.relation"))
                    .containsExactly(
                            "A list of seals|duplicate-of|Welches Fett für Dichtungen?",
                            "Boom pulses at 40 m³/h: what is \"LIMIT\"?|see-also|Welches Fett für Dichtungen?");
            assertThat(node.select("select handle, name, source_url from member order by handle"))
                    .contains(
                            "b-o-om.pumps12|B. O. Om|https://pumps.stackexchange.com/users/12",
                            "user.pumps13|李雷|https://pumps.stackexchange.com/users/13",
                            "zofia-zak.pumps11|Zofia Żak|https://pumps.stackexchange.com/users/11")
                    .hasSize(7);
            assertThat(node.select("select tag from topic")).containsExactly("boom");
            assertThat(node.select("select count(*) from account")).containsExactly("0");
            assertThat(report.counts())
                    .containsAllEntriesOf(Map.of(
                            "questions",
                            3L,
                            "answers",
                            3L,
                            "comments",
                            4L,
                            "members",
                            7L,
                            "accepted",
                            1L,
                            "links",
                            2L,
                            "edits",
                            4L,
                            "votes-up",
                            13L,
                            "votes-down",
                            4L,
                            "comment-votes",
                            3L));
            assertThat(report.changes())
                    .containsAllEntriesOf(Map.of(
                            "Question", new ImportReport.Changes(3, 0, 0, 6),
                            "Answer", new ImportReport.Changes(3, 0, 0, 4),
                            "Comment", new ImportReport.Changes(4, 0, 0, 4),
                            "Tally", new ImportReport.Changes(3, 0, 0, 3)));
            assertThat(records(report)).isEqualTo(size(node) - 1);
        }
    }

    /** All records of the report; topics are none. */
    private static long records(ImportReport report) {
        return report.changes().entrySet().stream()
                .filter(kind -> !kind.getKey().equals("Topic"))
                .mapToLong(kind -> kind.getValue().records())
                .sum();
    }

    @EachDatabase
    void keepsDatesOfThePostAndOfItsEdits(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            run(node, "pumps", false);
            assertThat(node.select("select revision, created_at, edited_at from post where source_url like '%/q/1'"))
                    .containsExactly("4|1488355200123|1488445200000");
        }
    }

    @EachDatabase
    void writesNothingWhenItIsDryAndForetellsTheReport(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            ImportReport dry = run(node, "pumps", true);
            assertThat(size(node)).isEqualTo(1);
            assertThat(node.select("select count(*) from imported_count")).containsExactly("0");
            assertThat(node.select("select count(*) from topic")).containsExactly("0");
            ImportReport real = run(node, "pumps", false);
            assertThat(dry.changes()).isEqualTo(real.changes());
            assertThat(dry.counts()).isEqualTo(real.counts());
            assertThat(dry.found()).isEqualTo(real.found());
            assertThat(run(node, "pumps-later", true).changes())
                    .isEqualTo(run(node, "pumps-later", false).changes());
        }
    }

    @EachDatabase
    void changesNothingTheSecondTime(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            run(node, "pumps", false);
            long size = size(node);
            List<String> topics = node.select("select * from topic");
            ImportReport again = run(node, "pumps", false);
            assertThat(size(node)).isEqualTo(size);
            assertThat(records(again)).isZero();
            assertThat(again.changes().get("Question")).isEqualTo(new ImportReport.Changes(0, 0, 3, 0));
            assertThat(node.select("select * from topic")).isEqualTo(topics);
        }
    }

    @EachDatabase
    void aLaterDumpBringsWhatIsNew(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            run(node, "pumps", false);
            ImportReport later = run(node, "pumps-later", false);
            assertThat(node.select(THREADS))
                    .containsExactly(
                            "Boom pulses at 40 m³/h: what is \"LIMIT\"?|boom concrete-pump c++|2|3",
                            "Welches Fett für Dichtungen im Winter?|seals|1|0",
                            "A list of seals|untagged|1|1");
            assertThat(node.select(VOTES))
                    .contains(
                            "https://pumps.stackexchange.com/a/2|6|1",
                            "https://pumps.stackexchange.com/posts/comments/1|3|0");
            assertThat(node.select("select body from post where source_url like '%comments/1'"))
                    .containsExactly("Which firmware?");
            assertThat(node.select("select body, edited_at from post where source_url like '%/q/5'"))
                    .containsExactly("Is there a list of good seals?|1551513600000");
            assertThat(node.select("select p.source_url from thread t join post p on p.object_key = t.accepted"
                            + " order by p.source_url"))
                    .containsExactly("https://pumps.stackexchange.com/a/10", "https://pumps.stackexchange.com/a/2");
            assertThat(node.select("select name, revision from member where handle = 'b-o-om.pumps12'"))
                    .containsExactly("Bob Om|2");
            assertThat(later.changes())
                    .containsAllEntriesOf(Map.of(
                            "Question", new ImportReport.Changes(0, 2, 1, 2),
                            "Answer", new ImportReport.Changes(1, 0, 3, 1),
                            "Comment", new ImportReport.Changes(0, 1, 3, 1),
                            "Accept", new ImportReport.Changes(1, 0, 1, 1),
                            "Tally", new ImportReport.Changes(0, 1, 2, 1)));
            long size = size(node);
            run(node, "pumps-later", false);
            assertThat(size(node)).isEqualTo(size);
        }
    }

    @EachDatabase
    void anEditMadeHereStaysUntilTheSourceHasNews(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            run(node, "pumps", false);
            ObjectId id = new ObjectId(node.id, NamedUuid.imported(node.id, Collected.PUMPS.address(), "post", "4"));
            ObjectId author =
                    new ObjectId(node.id, NamedUuid.imported(node.id, Collected.PUMPS.address(), "user", "11"));
            node.publish(
                    id,
                    new Question(
                            author.id(),
                            "Ours",
                            "Edited here",
                            List.of("seals"),
                            "de",
                            "CC-BY-SA-4.0",
                            Post.Origin.HERE));
            assertThat(run(node, "pumps", false).found())
                    .noneMatch(found -> found.finding() == Finding.EDITED_HERE_TOO);
            assertThat(node.select("select title from thread where tags = 'seals'"))
                    .containsExactly("Ours");
            assertThat(run(node, "pumps-later", false).found())
                    .contains(new ImportReport.Found(
                            Finding.EDITED_HERE_TOO, 1, List.of(new ImportReport.Example("4", 1))));
            assertThat(node.select("select title from thread where tags = 'seals'"))
                    .containsExactly("Welches Fett für Dichtungen im Winter?");
            long size = size(node);
            run(node, "pumps-later", false);
            assertThat(size(node)).isEqualTo(size);
        }
    }

    @EachDatabase
    void membersVotesCountBesideTheImportedAndAreNotTold(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            run(node, "pumps", false);
            ObjectId voter = node.join("hedwig");
            ObjectId id = new ObjectId(node.id, NamedUuid.imported(node.id, Collected.PUMPS.address(), "post", "2"));
            node.vote(voter, id);
            long size = size(node);
            run(node, "pumps", false);
            assertThat(size(node))
                    .as("no tally while a member's vote waits for its window")
                    .isEqualTo(size);
            assertThat(node.select(VOTES)).contains("https://pumps.stackexchange.com/a/2|6|1");
        }
    }

    @EachDatabase
    void aDescriptionWrittenHereStays(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Home", location)) {
            node.writer
                    .submit(tx -> tx.sql()
                            .update(
                                    "insert into topic (tag, description, changed_at) values (?, ?, ?)",
                                    "boom",
                                    "Ours",
                                    1L))
                    .get();
            assertThat(run(node, "pumps", false).found()).anyMatch(found -> found.finding() == Finding.TOPIC_OF_OURS);
            assertThat(node.select("select description from topic")).containsExactly("Ours");
        }
    }

    @EachDatabase
    void canBeMadeAgainFromTheLogAndFollowed(DatabaseLocation location) throws Exception {
        try (FreshDatabase away = FreshDatabase.onH2();
                NodeInMemory node = new NodeInMemory("Home", location);
                NodeInMemory follower = new NodeInMemory("Away", away.location())) {
            run(node, "pumps", false);
            List<String> threads = node.select(THREADS);
            List<String> votes = node.select(VOTES);
            Replay.run(node.writer, read -> {}).get();
            assertThat(node.select(THREADS)).isEqualTo(threads);
            assertThat(node.select(VOTES)).isEqualTo(votes);
            follower.follow(node);
            assertThat(follower.select(THREADS)).isEqualTo(threads);
            assertThat(follower.select(VOTES)).isEqualTo(votes);
        }
    }

    @Test
    void oneRefusedRecordDoesNotStopTheOthers() throws Exception {
        try (FreshDatabase database = FreshDatabase.onH2();
                NodeInMemory node = new NodeInMemory("Home", database.location())) {
            // An object of another kind has the place of post 4 already, so the gate refuses the question and its
            // answer.
            ObjectId id = new ObjectId(node.id, NamedUuid.imported(node.id, Collected.PUMPS.address(), "post", "4"));
            ObjectId author = node.join("hedwig");
            ObjectId thread = node.ask(author, "Other");
            node.publish(id, NodeInMemory.answerBody(author, thread, "In the way"));
            ImportReport report = run(node, "pumps", false);
            Optional<ImportReport.Found> refused = report.found().stream()
                    .filter(found -> found.finding() == Finding.REFUSED)
                    .findFirst();
            assertThat(refused).isPresent();
            assertThat(refused.get().examples().get(0).what()).startsWith("4: moved");
            assertThat(node.select("select title from thread order by title"))
                    .containsExactly("A list of seals", "Boom pulses at 40 m³/h: what is \"LIMIT\"?", "Other");
        }
    }

    @Test
    void goesOnWhereItWasStopped() throws Exception {
        try (FreshDatabase database = FreshDatabase.onH2();
                NodeInMemory node = new NodeInMemory("Home", database.location())) {
            StackExchangeImport importer = new StackExchangeImport(node.admission, node.id, scratch, node.clock);
            StackExchangeImport.Request request =
                    new StackExchangeImport.Request(Collected.fixture("pumps"), Collected.PUMPS, "en", false);
            assertThatThrownBy(() -> importer.run(request, (step, done, total) -> {
                        if (step == ImportProgress.Step.LINKS) {
                            throw new CancellationException();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            try (var left = Files.list(scratch)) {
                assertThat(left).as("the copy of the dump").isEmpty();
            }
            run(node, "pumps", false);
            assertThat(node.select(THREADS)).hasSize(3);
            long size = size(node);
            run(node, "pumps", false);
            assertThat(size(node)).isEqualTo(size);
        }
    }
}
