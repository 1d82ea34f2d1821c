package org.guildhall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.guildhall.cli.demo.Person;

/**
 * Members erase what they asked, at a node whose log a hub relays to a third node, which knows the hub alone: how long until the
 * third shows it no more, until the hub and the third have said that the bytes are gone there, and until no file of any of the three
 * holds them.
 *
 * <p>Arguments: {@code [erasures=20]}.
 */
final class ErasureReach {
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ErasureReach() {}

    public static void main(String[] args) throws Exception {
        int erasures = Arguments.of(args, "erasures", 20);
        Path directory = Files.createTempDirectory("bench-erasure-");
        try (ServedNode author = ServedNode.make(directory.resolve("author"), "Author");
                ServedNode hub = ServedNode.make(directory.resolve("hub"), "Hub");
                ServedNode third = ServedNode.make(directory.resolve("third"), "Third")) {
            for (ServedNode node : List.of(author, hub, third)) {
                node.start();
            }
            for (ServedNode leaf : List.of(author, third)) {
                String invitation =
                        hub.command("peer", "invite", "--relay", "all").out().strip();
                leaf.command("peer", "accept", invitation);
            }
            new ErasureReach().run(author, hub, third, erasures);
        } finally {
            Posting.delete(directory);
        }
    }

    private void run(ServedNode author, ServedNode hub, ServedNode third, int erasures) throws Exception {
        Person person = Person.signIn(author.address(), author.admin(), author.password());
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < erasures; i++) {
            questions.add(person.ask("Question " + i + " to be taken back", text(i), "hydraulics", "en"));
        }
        for (int i = 0; i < erasures; i++) {
            URI page = third.address().resolve(questions.get(i));
            String text = text(i);
            await("the questions are at the third node", () -> shows(page, text));
        }
        double[] shown = new double[erasures];
        long first = System.nanoTime();
        for (int i = 0; i < erasures; i++) {
            String key = questions.get(i).replaceFirst(".*/", "");
            URI page = third.address().resolve(questions.get(i));
            String text = text(i);
            person.erase(key);
            long acknowledged = System.nanoTime();
            await("the third node shows it no more", () -> !shows(page, text));
            shown[i] = (System.nanoTime() - acknowledged) / 1e6;
        }
        await("the hub and the third have answered", () -> answered(author, erasures));
        double answered = (System.nanoTime() - first) / 1e9;
        for (ServedNode node : List.of(author, hub, third)) {
            await("no file holds it", () -> isClean(node, erasures));
        }
        new Report("ErasureReach")
                .condition("erasures, one after the other", String.valueOf(erasures))
                .figure("erased to not shown at the third level, p50", Report.percentile(shown, 0.5), "ms")
                .figure("erased to not shown at the third level, longest", Report.percentile(shown, 1), "ms")
                .figure("from the first erasure until all receipts are back", answered, "s")
                .figure("until no file of the three has them", (System.nanoTime() - first) / 1e9, "s")
                .print();
    }

    private static String text(int i) {
        return "These are words number " + i + " that somebody regrets.";
    }

    private boolean shows(URI page, String text) {
        try {
            return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether two nodes have answered each erasure: the peer, and who follows the peer alone. */
    private static boolean answered(ServedNode author, int erasures) {
        int answers = 0;
        for (JsonNode erasure : list(author, "own")) {
            for (JsonNode node : erasure.path("nodes")) {
                answers += node.has("answered") ? 1 : 0;
            }
        }
        return answers == 2 * erasures;
    }

    private static boolean isClean(ServedNode node, int erasures) {
        int clean = 0;
        for (String whose : List.of("own", "others")) {
            for (JsonNode erasure : list(node, whose)) {
                clean += erasure.has("purged") ? 1 : 0;
            }
        }
        return clean == erasures;
    }

    private static JsonNode list(ServedNode node, String whose) {
        return node.command("erasure", "ls", "--json").json().path(whose);
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not after two minutes: " + what);
            }
            Thread.sleep(5);
        }
    }
}
