package org.guildhall.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.guildhall.record.ObjectKey;

/**
 * Ends a node by SIGKILL at random moments while members post through its forms, and starts it again, many times. What was
 * acknowledged is written down outside of it; after each start all of that must be there, and {@code log verify} must find
 * nothing. Ends with exit code 1 at the first loss.
 *
 * <p>Arguments: {@code [kills=100] [seed=1]}.
 */
final class KillRuns {
    private static final int WRITERS = 4;
    private static final int LONGEST_RUN_MILLIS = 700;
    private static final int OLD_ONES = 10;
    /** One kill in so many comes at any moment, perhaps before anything was acknowledged; the others come after that. */
    private static final int ANY_MOMENT = 8;

    private static final int PATIENCE_SECONDS = 30;

    private final ServedNode node;
    private final Path log;
    private final Random random;
    private final List<Acknowledged> acknowledged = new ArrayList<>();

    private record Acknowledged(String path, String title) {}

    private KillRuns(ServedNode node, Path log, long seed) {
        this.node = node;
        this.log = log;
        this.random = new Random(seed);
    }

    public static void main(String[] args) throws Exception {
        int kills = Arguments.of(args, "kills", 100);
        int seed = Arguments.of(args, "seed", 1);
        Path directory = Files.createTempDirectory("bench-kills-");
        long start = System.nanoTime();
        int records;
        try {
            records = run(directory, kills, seed);
        } catch (Lost lost) {
            System.out.println("LOST after a kill, seed " + seed + ": " + lost.getMessage());
            System.out.println("What is left of the node is in " + directory);
            System.exit(1);
            return;
        }
        Posting.delete(directory);
        new Report("KillRuns")
                .condition("kills", String.valueOf(kills))
                .condition("acknowledged records, all there", String.valueOf(records))
                .atMost("time a kill", (System.nanoTime() - start) / 1e9 / kills, 4, "s")
                .print();
    }

    /** Something that was acknowledged is not there, or what is there is not as it was signed. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    /**
     * How many records were acknowledged, all of which survived.
     *
     * @param directory an empty one, for the node and what was acknowledged
     */
    static int run(Path directory, int kills, long seed) throws Exception {
        try (ServedNode node = ServedNode.make(directory.resolve("node"), "Kills")) {
            KillRuns runs = new KillRuns(node, directory.resolve("acknowledged"), seed);
            node.start();
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                members.add(Member.signedIn(node.address(), node.admin(), node.password()));
            }
            for (int kill = 1; kill <= kills; kill++) {
                int before = runs.acknowledged.size();
                runs.postUntilKilled(members, kill);
                node.start();
                runs.verify(before);
            }
            node.stop();
            runs.verifyAll();
            return runs.acknowledged.size();
        }
    }

    private void postUntilKilled(List<Member> members, int kill) throws Exception {
        AtomicBoolean killed = new AtomicBoolean();
        CountDownLatch first = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<List<Acknowledged>>> posting = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Member member = members.get(i);
                int writer = i;
                Callable<List<Acknowledged>> work = () -> post(member, kill + "." + writer, killed, first);
                posting.add(threads.submit(work));
            }
            // A process that just began may take longer to its first answer than we let it live: most kills would meet
            // nothing.
            if (random.nextInt(ANY_MOMENT) > 0 && !first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing was acknowledged in " + PATIENCE_SECONDS + " s");
            }
            Thread.sleep(random.nextInt(LONGEST_RUN_MILLIS));
            killed.set(true);
            node.kill();
            for (Future<List<Acknowledged>> one : posting) {
                try {
                    acknowledged.addAll(one.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a member could not post before the kill", e.getCause());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Acknowledged> post(Member member, String name, AtomicBoolean killed, CountDownLatch first)
            throws IOException, InterruptedException {
        List<Acknowledged> done = new ArrayList<>();
        // The connections of before are gone with the process.
        member.connectAnew();
        for (int i = 0; ; i++) {
            String title = "Kill " + name + ", question " + i;
            try {
                Acknowledged one = new Acknowledged(member.ask(title, "Is it still there?"), title);
                done.add(one);
                writeDown(one);
                first.countDown();
            } catch (IOException e) {
                if (killed.get()) {
                    return done;
                }
                throw e;
            }
        }
    }

    private synchronized void writeDown(Acknowledged one) throws IOException {
        Files.writeString(log, one.path() + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What was acknowledged since the last kill, and some of before, can be read; the log is whole. */
    private void verify(int before) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (Acknowledged one : acknowledged.subList(before, acknowledged.size())) {
            read(http, one);
        }
        for (int i = 0; i < OLD_ONES && before > 0; i++) {
            read(http, acknowledged.get(random.nextInt(before)));
        }
        JsonNode verified = node.command("log", "verify", "--json").json();
        if (verified.path("faults").asLong() != 0) {
            throw new Lost("log verify: " + verified);
        }
        if (verified.path("logs").path(0).path("entries").asLong() < acknowledged.size()) {
            throw new Lost(acknowledged.size() + " acknowledged, but " + verified);
        }
    }

    private void read(HttpClient http, Acknowledged one) throws Exception {
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(node.address().resolve(one.path())).build(),
                HttpResponse.BodyHandlers.ofString());
        if (page.statusCode() != 200 || !page.body().contains(one.title())) {
            throw new Lost(one + " answers " + page.statusCode());
        }
    }

    /** Every single one, in the tables and in the log. */
    private void verifyAll() throws Exception {
        Set<String> shown = new HashSet<>();
        Set<String> logged = new HashSet<>();
        try (Inside inside = Inside.of(node)) {
            inside.rows("select thread_key from thread").forEach(row -> shown.add(row.get(0)));
            inside.rows("select object_key from log_entry e join payload p on p.digest = e.digest where e.kind = 3")
                    .forEach(row -> logged.add(row.get(0)));
        }
        for (Acknowledged one : acknowledged) {
            String text = one.path().substring(one.path().lastIndexOf('/') + 1);
            String key = HexFormat.of().formatHex(ObjectKey.ofText(text).toBytes());
            if (!shown.contains(key) || !logged.contains(key)) {
                throw new Lost(
                        one + " is in the tables: " + shown.contains(key) + ", in the log: " + logged.contains(key));
            }
        }
    }
}
