package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.guildhall.log.Frame;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.LogQueries;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.Writer;
import org.junit.jupiter.api.io.TempDir;

/** What its owner takes back is gone everywhere, and everything that was ever proven stays proven (spec, chapter Erasure). */
class ErasureTest {
    private static final String SECRET = "call me: 555 0100";

    @TempDir
    private Path directory;

    private NodeInMemory home;
    private NodeInMemory away;
    private ObjectId question;
    private ObjectId author;
    private ObjectId answer;

    private interface Story {
        void tell() throws Exception;
    }

    /** An answer of another node in a thread of ours, taken and commented, and read back by its author's node. */
    private void thread(DatabaseLocation location, Story story) throws Exception {
        try (NodeInMemory asking = new NodeInMemory("Home", location);
                NodeInMemory answering =
                        new NodeInMemory("Away", new DatabaseLocation.Embedded(directory.resolve("away")))) {
            home = asking;
            away = answering;
            question = home.ask(home.join("hedwig"), "Why does it drift");
            away.follow(home);
            author = away.join("arno");
            answer = away.answer(author, question, SECRET);
            home.follow(away);
            home.comment(home.join("hanna"), question, answer, "Thank you");
            away.follow(home);
            story.tell();
        }
    }

    private ObjectId erase(ObjectId post) throws Exception {
        return away.admission
                .publish(desk -> TakingBack.erasePost(desk, post.key()))
                .get();
    }

    private static List<String> payloads(NodeInMemory node, ObjectId object) throws Exception {
        return node.select(
                "select p.digest from log_entry e join payload p on p.digest = e.digest"
                        + " where e.object_key = ? and e.form = 0",
                object.key());
    }

    private static void assertReplays(NodeInMemory node) throws Exception {
        List<String> before = tables(node);
        Replay.run(node.writer, read -> {}).get();
        assertThat(tables(node)).isEqualTo(before);
    }

    private static List<String> tables(NodeInMemory node) throws Exception {
        List<String> rows = new ArrayList<>();
        for (String table : Replay.projections()) {
            for (String row : node.select("select * from " + table)) {
                rows.add(table + ": " + row);
            }
        }
        rows.sort(null);
        return rows;
    }

    @EachDatabase
    void leavesAMarkInThePlaceOfAnAnswerAndReachesItsHome(DatabaseLocation location) throws Exception {
        thread(location, () -> {
            ObjectId erase = erase(answer);
            home.follow(away);
            away.follow(home);

            for (NodeInMemory node : List.of(home, away)) {
                assertThat(payloads(node, answer)).isEmpty();
                String shown = node.select("select visible from post limit 1").get(0);
                assertThat(node.select("select body from post where object_key = ?", answer.key()))
                        .containsExactly("");
                assertThat(node.select("select erased, visible from post where object_key = ?", answer.key()))
                        .containsExactly("1|" + shown);
                assertThat(node.select("select answers from thread")).containsExactly("0");
                assertThat(node.select("select count(*) from post where body = 'Thank you'"))
                        .containsExactly("1");
                assertReplays(node);
            }
            assertThat(home.select("select count(*) from log_entry where log = ? and kind = 12", home.writer.self()))
                    .as("the home's log holds the answer, so it includes its erasure")
                    .containsExactly("1");
            List<Frame> frames = home.frames(0);
            int hole = -1;
            for (int i = 0; i < frames.size(); i++) {
                if (frames.get(i).content() instanceof Frame.Content.Erased erased) {
                    assertThat(frames.get((int) erased.by()).entry().object())
                            .as("a hole names the entry of its erasure")
                            .isEqualTo(erase.key());
                    hole = i;
                }
            }
            assertThat(hole).isPositive();
        });
    }

