package org.guildhall.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.guildhall.bench.growth.GrowingNode;
import org.guildhall.bench.growth.Statements;
import org.guildhall.log.Frame;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Standing;

/**
 * A new fact among ten thousand, a hundred thousand and a million: how long until its number is read, which rows it touches; what
 * numbers and their explanations cost to read. Facts beyond those measured are rows put into the tables, not records.
 */
final class StandingGrowth {
    private static final String PUMPS = "pumps";
    private static final double VISIBLE_MILLIS = 50;
    private static final int ROWS = 1_000;

    private StandingGrowth() {}

    public static void main(String[] args) throws Exception {
        int[] sizes = Arrays.stream(
                        Arguments.of(args, "facts", "10000,100000,1000000").split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        int times = Arguments.of(args, "times", 1_000);
        Report report = new Report("StandingGrowth").condition("new facts at each size", String.valueOf(times));
        List<List<Object>> rows = new ArrayList<>();
        List<List<Object>> statements = new ArrayList<>();
        try (GrowingNode node = new GrowingNode(Files.createTempDirectory("bench-standing-growth-"))) {
            for (int size : sizes) {
                node.grow(size);
                System.out.println("   " + size + " facts");
                rows.add(measured(node, size, times));
                statements.addAll(counted(node, size));
            }
        }
        report.table("milliseconds", COLUMNS, rows);
        report.table("statements", List.of("facts", "of", "statement", "times", "rows", "looked at"), statements);
        double visible = (double) rows.get(rows.size() - 1).get(2);
        report.atMost("new fact visible at the largest size, p99", visible, VISIBLE_MILLIS, "ms");
        report.figure("new fact visible, p50, largest in smallest size", ratio(rows, 1), "times");
        report.figure("standing read, p50, largest in smallest size", ratio(rows, 4), "times");
        report.figure("catching up, largest in smallest size", ratio(rows, 8), "times");
        report.print();
    }

    private static final List<String> COLUMNS = List.of(
            "facts",
            "visible p50",
            "visible p99",
            "visible slowest",
            "read p50",
            "read p99",
            "explained p50",
            "explained p99",
            "a record caught up",
            "ten best of the busiest tag");

    private static double ratio(List<List<Object>> rows, int column) {
        return (double) rows.get(rows.size() - 1).get(column)
                / (double) rows.get(0).get(column);
    }

    private interface Once {
        void run(int time) throws Exception;
    }

    private static double[] millis(int times, Once once) throws Exception {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            once.run(i);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return millis;
    }

    private static List<Object> measured(GrowingNode node, int size, int times) throws Exception {
        node.arrive(node.tallies());
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            frames.add(node.tally(node.live(i)));
        }
        Standing[] before = new Standing[1];
        double[] visible = new double[times];
        for (int i = 0; i < times; i++) {
            GrowingNode.Live one = node.live(i);
            before[0] = node.standing(one.member(), PUMPS);
            long start = System.nanoTime();
            node.arrive(List.of(frames.get(i)));
            Standing after = node.standing(one.member(), PUMPS);
            visible[i] = (System.nanoTime() - start) / 1e6;
            if (after.equals(before[0])) {
                throw new IllegalStateException("the new votes are not to be seen in " + after);
            }
        }
        double[] read = millis(times, i -> node.standing(node.live(i).member(), Fact.ALL_TOPICS));
        double[] explained = millis(times, i -> node.explanation(node.live(i).member(), Fact.ALL_TOPICS));
        List<Frame> batch = node.tallies();
        double[] caughtUp = millis(1, i -> node.arrive(batch));
        double[] best = millis(5, i -> node.most(GrowingNode.BUSIEST));
        return List.of(
                size,
                Report.percentile(visible, 0.5),
                Report.percentile(visible, 0.99),
                Report.percentile(visible, 1),
                Report.percentile(read, 0.5),
                Report.percentile(read, 0.99),
                Report.percentile(explained, 0.5),
                Report.percentile(explained, 0.99),
                caughtUp[0] / batch.size(),
                Report.percentile(best, 0.5));
    }

    private static List<List<Object>> counted(GrowingNode node, int size) throws Exception {
        GrowingNode.Live one = node.live(0);
        Map<String, Object> values = Statements.values(one);
        Map<String, Object> best = Map.of(
                "topic", GrowingNode.BUSIEST, "member_key", one.member().key().toBytes());
        Statements statements = new Statements(node);
        List<List<Object>> rows = new ArrayList<>();
        Frame tally = node.tally(one);
        add(rows, size, "a new tally", statements.of(() -> node.arrive(List.of(tally)), values));
        add(rows, size, "a number", statements.of(() -> node.standing(one.member(), Fact.ALL_TOPICS), values));
        add(rows, size, "an explanation", statements.of(() -> node.explanation(one.member(), Fact.ALL_TOPICS), values));
        add(rows, size, "ten best", statements.of(() -> node.most(GrowingNode.BUSIEST), best));
        return rows;
    }

    private static void add(List<List<Object>> rows, int size, String of, List<Statements.Counted> counted) {
        for (Statements.Counted one : counted) {
            String sql = one.sql().length() > 60 ? one.sql().substring(0, 60) + "…" : one.sql();
            rows.add(List.of(
                    size,
                    of,
                    sql,
                    one.times(),
                    one.rows(),
                    one.scanned().map(String::valueOf).orElse("by key")));
            if (one.scanned().orElse(0L) > ROWS) {
                System.out.println("looks at " + one.scanned().get() + " rows for " + of + ": " + one.plan());
            }
        }
    }
}
