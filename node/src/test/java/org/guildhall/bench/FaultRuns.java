package org.guildhall.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.jspecify.annotations.Nullable;

/**
 * A federation on hosts of its own, whose cables are pulled, whose roads are blocked, whose links are slow and lose packets, and
 * whose nodes are killed, while members ask and answer everywhere. After each time all is well again: everything that was
 * acknowledged has to be readable at every node within ten seconds, and in the end every node has to hold the same entries of
 * every log. The seed makes the same run again, as far as the faults go. Ends with exit code 1 at the first loss.
 *
 * <p>Needs Linux, root and iproute2. Arguments: {@code [rounds=20] [seed=1] [nodes=4]}.
 */
final class FaultRuns {
    private static final int PORT = 8080;
    private static final int ADMIN_PORT = 8081;
    private static final int SLOW_KILOBITS = 64;
    private static final int SHORTEST_FAULT_MILLIS = 1_000;
    private static final int LONGEST_FAULT_MILLIS = 12_000;
    private static final double MARK_SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Hosts hosts;
    private final Random random;
    private final List<Resident> residents = new ArrayList<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private int posts;

    /** Something that a node said it has: a text on the page with this path. */
    private record Acknowledged(String path, String text) {}

    private enum Fault {
        PULLED,
        PARTED,
        SLOW,
        LOSSY,
        KILLED
    }

    private FaultRuns(Hosts hosts, long seed) {
        this.hosts = hosts;
        this.random = new Random(seed);
    }

    public static void main(String[] args) throws Exception {
        int rounds = Arguments.of(args, "rounds", 20);
        int seed = Arguments.of(args, "seed", 1);
        int nodes = Arguments.of(args, "nodes", 4);
        Path directory = Files.createTempDirectory("bench-faults-");
        try (Hosts hosts = Hosts.make(nodes)) {
            FaultRuns runs = new FaultRuns(hosts, seed);
            try {
                runs.open(directory, nodes);
                double[] healed = new double[rounds];
                for (int round = 0; round < rounds; round++) {
                    healed[round] = runs.round(round);
                }
                runs.compare();
                new Report("FaultRuns")
                        .condition("rounds, seed, nodes", rounds + ", " + seed + ", " + nodes)
                        .condition(
                                "acknowledged posts, all everywhere in the end",
                                String.valueOf(runs.acknowledged.size()))
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
                System.exit(1);
            } finally {
                runs.residents.forEach(Resident::kill);
            }
        }
        Posting.delete(directory);
    }

    /** Something that was acknowledged is not everywhere, or nodes differ. */
    private static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    private void open(Path directory, int nodes) throws Exception {
        for (int i = 0; i < nodes; i++) {
            Resident resident = new Resident(i, directory.resolve("node" + i));
            residents.add(resident);
            resident.start();
        }
        for (int host = 0; host < nodes; host++) {
            for (int guest = host + 1; guest < nodes; guest++) {
                String invitation =
                        residents.get(host).command("peer", "invite").strip();
                residents.get(guest).command("peer", "accept", invitation);
            }
        }
        for (Resident resident : residents) {
            resident.signIn();
            ask(resident);
        }
        awaitEverywhere("peering");
    }

    /** One fault, posts meanwhile, healing. How long it took until everything was everywhere, in seconds. */
    private double round(int round) throws Exception {
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        int host = random.nextInt(residents.size());
        int other = (host + 1 + random.nextInt(residents.size() - 1)) % residents.size();
        int millis = SHORTEST_FAULT_MILLIS + random.nextInt(LONGEST_FAULT_MILLIS - SHORTEST_FAULT_MILLIS);
        switch (fault) {
            case PULLED -> hosts.pull(host);
            case PARTED -> hosts.part(host, other);
            case SLOW -> hosts.slow(host, SLOW_KILOBITS, 2_000);
            case LOSSY -> hosts.slow(host, 10 * SLOW_KILOBITS, 2);
            case KILLED -> {
                ask(residents.get(host));
                residents.get(host).kill();
            }
        }
        long until = System.nanoTime() + millis * 1_000_000L;
        do {
            Resident writer = residents.get(random.nextInt(residents.size()));
            if (fault != Fault.KILLED || writer.host != host) {
                if (random.nextBoolean()) {
                    ask(writer);
                } else {
                    answer(writer);
                }
            }
            Thread.sleep(50);
        } while (System.nanoTime() < until);
        hosts.heal();
        if (fault == Fault.KILLED) {
            residents.get(host).start();
            residents.get(host).signIn();
        }
        long healed = System.nanoTime();
        awaitEverywhere(
                "round " + round + ", " + fault + " at " + host + (fault == Fault.PARTED ? " and " + other : ""));
        double seconds = (System.nanoTime() - healed) / 1e9;
        System.out.printf(
                "   round %d: %s at %d for %.1f s, %d acknowledged so far, all everywhere %.1f s after healing%n",
                round, fault, host, millis / 1e3, acknowledged.size(), seconds);
        return seconds;
    }

    private void ask(Resident writer) throws IOException {
        String text = "Post number " + ++posts + " of all.";
        String path = writer.person().ask("Question number " + posts, text, "hydraulics", "en");
        acknowledged.add(new Acknowledged(path, text));
    }

