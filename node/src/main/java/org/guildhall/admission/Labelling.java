package org.guildhall.admission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Flags;
import org.guildhall.store.ModerationLog;

/** Says what this node thinks of a post, or that it thinks so no longer. Whoever decides: a page or the command line. */
public final class Labelling {
    /** The code of a refusal: the label is set, for the same reason. */
    public static final String SET = "label-set";
    /** The code of a refusal: the label to be taken back is not set. */
    public static final String NOT_SET = "label-not-set";

    private Labelling() {}

    /** Which post and thread a label is about. */
    private record Place(ObjectId post, ObjectId thread) {}

    /** What our newest word on a post is. */
    private record Word(boolean holds, Optional<String> reason) {}

    /**
     * Publishes our label on a post, notes it in the public moderation log, and settles what members flagged of the post.
     *
     * @param label one of {@link Label#REGISTERED}
     * @throws Refusal {@link #SET}, {@link #NOT_SET}, or {@code unknown-object} when no such post is here
     */
    public static void publish(
            Desk desk, ObjectKey post, String label, Label.State state, Optional<String> reason, ModerationLog.By by)
            throws Refusal, SQLException {
        Place place = place(desk, post);
        NodeId self = desk.tx().selfId();
        ObjectId id = new ObjectId(self, NamedUuid.label(self, place.post(), label));
        Optional<Word> before = word(desk, id);
        boolean set = before.map(Word::holds).orElse(false);
        if (state == Label.State.OFF && !set) {
            throw new Refusal(NOT_SET, "this node has not set the label \"" + label + "\" on this post");
        }
        if (state == Label.State.ON && set && before.flatMap(Word::reason).equals(reason)) {
            throw new Refusal(SET, "this node has set the label \"" + label + "\" on this post already");
        }
        desk.publish(id, new Label(place.post(), Optional.of(place.thread()), label, state, reason));
        ModerationLog.Action action =
                state == Label.State.ON ? ModerationLog.Action.LABELLED : ModerationLog.Action.UNLABELLED;
        ModerationLog.note(desk.tx(), by, action, label, reason.orElse(""), post);
        Flags.settle(desk.tx(), post);
    }

    /** Whether this node has set the label on a post. */
    static boolean holds(Desk desk, ObjectId post, String label) throws SQLException {
        NodeId self = desk.tx().selfId();
        return word(desk, new ObjectId(self, NamedUuid.label(self, post, label)))
                .map(Word::holds)
                .orElse(false);
    }

    private static Place place(Desk desk, ObjectKey post) throws Refusal, SQLException {
        return desk.tx()
                .sql()
                .first(
                        "select n.id as node, p.id, tn.id as thread_node, t.id as thread_id from post p"
                                + " join node n on n.nr = p.node join post t on t.object_key = p.thread_key"
                                + " join node tn on tn.nr = t.node where p.object_key = ? and p.erased = 0",
                        row -> new Place(object(row, "node", "id"), object(row, "thread_node", "thread_id")),
                        post)
                .orElseThrow(() -> new Refusal("unknown-object", "no post here has the key " + post.text()));
    }

    private static Optional<Word> word(Desk desk, ObjectId label) throws SQLException {
        return desk.tx()
                .sql()
                .first(
                        "select holds, reason from label where object_key = ?",
                        row -> new Word(row.getBoolean("holds"), Optional.ofNullable(row.getString("reason"))),
                        label.key());
    }

    private static ObjectId object(ResultSet row, String node, String id) throws SQLException {
        return new ObjectId(new NodeId(row.getString(node)), row.getObject(id, UUID.class));
    }
}
