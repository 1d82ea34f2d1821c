package org.guildhall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * A federation on hosts of its own, whose cables are pulled, whose roads are blocked, whose links are slow and lose packets, and
 * whose nodes are killed, while members ask, answer and comment everywhere. After each time all is well again: everything that was
 * acknowledged has to be readable at every node within ten seconds, and in the end every node that follows a log has to hold the
 * same entries of it, and to have taken, held, declined or set aside each of them. The seed makes the same faults again. Ends with
 * exit code 1 at the first loss.
 *
 * <p>All nodes are peers of each other, or those of a hub, or of a hub of that hub ({@link Topology}). One holds answers to its
 * questions, and one declines comments in its threads: those must stay at the node where they were written, and be counted.
 *
 * <p>Healing begins when the network is whole and, of a node that was killed, when it serves again: how long a node takes to start
 * is measured elsewhere ({@link StartAndMemory}).
 *
 * <p>Needs Linux, root and iproute2. Arguments: {@code [rounds=20] [seed=1] [topology=mesh|hub] [nodes=4, of a hub 6]}.
 */
final class FaultRuns {
    private static final int HOLDS_ANSWERS = 1;
    private static final int DECLINES_COMMENTS = 2;
    private static final int SLOW_KILOBITS = 64;
    private static final int SHORTEST_FAULT_MILLIS = 1_000;
    private static final int LONGEST_FAULT_MILLIS = 12_000;
    private static final double MARK_SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Hosts hosts;
    private final Topology topology;
    private final Random faults;
    private final Random words;
    private final List<Resident> residents = new ArrayList<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private int posts;

    private enum Fault {
        PULLED,
        PARTED,
        SLOW,
        LOSSY,
        KILLED
    }

    /** What the home of its thread makes of a post. */
    private enum Fate {
        TAKEN,
        HELD,
        DECLINED
    }

    /**
     * Something that a node said it has: a text on the page with this path.
     *
     * @param home where the question of the page was asked
     */
    private record Acknowledged(String path, String text, int writer, int home, Fate fate) {
        boolean isShownAt(int host) {
            return fate == Fate.TAKEN || host == writer;
        }
    }

    private FaultRuns(Hosts hosts, Topology topology, long seed) {
        this.hosts = hosts;
        this.topology = topology;
        this.faults = new Random(seed);
        // Apart, since how many words are said in a while is not the same each time.
        this.words = new Random(seed + 1);
    }

    public static void main(String[] args) throws Exception {
        int rounds = Arguments.of(args, "rounds", 20);
        int seed = Arguments.of(args, "seed", 1);
        String name = Arguments.of(args, "topology", "mesh");
        Topology topology = Topology.of(name, Arguments.of(args, "nodes", name.equals("mesh") ? 4 : 6));
        Path directory = Files.createTempDirectory("bench-faults-");
        try (Hosts hosts = Hosts.make(topology.nodes())) {
            FaultRuns runs = new FaultRuns(hosts, topology, seed);
            try {
                runs.open(directory);
                double[] healed = new double[rounds];
                for (int round = 0; round < rounds; round++) {
                    healed[round] = runs.round(round);
                }
                runs.compare();
                List<Accounting> logs = runs.account();
                new Report("FaultRuns")
                        .condition(
                                "rounds, seed, topology, nodes",
                                rounds + ", " + seed + ", " + name + ", " + topology.nodes())
                        .condition(
                                "acknowledged posts, all where they belong in the end",
                                String.valueOf(runs.acknowledged.size()))
                        .condition(
                                "entries followed = taken + held + declined + quarantined + gone",
                                sum(logs, Accounting::entries) + " = " + sum(logs, Accounting::taken) + " + "
                                        + sum(logs, Accounting::held) + " + " + sum(logs, Accounting::declined) + " + "
                                        + sum(logs, Accounting::quarantined) + " + " + sum(logs, Accounting::gone))
                        .figure("until all was everywhere after healing, median", Report.percentile(healed, 0.5), "s")
                        .atMost(
                                "until all was everywhere after healing, longest",
                                Report.percentile(healed, 1),
                                MARK_SECONDS,
                                "s")
                        .print();
            } catch (Lost lost) {
                System.out.println("LOST, seed " + seed + ": " + lost.getMessage());
                System.out.println("What is left of the nodes is in " + directory);
                runs.residents.forEach(Resident::kill);
                System.exit(1);
            } finally {
                runs.residents.forEach(Resident::kill);
            }
        }
        Posting.delete(directory);
    }

