package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.guildhall.record.Limits;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Tally;
import org.guildhall.store.Sql;
import org.guildhall.store.Transaction;

/** Adds up what this node's members voted, and what imports brought along, into one tally for each thread. */
final class TallySheet {
    private TallySheet() {}

    private record Line(ObjectKey thread, ObjectId threadId, Tally.Count count) {}

    /** The tallies of the threads that differ from what was published last. */
    static List<Desk.Statement> of(Transaction tx, Set<ObjectKey> threads) throws SQLException {
        Map<ObjectId, List<Tally.Count>> byThread = new LinkedHashMap<>();
        for (Line line : lines(tx, threads)) {
            byThread.computeIfAbsent(line.threadId(), unused -> new ArrayList<>())
                    .add(line.count());
        }
        Map<ObjectKey, Map<ObjectKey, List<Long>>> published = published(tx, threads);
        List<Desk.Statement> statements = new ArrayList<>();
        byThread.forEach((thread, counts) -> {
            List<Tally.Count> kept = withinLimit(counts);
            Map<ObjectKey, List<Long>> now = new HashMap<>();
            kept.forEach(count -> now.put(count.about().key(), List.of(count.up(), count.down())));
            if (!now.equals(published.get(thread.key()))) {
                statements.add(new Desk.Statement(
                        new ObjectId(tx.selfId(), NamedUuid.tally(tx.selfId(), thread)), new Tally(thread, kept)));
            }
        });
        return statements;
    }

    /** A tally has room for 500 objects; in a longer thread those with the most votes are told. */
    private static List<Tally.Count> withinLimit(List<Tally.Count> counts) {
        return counts.stream()
                .sorted(Comparator.comparingLong((Tally.Count count) -> -count.up() - count.down())
                        .thenComparing(Tally.Count::about))
                .limit(Limits.COUNTS)
                .sorted(Comparator.comparing(Tally.Count::about))
                .toList();
    }

    /** An object that once had votes stays on the sheet with zeros: a missing line would leave others in doubt. */
    private static List<Line> lines(Transaction tx, Set<ObjectKey> threads) throws SQLException {
        return tx.sql()
                .query(
                        "select p.thread_key, hn.id as home, q.id as thread_id, n.id as node, p.id,"
                                + " (select count(*) from vote v where v.object_key = p.object_key and v.direction = 1)"
                                + "  + coalesce(i.up, 0) as up,"
                                + " (select count(*) from vote v where v.object_key = p.object_key and v.direction = -1)"
                                + "  + coalesce(i.down, 0) as down"
                                + " from post p join post q on q.object_key = p.thread_key"
                                + " join node hn on hn.nr = q.node join node n on n.nr = p.node"
                                + " left join imported_count i on i.object_key = p.object_key"
                                + " where p.thread_key = any(?) and (i.object_key is not null"
                                + "  or exists (select 1 from vote v where v.object_key = p.object_key)"
                                + "  or exists (select 1 from tally_count c join tally t on t.object_key = c.tally"
                                + "   where c.object_key = p.object_key and t.node = ?))",
                        row -> new Line(
                                Sql.key(row, "thread_key"),
                                new ObjectId(new NodeId(row.getString("home")), row.getObject("thread_id", UUID.class)),
                                new Tally.Count(
                                        new ObjectId(
                                                new NodeId(row.getString("node")), row.getObject("id", UUID.class)),
                                        row.getLong("up"),
                                        row.getLong("down"))),
                        threads,
                        tx.self());
    }

    private static Map<ObjectKey, Map<ObjectKey, List<Long>>> published(Transaction tx, Set<ObjectKey> threads)
            throws SQLException {
        Map<ObjectKey, Map<ObjectKey, List<Long>>> published = new HashMap<>();
        record Row(ObjectKey thread, ObjectKey object, long up, long down) {}
        for (Row row : tx.sql()
                .query(
                        "select t.thread_key, c.object_key, c.up, c.down from tally t"
                                + " join tally_count c on c.tally = t.object_key"
                                + " where t.thread_key = any(?) and t.node = ?",
                        row -> new Row(
                                Sql.key(row, "thread_key"),
                                Sql.key(row, "object_key"),
                                row.getLong("up"),
                                row.getLong("down")),
                        threads,
                        tx.self())) {
            published
                    .computeIfAbsent(row.thread(), unused -> new HashMap<>())
                    .put(row.object(), List.of(row.up(), row.down()));
        }
        return published;
    }
}
