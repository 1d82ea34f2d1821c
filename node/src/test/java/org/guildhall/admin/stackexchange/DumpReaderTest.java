package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.record.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the synthetic dump in src/test/resources/stackexchange. */
class DumpReaderTest {

    @TempDir
    Path scratch;

    private Collected pumps(String dump) throws Exception {
        return Collected.read(Collected.fixture(dump), Collected.PUMPS, scratch, DumpReader.BUCKET_BYTES);
    }

    @Test
    void makesWholeThreadsInTheOrderOfAsking() throws Exception {
        Collected read = pumps("pumps");
        assertThat(read.threads.keySet()).containsExactly(1, 4, 5);
        DumpThread boom = read.threads.get(1);
        assertThat(boom.answers()).extracting(DumpThread.Post::id).containsExactly(3, 2);
        assertThat(boom.accepted()).isEqualTo(Optional.of(2));
        assertThat(boom.question().comments())
                .extracting(DumpThread.Comment::id)
                .containsExactly(1, 2);
        assertThat(read.answer(1, 2).comments())
                .extracting(DumpThread.Comment::id)
                .containsExactly(3);
        assertThat(read.threads.get(4).answers())
                .extracting(DumpThread.Post::id)
                .containsExactly(10);
    }

    @Test
    void isTheSameHoweverLittleIsInMemoryAtOnce() throws Exception {
        Collected whole = pumps("pumps");
        Collected inPieces = Collected.read(Collected.fixture("pumps"), Collected.PUMPS, scratch, 50);
        assertThat(inPieces.threads).isEqualTo(whole.threads);
        assertThat(inPieces.members).isEqualTo(whole.members);
        assertThat(inPieces.findings.found()).isEqualTo(whole.findings.found());
        try (var left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void takesTheHistoryAsRevisionsAndTheNewestAsPostsHasIt() throws Exception {
        Collected read = pumps("pumps");
        List<DumpThread.Revision> boom = read.threads.get(1).question().revisions();
        assertThat(boom)
                .extracting(DumpThread.Revision::time)
                .containsExactly(
                        Instant.parse("2017-03-01T08:00:00.123Z"),
                        Instant.parse("2017-03-01T20:00:00Z"),
                        Instant.parse("2017-03-01T20:05:00Z"),
                        Instant.parse("2017-03-02T09:00:00Z"));
        assertThat(boom)
                .extracting(DumpThread.Revision::text)
                .startsWith("The boom pulses. #help", "Vandalised, sorry.", "The boom pulses. #help");
        assertThat(boom.get(0).title()).isEqualTo("Boom pulses");
        assertThat(boom.get(0).tags()).containsExactly("boom");
        DumpThread.Revision newest = read.threads.get(1).question().newest();
        assertThat(newest.title()).isEqualTo("Boom pulses at 40 m³/h: what is \"LIMIT\"?");
        assertThat(newest.tags()).containsExactly("boom", "concrete-pump", "c++");
        assertThat(newest.text()).isEqualTo("""
                        The boom of our 36 m pump pulses at 40 m³/h. The controller prints:

                        ````c
                        if (stroke < 3 && p[0] * 2 > LIMIT) {
                            /* ``` */ stop();

                        }
                        ````

                        What does `LIMIT` mean on `F2`? H₂O is at 10⁻³.

                        [the boom](https://img.example/boom-large.png)""");
    }

    @Test
    void keepsTypedMarkdownThatRendersToWhatPostsShows() throws Exception {
        Collected read = pumps("pumps");
        assertThat(read.answer(1, 2).revisions())
                .extracting(DumpThread.Revision::text)
                .containsExactly("Bleed the accumulator.", """
                        Bleed the accumulator first:

                        1. switch to **remote**,
                        2. open valve *B*.

                        > Never under load.

                        See [the other question](https://pumps.stackexchange.com/q/4).""");
        assertThat(read.threads.get(4).question().newest().text()).contains("冬季用什么润滑脂？", "| A\\|1 | −20 °C |");
        assertThat(read.times(Finding.TEXT_DIFFERS)).isZero();
    }

    @Test
    void appendsAnEditThatTheHistoryLacks() throws Exception {
        List<DumpThread.Revision> seals =
                pumps("pumps-later").threads.get(5).question().revisions();
        assertThat(seals).hasSize(2);
        assertThat(seals.get(0).text())
                .isEqualTo("Is there a list of ~~cheap~~ good seals?\n\n1. by size  \n   \\# by price");
        assertThat(seals.get(1).text()).isEqualTo("Is there a list of good seals?");
        assertThat(seals.get(1).time()).isEqualTo(Instant.parse("2019-03-02T08:00:00Z"));
    }

    @Test
    void takesTheLicenceOfTheRowOrOfTheDay() throws Exception {
        Collected read = pumps("pumps");
        assertThat(read.answer(1, 3).newest().license()).isEqualTo("CC-BY-SA-2.5");
        assertThat(read.answer(1, 2).newest().license()).isEqualTo("CC-BY-SA-3.0");
        assertThat(read.threads.get(4).question().newest().license()).isEqualTo("CC-BY-SA-4.0");
    }

    @Test
    void countsVotesAndSaysWhereTheScoreDiffers() throws Exception {
        Collected read = pumps("pumps");
        assertThat(read.threads.get(1).question().votes()).isEqualTo(new DumpThread.Votes(4, 1));
        assertThat(read.answer(1, 3).votes()).isEqualTo(new DumpThread.Votes(1, 2));
        assertThat(read.found(Finding.SCORE_DIFFERS)).isEmpty();
        assertThat(read.found(Finding.VOTE_WITHOUT_POST))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("on posts not in the dump", 3L, "on tag wikis and the like", 1L));
        assertThat(read.found(Finding.VOTE_OTHER_KIND))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("accepted (the question says so too)", 1L, "favourite", 2L, "bounty offered", 1L));
        assertThat(read.threads.get(1).question().comments().get(0).up()).isEqualTo(2);
    }