    /** Something that was acknowledged is not where it belongs, or nodes differ. */
    private static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    private void open(Path directory) throws Exception {
        for (int host = 0; host < topology.nodes(); host++) {
            Resident resident = Resident.make(hosts, host, directory.resolve("node" + host));
            residents.add(resident);
            resident.start();
        }
        for (Topology.Link link : topology.links()) {
            String invitation = residents
                    .get(link.one())
                    .command(withPolicy(link.one(), "peer", "invite"))
                    .strip();
            residents.get(link.other()).command(withPolicy(link.other(), "peer", "accept", invitation));
        }
        for (Resident resident : residents) {
            ask(resident);
        }
        awaitShown("peering", acknowledged);
    }

    private String[] withPolicy(int host, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        if (topology.hubs().contains(host)) {
            all.addAll(List.of("--relay", "all"));
        } else if (host == HOLDS_ANSWERS) {
            all.addAll(List.of("--answers", "hold"));
        } else if (host == DECLINES_COMMENTS) {
            all.addAll(List.of("--comments", "decline"));
        }
        return all.toArray(String[]::new);
    }

    /** One fault, posts meanwhile, healing. How long it took until everything was everywhere, in seconds. */
    private double round(int round) throws Exception {
        int before = acknowledged.size();
        Fault fault = Fault.values()[faults.nextInt(Fault.values().length)];
        int host = faults.nextInt(residents.size());
        Topology.Link link =
                topology.links().get(faults.nextInt(topology.links().size()));
        int millis = SHORTEST_FAULT_MILLIS + faults.nextInt(LONGEST_FAULT_MILLIS - SHORTEST_FAULT_MILLIS);
        String what = fault + (fault == Fault.PARTED ? " " + link.one() + " and " + link.other() : " at " + host);
        String when = "round " + round + ", " + what;
        System.out.println("   " + when);
        switch (fault) {
            case PULLED -> hosts.pull(host);
            case PARTED -> hosts.part(link.one(), link.other());
            case SLOW -> hosts.slow(host, SLOW_KILOBITS, 2_000);
            case LOSSY -> hosts.slow(host, 10 * SLOW_KILOBITS, 2);
            case KILLED -> {
                ask(residents.get(host));
                residents.get(host).kill();
            }
        }
        long until = System.nanoTime() + millis * 1_000_000L;
        do {
            Resident writer = residents.get(words.nextInt(residents.size()));
            if (fault != Fault.KILLED || writer.host() != host) {
                write(writer);
            }
            Thread.sleep(50);
        } while (System.nanoTime() < until);
        hosts.heal();
        if (fault == Fault.KILLED) {
            residents.get(host).start();
        }
        long healed = System.nanoTime();
        awaitShown(when, acknowledged.subList(before, acknowledged.size()));
        double seconds = (System.nanoTime() - healed) / 1e9;
        // What was there before must still be; to look at all of it takes a while.
        awaitShown(when, acknowledged);
        awaitCount(when, HOLDS_ANSWERS, "held", Fate.HELD);
        awaitCount(when, DECLINES_COMMENTS, "declined", Fate.DECLINED);
        System.out.printf(
                "   round %d: %s for %.1f s, %d acknowledged so far, all everywhere %.1f s after healing%n",
                round, what, millis / 1e3, acknowledged.size(), seconds);
        return seconds;
    }

    private void write(Resident writer) throws Exception {
        int kind = words.nextInt(3);
        Acknowledged seen = acknowledged.get(words.nextInt(acknowledged.size()));
        if (kind == 0 || !writer.page(seen.path()).contains(seen.text())) {
            ask(writer);
        } else if (kind == 1) {
            String text = text();
            writer.person().answer(seen.path(), text);
            note(seen, text, writer, HOLDS_ANSWERS, Fate.HELD);
        } else {
            String text = text();
            writer.person().comment(seen.path().replaceFirst(".*/", ""), text);
            note(seen, text, writer, DECLINES_COMMENTS, Fate.DECLINED);
        }
    }

    private void ask(Resident writer) throws IOException {
        String text = text();
        String path = writer.person().ask("Question number " + posts, text, "hydraulics", "en");
        acknowledged.add(new Acknowledged(path, text, writer.host(), writer.host(), Fate.TAKEN));
    }

    private String text() {
        return "Post number " + ++posts + " of all.";
    }

    /** @param strict the node that takes no such post of others, and {@code otherwise} what it does with them */
    private void note(Acknowledged thread, String text, Resident writer, int strict, Fate otherwise) {
        boolean foreign = writer.host() != thread.home();
        Fate fate = foreign && thread.home() == strict ? otherwise : Fate.TAKEN;
        acknowledged.add(new Acknowledged(thread.path(), text, writer.host(), thread.home(), fate));
    }

