package org.guildhall.admin.stackexchange;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.guildhall.admission.Desk;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Accept;
import org.guildhall.record.Body;
import org.guildhall.record.Kind;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Sql;

/** Some threads of a dump, to be brought here in one transaction. */
final class ThreadBatch {

    /** An object as the dump has it; {@code what} names it for the report. */
    private record Wish(ObjectId object, List<Body> revisions, Instant touched, String what) {}

    /** Which of the answers is accepted. */
    private record Choice(ObjectId thread, Optional<ObjectId> answer, Set<ObjectKey> answers) {}

    private final Bodies bodies;
    private final NodeId self;
    private final List<Wish> wishes = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final Counter counter = new Counter();

    ThreadBatch(Bodies bodies, NodeId self) {
        this.bodies = bodies;
        this.self = self;
    }

    void add(DumpThread thread) {
        DumpThread.Post question = thread.question();
        ObjectId id = bodies.post(question.id());
        wish(id, bodies.question(question), question, id);
        List<ObjectId> answers = new ArrayList<>();
        for (DumpThread.Post answer : thread.answers()) {
            ObjectId answerId = bodies.post(answer.id());
            answers.add(answerId);
            wish(answerId, bodies.answer(answer, id), answer, id);
        }
        comments(question, id, id);
        thread.answers().forEach(answer -> comments(answer, bodies.post(answer.id()), id));
        choices.add(new Choice(
                id,
                thread.accepted().map(bodies::post),
                answers.stream().map(ObjectId::key).collect(Collectors.toSet())));
    }

    private void wish(ObjectId object, List<Body> revisions, DumpThread.Post post, ObjectId thread) {
        wishes.add(new Wish(object, revisions, post.touched(), Integer.toString(post.id())));
        counter.note(object.key(), thread.key(), post.votes());
    }

    private void comments(DumpThread.Post post, ObjectId parent, ObjectId thread) {
        for (DumpThread.Comment comment : post.comments()) {
            ObjectId id = bodies.comment(comment.id());
            wishes.add(new Wish(
                    id, List.of(bodies.comment(comment, thread, parent)), comment.time(), "comment " + comment.id()));
            counter.note(id.key(), thread.key(), new DumpThread.Votes(comment.up(), 0));
        }
    }

    /** How many objects there are. */
    int size() {
        return wishes.size();
    }

    Set<ObjectKey> threads() {
        return counter.threads();
    }

    /**
     * Publishes what is not here yet.
     *
     * @param oneByOne a record that the gate refuses is left out and told; otherwise the refusal ends everything
     */
    Ledger perform(Desk desk, boolean dryRun, boolean oneByOne) throws SQLException, Refusal {
        Ledger ledger = new Ledger();
        List<ObjectKey> keys = wishes.stream().map(wish -> wish.object().key()).toList();
        Stored stored = Stored.of(desk.tx().sql(), keys);
        Press press = new Press(desk, dryRun, oneByOne, ledger);
        for (Wish wish : wishes) {
            List<Body> before = stored.of(wish.object().key());
            News news = News.of(before, wish.revisions(), wish.touched());
            if (news.editedHereToo()) {
                ledger.findings().add(Finding.EDITED_HERE_TOO, wish.what());
            }
            press.publish(wish.object(), wish.revisions().get(0).kind(), before.size(), news.revisions(), wish.what());
        }
        choose(desk.tx().sql(), press);
        press.finish();
        counter.write(desk, dryRun, ledger);
        return ledger;
    }

    private record Accepted(Optional<ObjectKey> answer, int revision) {}

    /** An acceptance that came with an earlier dump is withdrawn when this one has none; one that was made here stays. */
    private void choose(Sql sql, Press press) throws SQLException, Refusal {
        Map<ObjectKey, Accepted> before = new HashMap<>();
        sql.query(
                "select thread_key, object_key, revision from accepted where thread_key = any(?)",
                row -> before.put(
                        Sql.key(row, "thread_key"),
                        new Accepted(Sql.optionalKey(row, "object_key"), row.getInt("revision"))),
                choices.stream().map(choice -> choice.thread().key()).toList());
        for (Choice choice : choices) {
            Accepted now = before.getOrDefault(choice.thread().key(), new Accepted(Optional.empty(), 0));
            boolean same = now.answer().equals(choice.answer().map(ObjectId::key));
            boolean ofOurs = now.answer().isPresent()
                    && !choice.answers().contains(now.answer().get());
            if (now.revision() == 0 && choice.answer().isEmpty()) {
                continue;
            }
            List<Body> news = same || ofOurs ? List.of() : List.of(new Accept(choice.thread(), choice.answer()));
            press.publish(
                    new ObjectId(self, NamedUuid.accept(choice.thread())),
                    Kind.ACCEPT,
                    now.revision(),
                    news,
                    "accepted answer");
        }
    }
}
