package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guildhall.record.ObjectKey;

/** The labels that hold on posts that are here, for rooms that know no SQL. */
public final class LabelQueries {
    private final Reads reads;

    public LabelQueries(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * One node's opinion on one post.
     *
     * @param nodeId whose opinion it is
     * @param nodeName "" while that node has not introduced itself
     * @param title of the question that the post belongs to, "" when it is not here
     * @param reason in words, "" when there are none
     * @param policy with that node, JSON, when it is a peer
     */
    public record Labelled(
            String label,
            String nodeId,
            String nodeName,
            ObjectKey post,
            ObjectKey thread,
            String title,
            String reason,
            Instant at,
            Optional<String> policy) {}

    /** The newest labels, newest first. */
    public List<Labelled> newest(int most) {
        return reads.ask(sql -> sql.query(
                "select l.label, n.id as node_id, f.name, p.object_key, p.thread_key, t.title, l.reason, l.at, g.policy"
                        + " from label l join post p on p.object_key = l.about_key join node n on n.nr = l.node"
                        + " left join node_profile f on f.node = l.node left join post t on t.object_key = p.thread_key"
                        + " left join peering g on g.node = l.node and g.state in ('active', 'suspended')"
                        + " where l.holds and p.erased = 0 order by l.at desc, l.object_key limit ?",
                LabelQueries::labelled,
                most));
    }

    private static Labelled labelled(ResultSet row) throws SQLException {
        return new Labelled(
                row.getString("label"),
                row.getString("node_id"),
                ThreadLists.text(row, "name"),
                Sql.key(row, "object_key"),
                Sql.key(row, "thread_key"),
                ThreadLists.text(row, "title"),
                ThreadLists.text(row, "reason"),
                Instant.ofEpochMilli(row.getLong("at")),
                Optional.ofNullable(row.getString("policy")));
    }

    /** On how many posts that are here a node has set each label. */
    public Map<String, Long> counts(int node) {
        Map<String, Long> counts = new TreeMap<>();
        reads.ask(sql -> sql.query(
                "select l.label, count(*) as posts from label l join post p on p.object_key = l.about_key"
                        + " where l.node = ? and l.holds and p.erased = 0 group by l.label",
                row -> Optional.ofNullable(counts.put(row.getString("label"), row.getLong("posts"))),
                node));
        return counts;
    }
}
