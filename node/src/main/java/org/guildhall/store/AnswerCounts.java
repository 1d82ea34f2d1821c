package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;

/** Members' answers in threads that a node is the home of or publishes the tally of, and what came of them (OQX-STA-061). */
public final class AnswerCounts {
    private final Sql sql;

    public AnswerCounts(Sql sql) {
        this.sql = sql;
    }

    /**
     * One answer that is shown.
     *
     * @param topics of the thread's question
     * @param at milliseconds
     * @param accepted by this node, as the home
     * @param up what the published tally of this node says, and never a vote that no tally tells yet
     */
    public record Line(ObjectKey author, List<String> topics, long at, boolean accepted, long up, long down) {}

    /** By author, for a node's number. */
    public Map<ObjectKey, List<Line>> of(Collection<ObjectKey> authors, int node) throws SQLException {
        Map<ObjectKey, List<Line>> lines = new HashMap<>();
        sql.query(
                        "select p.author, q.tags, p.created_at, coalesce(c.up, 0) as up, coalesce(c.down, 0) as down,"
                                + " case when q.node = ? and a.object_key is not null and p.author <> q.author then 1 else 0 end"
                                + " as accepted"
                                + " from post p join thread q on q.thread_key = p.thread_key"
                                + " left join tally t on t.thread_key = p.thread_key and t.node = ?"
                                + " left join tally_count c on c.tally = t.object_key and c.object_key = p.object_key"
                                + " left join accepted a on a.thread_key = p.thread_key and a.object_key = p.object_key"
                                + " where p.author = any(?) and p.kind = " + Kind.ANSWER.code()
                                + " and p.visible and p.erased = 0 and (q.node = ? or t.object_key is not null)",
                        AnswerCounts::line,
                        node,
                        node,
                        Sql.many(authors),
                        node)
                .forEach(line -> lines.computeIfAbsent(line.author(), unused -> new ArrayList<>())
                        .add(line));
        return lines;
    }

    private static Line line(ResultSet row) throws SQLException {
        String tags = row.getString("tags");
        return new Line(
                Sql.key(row, "author"),
                tags.isEmpty() ? List.of() : List.of(tags.split(" ", -1)),
                row.getLong("created_at"),
                row.getInt("accepted") == 1,
                row.getLong("up"),
                row.getLong("down"));
    }
}
