package org.guildhall.admission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.Drop;
import org.guildhall.record.Erase;
import org.guildhall.record.Gone;
import org.guildhall.record.Kind;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Events;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.Sql;
import org.guildhall.store.Suggestions;

/** Erases what members of this node wrote, or members themselves; drops from our log what others wrote. */
public final class TakingBack {
    private TakingBack() {}

    /** A post as its mark names it, and who wrote it. */
    private record Post(Gone gone, ObjectKey author) {}

    /**
     * Erases one post of this node; the erase object.
     *
     * @throws Refusal {@code unknown-object} when no post of ours has this key
     */
    public static ObjectId erasePost(Desk desk, ObjectKey key) throws Refusal, SQLException {
        Gone gone = post(desk, key)
                .map(Post::gone)
                .filter(one -> one.about().node().equals(desk.tx().selfId()))
                .orElseThrow(() -> new Refusal("unknown-object", "no post of this node has the key " + key.text()));
        return desk.publish(erase(gone)).get(0).object();
    }

    /**
     * Erases a member of this node: the profile, and the posts if wished. The account, sessions, notifications and
     * suggestions that nobody applied go; flags stay without a name, votes as numbers without one.
     *
     * @return how many records were published
     */
    public static int eraseMember(Desk desk, ObjectKey member, boolean withPosts) throws Refusal, SQLException {
        List<Desk.Statement> statements = new ArrayList<>();
        if (withPosts) {
            for (Post post : posts(desk, member)) {
                statements.addAll(erase(post.gone()));
            }
        }
        statements.addAll(erase(profile(desk, member)));
        int published = desk.publish(statements).size();
        forgetAccount(desk.tx().sql(), member);
        return published;
    }

    /**
     * A post that may be dropped.
     *
     * @param own whether a member of ours wrote it
     * @param entries of our log that hold a revision of it
     */
    public record Dropped(Gone gone, boolean own, long entries) {}

    /**
     * What dropping a post would be; changes nothing.
     *
     * @throws Refusal {@code unknown-object} when no such post is here
     */
    public static Dropped look(Desk desk, ObjectKey key) throws Refusal, SQLException {
        Gone gone = post(desk, key)
                .map(Post::gone)
                .orElseThrow(() -> new Refusal("unknown-object", "no post here has the key " + key.text()));
        long entries = desk.tx()
                .sql()
                .first(
                        "select count(*) from log_entry where log = ? and object_key = ? and form = 0",
                        row -> row.getLong(1),
                        desk.tx().self(),
                        key)
                .orElse(0L);
        return new Dropped(gone, gone.about().node().equals(desk.tx().selfId()), entries);
    }

    /**
     * Drops a post of whatever node from our log and from what we show, and notes it in the public moderation log.
     *
     * @param code why; one of {@link org.guildhall.record.Verdict#CODES}
     * @throws Refusal {@code unknown-object} when no such post is here, {@code erased} when it is gone already
     */
    public static ObjectId drop(Desk desk, ObjectKey key, String code, Optional<String> reason, ModerationLog.By by)
            throws Refusal, SQLException {
        Gone gone = look(desk, key).gone();
        ObjectId drop =
                new ObjectId(desk.tx().selfId(), NamedUuid.drop(desk.tx().selfId(), gone.about()));
        ObjectId published = desk.publish(drop, new Drop(gone, code, reason)).object();
        ModerationLog.note(desk.tx(), by, ModerationLog.Action.DROPPED, code, "", key);
        Events.note(
                desk.tx(), Events.Kind.POST_DROPPED, Optional.of(gone.about().node()), code, key.text());
        return published;
    }

    private static List<Desk.Statement> erase(Gone gone) {
        return List.of(
                new Desk.Statement(new ObjectId(gone.about().node(), NamedUuid.erase(gone.about())), new Erase(gone)));
    }

