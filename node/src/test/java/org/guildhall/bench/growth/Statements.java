package org.guildhall.bench.growth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.reputation.Fact;

/** What the embedded database did for a piece of work: its own count of statements, and the rows that they looked at. */
public final class Statements {
    private static final Pattern PARAMETER = Pattern.compile("(?:\\w+\\.)?(\\w+)(?: from 1\\))? = (any\\()?\\?");
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    private final NodeInMemory node;

    public Statements(GrowingNode growing) {
        this.node = growing.node();
    }

    /** Some work. */
    public interface Work {
        void run() throws Exception;
    }

    /**
     * One statement on the tables of standing.
     *
     * @param times executed
     * @param rows returned or changed, in all executions
     * @param scanned rows that a query looks at, by its plan run again; empty for what writes by a key
     * @param plan of a query
     */
    public record Counted(String sql, long times, long rows, Optional<Long> scanned, String plan) {}

    /** Those of the columns that queries about a member and a thread of theirs ask for, in the topic of all. */
    public static Map<String, Object> values(GrowingNode.Live one) {
        return Map.of(
                "origin_key", one.thread().key().toBytes(),
                "thread_key", one.thread().key().toBytes(),
                "member_key", one.member().key().toBytes(),
                "topic", Fact.ALL_TOPICS,
                "topics", Fact.ALL_TOPICS);
    }

    /**
     * Of statements that name a table of standing.
     *
     * @param values of the columns that queries ask for
     */
    public List<Counted> of(Work work, Map<String, Object> values) throws Exception {
        set("query_statistics_max_entries 500");
        set("query_statistics true");
        work.run();
        List<Counted> counted = new ArrayList<>();
        try (Connection connection = node.database.reads().getConnection();
                PreparedStatement statistics = connection.prepareStatement(
                        "select sql_statement, execution_count, cumulative_row_count from information_schema.query_statistics"
                                + " where sql_statement like '%standing_%'");
                ResultSet row = statistics.executeQuery()) {
            while (row.next()) {
                String sql = row.getString(1);
                Optional<String> plan = sql.startsWith("select") && !sql.contains("query_statistics")
                        ? Optional.of(plan(connection, sql, values))
                        : Optional.empty();
                counted.add(new Counted(
                        sql, row.getLong(2), row.getLong(3), plan.map(Statements::scanned), plan.orElse("")));
            }
        }
        set("query_statistics false");
        return counted;
    }

    private void set(String what) throws Exception {
        node.writer.submit(tx -> tx.sql().update("set " + what)).get();
    }

    private static String plan(Connection connection, String sql, Map<String, Object> values) throws Exception {
        try (PreparedStatement explain = connection.prepareStatement("explain analyze " + sql)) {
            Matcher parameter = PARAMETER.matcher(sql);
            for (int i = 1; parameter.find(); i++) {
                Object value = values.get(parameter.group(1));
                if (value == null) {
                    throw new IllegalArgumentException("no value for " + parameter.group(1) + " in " + sql);
                }
                if (parameter.group(2) == null) {
                    explain.setObject(i, value);
                } else {
                    explain.setArray(
                            i,
                            connection.createArrayOf(
                                    value instanceof byte[] ? "bytea" : "varchar", new Object[] {value}));
                }
            }
            try (ResultSet row = explain.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static long scanned(String plan) {
        long scanned = 0;
        Matcher count = SCANNED.matcher(plan);
        while (count.find()) {
            scanned += Long.parseLong(count.group(1));
        }
        return scanned;
    }
}