    /** Waits until these are where they belong, and nowhere else. */
    private void awaitShown(String when, List<Acknowledged> some) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, List<Acknowledged>> pages = new HashMap<>();
        some.forEach(post ->
                pages.computeIfAbsent(post.path(), unused -> new ArrayList<>()).add(post));
        for (Resident resident : residents) {
            for (Map.Entry<String, List<Acknowledged>> page : pages.entrySet()) {
                while (!shows(resident, page.getKey(), page.getValue())) {
                    if (System.nanoTime() > deadline) {
                        throw new Lost(when + ": one of " + page.getValue() + " is not as it should be at node "
                                + resident.host() + " after " + PATIENCE.toSeconds() + " s:\n"
                                + resident.command("peer", "ls"));
                    }
                    Thread.sleep(25);
                }
            }
        }
    }

    private static boolean shows(Resident resident, String path, List<Acknowledged> posts) throws InterruptedException {
        String page = resident.page(path);
        return posts.stream().allMatch(post -> post.isShownAt(resident.host()) == page.contains(post.text()));
    }

    /** Waits until the node whose policy it is counts as many posts as were written against it. */
    private void awaitCount(String when, int host, String name, Fate fate) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long wanted = acknowledged.stream().filter(post -> post.fate() == fate).count();
        long there = setBack(host, name);
        while (there != wanted) {
            if (System.nanoTime() > deadline) {
                throw new Lost(when + ": node " + host + " has " + there + " posts " + name + ", and not " + wanted);
            }
            Thread.sleep(25);
            there = setBack(host, name);
        }
    }

    private long setBack(int host, String name) throws Exception {
        long count = 0;
        for (JsonNode peer : residents.get(host).ask("peer", "ls").path("peers")) {
            count += peer.path(name).asLong();
        }
        return count;
    }

    /** Every node that has a log holds the same entries of it, and finds no fault in any. */
    private void compare() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<String, List<String>> logs = new TreeMap<>();
            Map<String, Long> holders = new TreeMap<>();
            for (Resident resident : residents) {
                for (JsonNode log : resident.ask("log", "verify").path("logs")) {
                    if (log.path("faults").asLong() != 0) {
                        throw new Lost("log verify at node " + resident.host() + ": " + log);
                    }
                    String owner = log.path("node").asText();
                    logs.computeIfAbsent(owner, unused -> new ArrayList<>())
                            .add(log.path("entries").asLong() + " "
                                    + log.path("root").asText());
                    if (log.path("own").asBoolean()) {
                        holders.put(owner, 1 + topology.peers(resident.host()));
                    }
                }
            }
            boolean same = holders.size() == residents.size()
                    && logs.entrySet().stream()
                            .allMatch(log -> log.getValue().size() == holders.getOrDefault(log.getKey(), 0L)
                                    && log.getValue().stream().distinct().count() == 1);
            if (same) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new Lost("nodes hold different entries: " + logs);
            }
        }
    }

    /** Stops the nodes and counts what they made of each entry that they followed. */
    private List<Accounting> account() throws Exception {
        List<Accounting> all = new ArrayList<>();
        for (Resident resident : residents) {
            resident.stop();
            List<Accounting> logs = Accounting.of(resident.data());
            for (Accounting log : logs) {
                if (log.unaccounted() != 0) {
                    throw new Lost("node " + resident.host() + " has entries that became nothing: " + log);
                }
            }
            if (logs.size() != topology.peers(resident.host())) {
                throw new Lost("node " + resident.host() + " does not follow each of its peers: " + logs);
            }
            requireCount(resident, HOLDS_ANSWERS, Fate.HELD, sum(logs, Accounting::held));
            requireCount(resident, DECLINES_COMMENTS, Fate.DECLINED, sum(logs, Accounting::declined));
            if (sum(logs, Accounting::quarantined) != 0) {
                throw new Lost("node " + resident.host() + " quarantined what honest nodes sent: " + logs);
            }
            all.addAll(logs);
        }
        return all;
    }

    /** Exactly what was written against a node's policy is set back there, and nothing at other nodes. */
    private void requireCount(Resident resident, int strict, Fate fate, long count) throws Lost {
        long wanted = resident.host() == strict
                ? acknowledged.stream().filter(post -> post.fate() == fate).count()
                : 0;
        if (count != wanted) {
            throw new Lost(
                    "node " + resident.host() + " has " + count + " entries that are " + fate + ", and not " + wanted);
        }
    }

    private static long sum(List<Accounting> logs, ToLongFunction<Accounting> count) {
        return logs.stream().mapToLong(count).sum();
    }
}