    private static Gone profile(Desk desk, ObjectKey member) throws SQLException, Refusal {
        return desk.tx()
                .sql()
                .first(
                        "select id, since from member where object_key = ? and node = ? and revision > 0",
                        row -> new Gone(
                                new ObjectId(desk.tx().selfId(), row.getObject("id", UUID.class)),
                                Kind.MEMBER,
                                Instant.ofEpochMilli(row.getLong("since")),
                                Optional.empty(),
                                Optional.empty()),
                        member,
                        desk.tx().self())
                .orElseThrow(() -> new Refusal("unknown-object", "no member of this node has this key"));
    }

    private static Optional<Post> post(Desk desk, ObjectKey key) throws SQLException {
        return read(desk, "p.object_key = ?", key).stream().findFirst();
    }

    private static List<Post> posts(Desk desk, ObjectKey author) throws SQLException {
        return read(desk, "p.author = ? and p.erased = 0", author);
    }

    /** The thread and the parent by their names, as far as they are here. */
    private static List<Post> read(Desk desk, String condition, ObjectKey key) throws SQLException {
        List<Post> posts = new ArrayList<>();
        for (Optional<Post> post : desk.tx()
                .sql()
                .query(
                        "select p.kind, p.id, p.author, p.created_at, n.id as node, tn.id as thread_node, t.id as thread_id,"
                                + " an.id as parent_node, a.id as parent_id from post p"
                                + " join node n on n.nr = p.node"
                                + " left join post t on t.object_key = p.thread_key left join node tn on tn.nr = t.node"
                                + " left join post a on a.object_key = p.parent_key left join node an on an.nr = a.node"
                                + " where " + condition,
                        TakingBack::post,
                        key)) {
            post.ifPresent(posts::add);
        }
        return posts;
    }

    private static Optional<Post> post(ResultSet row) throws SQLException {
        Kind kind = Kind.ofCode(row.getInt("kind")).orElseThrow();
        Optional<ObjectId> thread = object(row, "thread_node", "thread_id");
        Optional<ObjectId> parent = kind == Kind.COMMENT ? object(row, "parent_node", "parent_id") : Optional.empty();
        if (thread.isEmpty() || (kind == Kind.COMMENT && parent.isEmpty())) {
            return Optional.empty();
        }
        ObjectId about = new ObjectId(new NodeId(row.getString("node")), row.getObject("id", UUID.class));
        Instant dated = Instant.ofEpochMilli(row.getLong("created_at"));
        return Optional.of(new Post(new Gone(about, kind, dated, thread, parent), Sql.key(row, "author")));
    }

    private static Optional<ObjectId> object(ResultSet row, String node, String id) throws SQLException {
        String of = row.getString(node);
        return of == null ? Optional.empty() : Optional.of(new ObjectId(new NodeId(of), row.getObject(id, UUID.class)));
    }

    /** A vote counts on, but nobody can say whose it was. */
    private static void forgetAccount(Sql sql, ObjectKey member) throws SQLException {
        record Vote(ObjectKey object, ObjectKey thread, int direction) {}
        for (Vote vote : sql.query(
                "select object_key, thread_key, direction from vote where member = ?",
                row -> new Vote(Sql.key(row, "object_key"), Sql.key(row, "thread_key"), row.getInt("direction")),
                member)) {
            int up = vote.direction() > 0 ? 1 : 0;
            sql.update(
                    "insert into imported_count (object_key, thread_key, up, down) values (?, ?, 0, 0)"
                            + " on conflict do nothing",
                    vote.object(),
                    vote.thread());
            sql.update(
                    "update imported_count set up = up + ?, down = down + ? where object_key = ?",
                    up,
                    1 - up,
                    vote.object());
        }
        sql.update("update erasure set member = null where member = ?", member);
        sql.update("update flag set member = null where member = ?", member);
        // What was applied is a revision of another's post; what was not is words of this member alone.
        sql.update(
                "delete from suggestion where member = ? and (outcome is null or outcome <> ?)",
                member,
                Suggestions.State.APPLIED.label());
        sql.update("update suggestion set member = null, words = '' where member = ?", member);
        for (String table : List.of(
                "vote", "vote_window", "counted", "moved", "notification", "session", "account_ticket", "account")) {
            sql.update("delete from " + table + " where member = ?", member);
        }
    }
}