    @Test
    void takesTheScoreWhereThereAreNoVotes() throws Exception {
        Path dump = Files.createDirectory(scratch.resolve("dump"));
        for (String file : List.of("Posts.xml", "Users.xml")) {
            Files.copy(Collected.fixture("pumps").resolve(file), dump.resolve(file));
        }
        Collected read = Collected.read(dump, Collected.PUMPS, scratch, DumpReader.BUCKET_BYTES);
        assertThat(read.threads.get(1).question().votes()).isEqualTo(new DumpThread.Votes(3, 0));
        assertThat(read.answer(1, 3).votes()).isEqualTo(new DumpThread.Votes(0, 1));
        assertThat(read.found(Finding.FILE_MISSING).keySet())
                .containsExactlyInAnyOrder("Votes.xml", "Comments.xml", "PostHistory.xml", "PostLinks.xml", "Tags.xml");
        assertThat(read.threads.get(1).question().revisions()).hasSize(1);
    }

    @Test
    void introducesAuthorsOnlyAndByNameOnly() throws Exception {
        Collected read = pumps("pumps");
        assertThat(read.members)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "11", "Zofia Żak",
                        "12", "B. O. Om",
                        "13", "李雷",
                        "404", "user404",
                        "77", "user77",
                        "name:Some One", "Some One",
                        "anonymous", "anonymous"));
        assertThat(read.found(Finding.AUTHOR_UNKNOWN).keySet())
                .containsExactlyInAnyOrder("user77", "Some One", "anonymous", "404");
        assertThat(read.found(Finding.EDIT_BY_OTHERS)).containsExactlyEntriesOf(Map.of("1", 2L));
    }

    @Test
    void leavesOutWhatHasNoPlaceAndSaysSo() throws Exception {
        Collected read = pumps("pumps");
        assertThat(read.found(Finding.ANSWER_WITHOUT_QUESTION).keySet()).containsExactly("6");
        assertThat(read.found(Finding.COMMENT_WITHOUT_POST).keySet()).containsExactly("4");
        assertThat(read.found(Finding.ACCEPTED_DANGLING).keySet()).containsExactly("5 → 99");
        assertThat(read.found(Finding.POST_OTHER_KIND).keySet()).containsExactly("wiki placeholder");
        assertThat(read.found(Finding.EVENT))
                .containsExactlyInAnyOrderEntriesOf(Map.of("closed", 1L, "suggested edit applied", 1L));
        assertThat(read.found(Finding.CLOSED).keySet()).containsExactly("4");
        assertThat(read.found(Finding.COMMUNITY_OWNED).keySet()).containsExactly("3");
        assertThat(read.found(Finding.TAGS_NONE).keySet()).containsExactly("5");
        assertThat(read.found(Finding.TAG_CHANGED).keySet()).containsExactly("Concrete_Pump → concrete-pump");
        assertThat(read.found(Finding.IMAGE).keySet())
                .containsExactlyInAnyOrder("https://img.example/boom.png", "https://img.example/wiki.png");
        assertThat(read.threads.get(5).accepted()).isEmpty();
    }

    @Test
    void linksThreadsOnceAndNamesDanglingEnds() throws Exception {
        Collected read = pumps("pumps");
        Instant time = Instant.parse("2019-01-05T08:00:00Z");
        assertThat(read.links)
                .containsExactly(
                        new DumpSink.ThreadLink(1, 4, Link.Relation.SEE_ALSO, time),
                        new DumpSink.ThreadLink(5, 4, Link.Relation.DUPLICATE_OF, time));
        assertThat(read.found(Finding.LINK_DANGLING).keySet())
                .containsExactlyInAnyOrder("1 see-also 97: 97 is not there", "96 duplicate-of 1: 96 is not there");
        assertThat(read.times(Finding.LINK_TO_ITSELF)).isEqualTo(1);
        assertThat(read.times(Finding.LINK_OTHER_KIND)).isEqualTo(1);
    }

    @Test
    void makesTagWikisDescriptions() throws Exception {
        assertThat(pumps("pumps").topics)
                .containsExactlyEntriesOf(
                        Map.of(
                                "boom",
                                "Use for **booms**.\n\nEverything that carries the hose.\n\n[wiki.png](https://img.example/wiki.png)"));
    }

    @Test
    void readsTheNewerNotationOfTags() throws Exception {
        Collected read = pumps("pumps-later");
        assertThat(read.threads.get(1).question().newest().tags()).containsExactly("boom", "concrete-pump", "c++");
        assertThat(read.threads.get(4).question().newest().title()).isEqualTo("Welches Fett für Dichtungen im Winter?");
    }

    @Test
    void stopsAtADirectoryThatIsNoDump() {
        assertThatThrownBy(() -> Collected.read(scratch, Collected.PUMPS, scratch, 1_000))
                .isInstanceOf(DumpFault.class)
                .hasMessageContaining("Posts.xml");
    }
}