    @EachDatabase
    void keepsWhatIsErasedOutHoweverItComesAgain(DatabaseLocation location) throws Exception {
        thread(location, () -> {
            OqxRecord edited = away.publish(answer, NodeInMemory.answerBody(author, question, SECRET + " or 0101"));
            List<Frame> before = away.frames(0);
            erase(answer);
            // The home sees the erasure before it sees the edit, which a relay might well bring so.
            home.follow(away);
            assertThat(payloads(home, answer)).isEmpty();
            long held = Long.parseLong(home.select("select count(*) from hole").get(0));

            try (NodeInMemory third =
                    new NodeInMemory("Third", new DatabaseLocation.Embedded(directory.resolve("third")))) {
                third.follow(away);
                third.follow(home);
                assertThat(payloads(third, answer)).isEmpty();
                assertThat(third.select("select count(*) from post where body like '%555%'"))
                        .containsExactly("0");
                assertReplays(third);
            }
            try (NodeInMemory late =
                    new NodeInMemory("Late", new DatabaseLocation.Embedded(directory.resolve("late")))) {
                // A hostile copy of the log that still has the bytes, and the erasure behind them.
                List<Frame> kept = new ArrayList<>(before);
                kept.addAll(away.frames(before.size()));
                late.arrive(away, 0, kept);
                assertThat(payloads(late, answer)).isEmpty();
                assertThat(late.select(
                                "select count(*) from payload where digest = ?",
                                edited.payload().digest()))
                        .containsExactly("0");
                assertThat(late.select("select count(*) from setback")).containsExactly("0");
            }
            assertThat(held).isPositive();
            assertThatThrownBy(() -> away.publish(answer, NodeInMemory.answerBody(author, question, "again")))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("erased"));
        });
    }

    @EachDatabase
    void erasesNothingThatIsNotTheirs(DatabaseLocation location) throws Exception {
        thread(location, () -> {
            List<String> before = tables(home);
            assertThatThrownBy(() -> home.admission
                            .publish(desk -> TakingBack.erasePost(desk, answer.key()))
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(Refusal.class);
            assertThat(tables(home)).isEqualTo(before);
            assertThat(payloads(home, answer)).hasSize(2);
        });
    }

    @EachDatabase
    void takesOpinionsOnWhatIsErasedAlong(DatabaseLocation location) throws Exception {
        thread(location, () -> {
            OqxRecord label = home.publish(
                    new ObjectId(home.id, NamedUuid.label(home.id, answer, "unsafe")),
                    new Label(answer, Optional.of(question), "unsafe", Label.State.ON, Optional.of(SECRET)));
            away.follow(home);
            erase(answer);
            home.follow(away);
            away.follow(home);
            for (NodeInMemory node : List.of(home, away)) {
                assertThat(payloads(node, label.object())).isEmpty();
                assertThat(node.select("select count(*) from label")).containsExactly("0");
                assertReplays(node);
            }
        });
    }

    @EachDatabase
    void takesAlongWhatOthersAttestOfAnErasedMember(DatabaseLocation location) throws Exception {
        thread(location, () -> {
            Attestation.Role role = new Attestation.Role(SECRET, Optional.empty(), Optional.empty(), Optional.empty());
            OqxRecord attestation = home.publish(
                    new ObjectId(home.id, NamedUuid.attestation(home.id, author, role)),
                    new Attestation(author, Label.State.ON, role, Optional.empty()));
            away.follow(home);
            assertThat(away.select("select count(*) from attestation")).containsExactly("1");
            away.admission
                    .publish(desk -> TakingBack.eraseMember(desk, author.key(), true))
                    .get();
            try (NodeInMemory third =
                    new NodeInMemory("Third", new DatabaseLocation.Embedded(directory.resolve("third")))) {
                third.follow(away);
                third.follow(home); // which has the attestation still
                home.follow(away);
                for (NodeInMemory node : List.of(home, away, third)) {
                    assertThat(payloads(node, attestation.object())).isEmpty();
                    assertThat(node.select("select count(*) from attestation")).containsExactly("0");
                    assertReplays(node);
                }
            }
        });
    }

    @EachDatabase
    void erasesAMemberAndLeavesVotesWithoutAName(DatabaseLocation location) throws Exception {
        thread(location, () -> {
            away.vote(author, question);
            int published = away.admission
                    .publish(desk -> TakingBack.eraseMember(desk, author.key(), true))
                    .get();
            home.follow(away);
            assertThat(published).as("an answer and a profile").isEqualTo(2);
            for (NodeInMemory node : List.of(home, away)) {
                assertThat(payloads(node, author)).isEmpty();
                assertThat(payloads(node, answer)).isEmpty();
                assertThat(node.select("select count(*) from member where name = 'arno'"))
                        .containsExactly("0");
                assertReplays(node);
            }
            assertThat(away.select("select count(*) from vote")).containsExactly("0");
            assertThat(away.select("select up, down from imported_count")).containsExactly("1|0");
        });
    }

    @EachDatabase
    void dropsFromItsOwnLogAndBindsItsMirrors(DatabaseLocation location) throws Exception {
        thread(location, () -> {
            try (NodeInMemory third =
                    new NodeInMemory("Third", new DatabaseLocation.Embedded(directory.resolve("third")))) {
                third.follow(home);
                assertThat(payloads(third, answer)).hasSize(1);
                home.admission
                        .publish(desk -> TakingBack.drop(
                                desk, answer.key(), "legal", Optional.empty(), ModerationLog.By.ADMINISTRATOR))
                        .get();
                third.follow(home);
                away.follow(home);

                assertThat(payloads(home, answer)).isEmpty();
                assertThat(home.select("select erased, body from post where object_key = ?", answer.key()))
                        .containsExactly("2|");
                assertThat(payloads(third, answer)).as("no other log has it").isEmpty();
                assertThat(payloads(away, answer)).as("its owner keeps it").hasSize(1);
                for (NodeInMemory node : List.of(home, away, third)) {
                    assertReplays(node);
                }
            }
        });
    }

    /** OQX-MIR-025: some mirrors were away when it was erased, and still serve the text. */
    @EachDatabase
    void takesOutAgainWhatStaleMirrorsBringBackOfOurOwnLog(DatabaseLocation location) throws Exception {
        thread(location, () -> {
            List<Frame> stale = away.frames(0);
            erase(answer);
            List<Frame> frames = new ArrayList<>(stale);
            frames.addAll(away.frames(stale.size()));
            try (Database empty = Database.open(new DatabaseLocation.Embedded(directory.resolve("again")));
                    Writer writer = Writer.open(empty, away.id, away.clock)) {
                Restoration.append(writer, 0, frames).get();

                List<Frame> back = new LogQueries(empty).frames(writer.self(), 0, frames.size());
                assertThat(Frame.encode(back)).isEqualTo(Frame.encode(away.frames(0)));
                assertThat(writer.current().root())
                        .isEqualTo(away.writer.current().root());
                assertThat(new ErasureTable(empty, writer.self()).unpurged())
                        .as("the bytes leave the files as well")
                        .hasSize(1);
            }
        });
    }
}
