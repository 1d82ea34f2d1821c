package org.guildhall.admission;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.Link;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.ClosedQuestions;
import org.guildhall.store.Flags;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.ModerationLog.Action;
import org.guildhall.store.Notifications;
import org.guildhall.store.Sql;
import org.guildhall.store.Transaction;

/**
 * Closes a question of this node to further answers, and opens it again (spec, chapter Including, section 6). What is said of it is
 * signed: a label that the thread is closed, and why as a label or a link of its own, so that followers can show both.
 */
public final class Closing {
    /** The code of a verdict and of a refusal: the question takes no more answers. */
    public static final String THREAD_CLOSED = "thread-closed";
    /** The code of a refusal: it is closed, or open, already. */
    public static final String NOTHING_TO_DO = "nothing-to-do";
    /** The code of a refusal: a moderator decided last, so only moderators decide again. */
    public static final String DECIDED = "decided-by-moderators";
    /** The code of a refusal: what it is said to repeat is no other question here. */
    public static final String NO_ORIGINAL = "no-original";

    private Closing() {}

    /** Why a question is closed. */
    public enum Reason {
        OFF_TOPIC("off-topic"),
        UNCLEAR("unclear"),
        DUPLICATE("duplicate");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** As in forms and in the log of decisions; of the first two also the label that is published. */
        public String label() {
            return label;
        }
    }

    /** The question as the tables have it. */
    private record Place(ObjectId question, ObjectKey author) {}

    /**
     * Closes a question.
     *
     * @param original the question that it repeats, of whatever node; for {@link Reason#DUPLICATE}
     * @param words for people, may be ""
     * @throws Refusal {@link Lacking}, {@link #DECIDED}, {@link #NOTHING_TO_DO}, {@link #NO_ORIGINAL}, or {@code unknown-object} when it
     *     is no question of this node that readers can see
     */
    public static void close(
            Desk desk,
            Privileges privileges,
            ObjectKey member,
            ObjectKey question,
            Reason reason,
            Optional<ObjectKey> original,
            String words)
            throws Refusal, SQLException {
        ModerationLog.By by = decider(desk, privileges, member, question);
        Place place = place(desk, question);
        if (Labelling.holds(desk, place.question(), Label.CLOSED)) {
            throw new Refusal(NOTHING_TO_DO, "this question is closed already");
        }
        Optional<String> spoken = Optional.of(words).filter(one -> !one.isEmpty());
        say(desk, place.question(), Label.CLOSED, Label.State.ON, spoken);
        if (reason == Reason.DUPLICATE) {
            link(desk, place.question(), original(desk, question, original));
        } else if (!Labelling.holds(desk, place.question(), reason.label())) {
            say(desk, place.question(), reason.label(), Label.State.ON, spoken);
        }
        ModerationLog.note(desk.tx(), by, Action.CLOSED, reason.label(), words, question);
        if (by != ModerationLog.By.MEMBER) {
            Flags.settle(desk.tx(), question);
        }
        Notifications.tell(desk.tx(), place.author(), "closed", question, question, member);
    }

    /**
     * Opens a closed question again. What closing it had called it, off-topic or unclear, is taken back; a label that a moderator set
     * on its own stays. That it repeats another stays said, as a link: it serves who reads either.
     *
     * @throws Refusal as {@link #close}
     */
    public static void reopen(Desk desk, Privileges privileges, ObjectKey member, ObjectKey question, String words)
            throws Refusal, SQLException {
        ModerationLog.By by = decider(desk, privileges, member, question);
        Place place = place(desk, question);
        if (!Labelling.holds(desk, place.question(), Label.CLOSED)) {
            throw new Refusal(NOTHING_TO_DO, "this question is not closed");
        }
        say(desk, place.question(), Label.CLOSED, Label.State.OFF, Optional.empty());
        Optional<String> label = labelOfClosing(desk, place.question());
        if (label.isPresent()) {
            say(desk, place.question(), label.get(), Label.State.OFF, Optional.empty());
        }
        ModerationLog.note(desk.tx(), by, Action.REOPENED, label.orElse(""), words, question);
        Notifications.tell(desk.tx(), place.author(), "reopened", question, question, member);
    }

