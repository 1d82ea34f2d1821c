package org.guildhall.bench.attack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.guildhall.admission.Ballot;
import org.guildhall.admission.Ballot.Direction;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.TallyTerms;
import org.guildhall.admission.TallyWindow;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;

/**
 * Attackers with accounts at a node vote in a thread and take it back, day by day, so that a tally comes out whenever one other
 * member has voted; from the difference of two tallies they take off what they did themselves.
 */
public final class VoteProbing {
    private static final int VOTERS = 3;
    private static final int ANSWERS = 4;

    private VoteProbing() {}

    /**
     * What they learnt.
     *
     * @param cast votes of others, one a day, each by another member
     * @param learnt of these, the object and direction, each for itself
     * @param tallies published meanwhile
     */
    public record Outcome(int cast, int learnt, int tallies) {}

    /**
     * With so many accounts of their own, for so many days.
     *
     * @param rest for which the node does not count again whom it counted (OQX-STA-071)
     */
    public static Outcome of(int accounts, Duration rest, int days, long seed, Path directory) throws Exception {
        Random random = new Random(seed);
        try (NodeInMemory node = new NodeInMemory("Node", new DatabaseLocation.Embedded(directory.resolve("node")))) {
            ObjectId asker = node.join("asker");
            ObjectId thread = node.ask(asker, "How is it sealed");
            List<ObjectId> answers = new ArrayList<>();
            for (int i = 0; i < ANSWERS; i++) {
                answers.add(node.answer(asker, thread, "Like this " + i));
            }
            List<ObjectId> attackers = new ArrayList<>();
            for (int i = 0; i < accounts; i++) {
                attackers.add(node.join("mallory" + i));
            }
            Ballot ballot = new Ballot(node.writer);
            TallyWindow window = new TallyWindow(node.admission, new TallyTerms(Duration.ofDays(1), VOTERS, rest));
            Map<String, Long> told = new HashMap<>();
            int learnt = 0;
            int tallies = 0;
            Set<ObjectId> voted = new HashSet<>();
            for (int day = 0; day < days; day++) {
                ballot.cast(
                                node.join("anna" + day).key(),
                                answers.get(random.nextInt(ANSWERS)).key(),
                                random.nextInt(10) < 8 ? Direction.UP : Direction.DOWN)
                        .get();
                // With two of them anybody is the third. They vote on the question and nobody else does: what moves
                // elsewhere is not theirs.
                for (int i = 0; i < Math.min(accounts, VOTERS - 1); i++) {
                    ObjectId one = attackers.get((day * (VOTERS - 1) + i) % accounts);
                    boolean votes = !voted.remove(one) && voted.add(one);
                    ballot.cast(one.key(), thread.key(), votes ? Direction.UP : Direction.NONE)
                            .get();
                }
                node.clock.advance(Duration.ofHours(25));
                window.publishDue().get();
                Map<String, Long> now = counts(node, thread);
                long moved = difference(told, now);
                if (!now.equals(told)) {
                    tallies++;
                }
                learnt += moved == 1 ? 1 : 0;
                told = now;
            }
            return new Outcome(days, learnt, tallies);
        }
    }

    /** Votes that the node's tally of the thread tells, by object and direction, without the question's. */
    private static Map<String, Long> counts(NodeInMemory node, ObjectId thread) throws Exception {
        Map<String, Long> counts = new HashMap<>();
        for (String row : node.select(
                "select c.object_key, c.up, c.down from tally_count c join tally t on t.object_key = c.tally"
                        + " join node n on n.nr = t.node where n.id = ? and t.thread_key = ? and c.object_key <> ?",
                node.id.did(),
                thread.key(),
                thread.key())) {
            String[] columns = row.split("\\|", -1);
            counts.put(columns[0] + " up", Long.parseLong(columns[1]));
            counts.put(columns[0] + " down", Long.parseLong(columns[2]));
        }
        return counts;
    }

    private static long difference(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .mapToLong(one -> Math.abs(one.getValue() - before.getOrDefault(one.getKey(), 0L)))
                .sum();
    }
}
