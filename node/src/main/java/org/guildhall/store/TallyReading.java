package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectKey;

/** Other nodes' votes, as their tallies that count have them. Our own members' are what a post has beyond these. */
public final class TallyReading {
    private final Sql sql;
    private final int self;

    /** @param self this node's number */
    public TallyReading(Sql sql, int self) {
        this.sql = sql;
        this.self = self;
    }

    /** What a node's members voted on a post. */
    public record Count(ObjectKey post, NodeId node, long up, long down) {}

    /** The same with the tally that says it. */
    public record Told(Count count, ObjectKey tally, int revision, Instant at) {}

    /** On all posts of a thread. */
    public List<Count> inThread(ObjectKey thread) throws SQLException {
        Map<String, NodeId> nodes = new HashMap<>();
        return sql.query(
                "select c.object_key, n.id, c.up, c.down from tally t join node n on n.nr = t.node"
                        + " join tally_count c on c.tally = t.object_key where t.thread_key = ? and t.node <> ?",
                row -> count(row, nodes),
                thread,
                self);
    }

    /** On one post of the thread. */
    public List<Told> onPost(ObjectKey thread, ObjectKey post) throws SQLException {
        Map<String, NodeId> nodes = new HashMap<>();
        return sql.query(
                "select c.object_key, n.id, c.up, c.down, c.tally, t.revision, r.dated_at from tally t"
                        + " join node n on n.nr = t.node join tally_count c on c.tally = t.object_key"
                        + " join object_revision r on r.object_key = t.object_key and r.revision = t.revision"
                        + " where t.thread_key = ? and c.object_key = ? and t.node <> ?",
                row -> new Told(
                        count(row, nodes),
                        Sql.key(row, "tally"),
                        row.getInt("revision"),
                        Instant.ofEpochMilli(row.getLong("dated_at"))),
                thread,
                post,
                self);
    }

    /** There are many rows and few nodes. */
    private static Count count(ResultSet row, Map<String, NodeId> nodes) throws SQLException {
        return new Count(
                Sql.key(row, "object_key"),
                nodes.computeIfAbsent(row.getString("id"), NodeId::new),
                row.getLong("up"),
                row.getLong("down"));
    }
}