    /** The label that is set because the question was closed last, and not because somebody labelled it. */
    private static Optional<String> labelOfClosing(Desk desk, ObjectId question) throws SQLException {
        Sql sql = desk.tx().sql();
        Optional<String> code =
                ModerationLog.closedAs(sql, question.key()).filter(one -> !one.equals(Reason.DUPLICATE.label()));
        if (code.isEmpty()
                || !Labelling.holds(desk, question, code.get())
                || ModerationLog.isLabelled(sql, question.key(), code.get())) {
            return Optional.empty();
        }
        return code;
    }

    /** Whether a question is closed by its home. */
    public static boolean isClosed(Sql sql, ObjectKey question) throws SQLException {
        return !ClosedQuestions.among(sql, Set.of(question)).isEmpty();
    }

    /** As whom the member decides. Who does so by standing does not undo what a moderator did. */
    private static ModerationLog.By decider(Desk desk, Privileges privileges, ObjectKey member, ObjectKey question)
            throws Refusal, SQLException {
        ModerationLog.By by = ModerationLog.By.of(privileges.require(desk.tx().sql(), member, Privilege.CLOSE));
        Optional<ModerationLog.By> last = ModerationLog.lastClosing(desk.tx().sql(), question);
        if (by == ModerationLog.By.MEMBER && last.isPresent() && last.get() != ModerationLog.By.MEMBER) {
            throw new Refusal(DECIDED, "a moderator decided on this question; ask the moderators");
        }
        return by;
    }

    private static Place place(Desk desk, ObjectKey question) throws Refusal, SQLException {
        Transaction tx = desk.tx();
        return tx.sql()
                .first(
                        "select id, author from post where object_key = ? and kind = ? and node = ? and visible",
                        row -> new Place(
                                new ObjectId(tx.selfId(), row.getObject("id", UUID.class)), Sql.key(row, "author")),
                        question,
                        Kind.QUESTION.code(),
                        tx.self())
                .orElseThrow(() -> new Refusal("unknown-object", "this is no question of this node"));
    }

    private static ObjectId original(Desk desk, ObjectKey question, Optional<ObjectKey> original)
            throws Refusal, SQLException {
        if (original.isEmpty() || original.get().equals(question)) {
            throw new Refusal(NO_ORIGINAL, "name another question that this one repeats");
        }
        return desk.tx()
                .sql()
                .first(
                        "select n.id as node, p.id from post p join node n on n.nr = p.node"
                                + " where p.object_key = ? and p.kind = ? and p.visible",
                        row -> new ObjectId(new NodeId(row.getString("node")), row.getObject("id", UUID.class)),
                        original.get(),
                        Kind.QUESTION.code())
                .orElseThrow(() -> new Refusal(NO_ORIGINAL, "the question that this one repeats is not here"));
    }

    private static void say(Desk desk, ObjectId question, String label, Label.State state, Optional<String> reason)
            throws Refusal, SQLException {
        ObjectId id = new ObjectId(question.node(), NamedUuid.label(question.node(), question, label));
        desk.publish(id, new Label(question, Optional.of(question), label, state, reason));
    }

    private static void link(Desk desk, ObjectId question, ObjectId original) throws Refusal, SQLException {
        Link.Target target = new Link.Target.OfThread(original);
        ObjectId id = new ObjectId(question.node(), NamedUuid.link(question, Link.Relation.DUPLICATE_OF, target));
        boolean said = desk.tx()
                .sql()
                .first("select 1 from thread_link where object_key = ?", row -> true, id.key())
                .isPresent();
        if (!said) {
            desk.publish(id, new Link(question, target, Link.Relation.DUPLICATE_OF));
        }
    }
}