    /** Answers any question that has come here. */
    private void answer(Resident writer) throws Exception {
        Acknowledged question = acknowledged.get(random.nextInt(acknowledged.size()));
        if (writer.shows(question)) {
            String text = "Post number " + ++posts + " of all.";
            writer.person().answer(question.path(), text);
            acknowledged.add(new Acknowledged(question.path(), text));
        }
    }

    private void awaitEverywhere(String when) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Resident resident : residents) {
            for (int i = acknowledged.size() - 1; i >= 0; i--) {
                while (!resident.shows(acknowledged.get(i))) {
                    if (System.nanoTime() > deadline) {
                        throw new Lost(when + ": " + acknowledged.get(i) + " is not at node " + resident.host
                                + " after " + PATIENCE.toSeconds() + " s:\n" + resident.command("peer", "ls"));
                    }
                    Thread.sleep(25);
                }
            }
        }
    }

    /** Every node holds the same entries of every log, and finds no fault in any. */
    private void compare() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<String, List<String>> logs = new TreeMap<>();
            for (Resident resident : residents) {
                JsonNode verified = new JsonMapper().readTree(resident.command("log", "verify", "--json"));
                for (JsonNode log : verified.path("logs")) {
                    if (log.path("faults").asLong() != 0) {
                        throw new Lost("log verify at node " + resident.host + ": " + log);
                    }
                    logs.computeIfAbsent(log.path("node").asText(), unused -> new ArrayList<>())
                            .add(log.path("entries").asLong() + " "
                                    + log.path("root").asText());
                }
            }
            boolean same = logs.size() == residents.size()
                    && logs.values().stream()
                            .allMatch(copies -> copies.size() == residents.size()
                                    && copies.stream().distinct().count() == 1);
            if (same) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new Lost("nodes hold different entries: " + logs);
            }
        }
    }

    /** A node on a host, and a member of it. */
    private final class Resident {
        private final int host;
        private final Path data;
        private final JsonNode made;
        private @Nullable Process process;
        private @Nullable Person person;

        Resident(int host, Path data) throws IOException {
            this.host = host;
            this.data = data;
            Spoken spoken = Spoken.by(
                    "init",
                    "--data",
                    data.toString(),
                    "--json",
                    "--name",
                    "Node " + host,
                    "--address",
                    "http://" + hosts.amongHosts(host) + ":" + PORT,
                    "--port",
                    String.valueOf(PORT),
                    "--admin-port",
                    String.valueOf(ADMIN_PORT),
                    "--listen",
                    "0.0.0.0",
                    "--allow-range",
                    Hosts.range(),
                    "--tally-seconds",
                    "1",
                    "--tally-voters",
                    "1");
            if (spoken.exitCode() != 0) {
                throw new IOException(spoken.err());
            }
            this.made = spoken.json();
            Path config = data.resolve("config.json");
            Files.writeString(
                    config,
                    Files.readString(config).replaceFirst("\"postsPerHour\": \\d+", "\"postsPerHour\": 1000000"));
        }

        void start() throws Exception {
            Process started = builder("serve", "--die-with-parent")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            data.resolveSibling("node" + host + ".log").toFile()))
                    .start();
            process = started;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (status("/") != 200) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("node " + host + " does not start; its log is in " + data.getParent());
                }
                Thread.sleep(25);
            }
        }

        void signIn() throws IOException {
            person = Person.signIn(
                    address(),
                    made.path("admin").asText(),
                    made.path("password").asText());
        }

        Person person() {
            Person signedIn = person;
            if (signedIn == null) {
                throw new IllegalStateException("nobody has signed in");
            }
            return signedIn;
        }

        URI address() {
            return URI.create("http://" + hosts.fromHere(host) + ":" + PORT);
        }

        boolean shows(Acknowledged post) throws InterruptedException {
            try {
                HttpResponse<String> page = get(post.path());
                return page.statusCode() == 200 && page.body().contains(post.text());
            } catch (IOException e) {
                return false;
            }
        }

        private int status(String path) throws InterruptedException {
            try {
                return get(path).statusCode();
            } catch (IOException e) {
                return 0;
            }
        }

        private HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return http.send(
                    HttpRequest.newBuilder(address().resolve(path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        void kill() {
            Process running = process;
            if (running != null) {
                running.destroyForcibly().onExit().join();
            }
        }

        /** A command that must succeed; what it printed. */
        String command(String... args) throws IOException, InterruptedException {
            Process running = builder(args).start();
            running.getOutputStream().close();
            String said = new String(running.getInputStream().readAllBytes(), UTF_8);
            String complaint = new String(running.getErrorStream().readAllBytes(), UTF_8);
            if (running.waitFor() != 0) {
                throw new IOException(
                        "guildhall " + String.join(" ", args) + " at node " + host + ": " + said + complaint);
            }
            return said;
        }

        private ProcessBuilder builder(String... args) {
            List<String> command = new ArrayList<>(hosts.on(host));
            command.addAll(ServedNode.java());
            command.addAll(List.of("-cp", ServedNode.classPath(), "org.guildhall.Main"));
            command.addAll(List.of(args));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("GUILDHALL_DATA", data.toString());
            return builder;
        }
    }
}
