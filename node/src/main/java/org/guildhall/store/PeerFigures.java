package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in the tables about peers beside the peering itself: why records were set back, what they say of us, proofs. */
public final class PeerFigures {
    private final Reads reads;

    public PeerFigures(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * About one node.
     *
     * @param report what it last said of how it follows us, JSON
     * @param evidence how many proofs there are that it contradicted itself
     * @param storedBytes how much of its log is stored
     * @param continuedFrom the size at which its log went on after a fork, as it said last
     */
    public record Figures(
            Optional<String> report,
            Optional<Instant> reportAt,
            long evidence,
            long storedBytes,
            Optional<Long> continuedFrom) {}

    /** How many records of a log were set back so. */
    public record Reason(String outcome, String code, long records) {}

    /** Posts that wait for a person, in all. */
    public record Waiting(long records, Optional<Instant> oldest) {}

    /** Of every peering, by our number of the node. */
    public Map<Integer, Figures> all() {
        return reads.ask(sql -> {
            Map<Integer, Figures> figures = new HashMap<>();
            sql.query(
                    "select p.node, p.report, p.report_at, coalesce(v.bytes, 0) as stored,"
                            + " (select count(*) from evidence e where e.node = p.node) as proofs,"
                            + " (select max(c.size) from continuation c where c.node = p.node) as continued"
                            + " from peering p left join log_volume v on v.log = p.node",
                    row -> Optional.ofNullable(figures.put(row.getInt("node"), figures(row))));
            return Map.copyOf(figures);
        });
    }

    /** Why records of a log were not taken, most frequent first. */
    public List<Reason> reasons(int log) {
        return reads.ask(sql -> reasons(sql, log));
    }

    public static List<Reason> reasons(Sql sql, int log) throws SQLException {
        return sql.query(
                "select outcome, code, count(*) as records from setback where log = ? group by outcome, code"
                        + " order by count(*) desc, code",
                row -> new Reason(row.getString("outcome"), row.getString("code"), row.getLong("records")),
                log);
    }

    /** The same of all logs, by our number of the node whose log it is. */
    public static Map<Integer, List<Reason>> reasons(Sql sql) throws SQLException {
        Map<Integer, List<Reason>> reasons = new HashMap<>();
        sql.query(
                "select log, outcome, code, count(*) as records from setback group by log, outcome, code"
                        + " order by count(*) desc, code",
                row -> reasons.computeIfAbsent(row.getInt("log"), log -> new ArrayList<>())
                        .add(new Reason(row.getString("outcome"), row.getString("code"), row.getLong("records"))));
        return reasons;
    }

    /** What moderators have before them. */
    public Waiting waiting() {
        return reads.ask(sql -> sql.first(
                        "select count(*) as records, min(at) as oldest from setback where outcome = 'held' and waits_for is null",
                        row -> new Waiting(row.getLong("records"), time(row.getLong("oldest"), row.wasNull())))
                .orElseThrow());
    }

    /** Proofs of all nodes. */
    public long equivocations() {
        return reads.ask(sql -> sql.first("select count(*) from evidence", row -> row.getLong(1))
                .orElse(0L));
    }

    private static Figures figures(ResultSet row) throws SQLException {
        return new Figures(
                Optional.ofNullable(row.getString("report")),
                time(row.getLong("report_at"), row.wasNull()),
                row.getLong("proofs"),
                row.getLong("stored"),
                continued(row));
    }

    private static Optional<Long> continued(ResultSet row) throws SQLException {
        long size = row.getLong("continued");
        return row.wasNull() ? Optional.empty() : Optional.of(size);
    }

    private static Optional<Instant> time(long millis, boolean wasNull) {
        return wasNull ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
