package org.guildhall.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.guildhall.cli.demo.Steps.Failed;

/**
 * An administrator restores an old disk and overrides the warning, and so the yard shows two histories: the hub notices, proves it,
 * follows no more, and the yard itself signs no more.
 */
final class ForkStory {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Federation federation;
    private final Steps steps;
    private final ObjectMapper json = new ObjectMapper();

    ForkStory(Federation federation, Steps steps) {
        this.federation = federation;
        this.steps = steps;
    }

    void play() throws Failed {
        DemoNode hub = federation.node("hub");
        DemoNode yard = federation.node("yard");
        Path old = yard.data().resolveSibling("yard-old");

        steps.chapter("A node shows two histories");
        steps.step("the yard stops, and its disk is copied", () -> {
            yard.askToEnd();
            Story.require(yard.awaitEnd(), "it had to be killed");
            copy(yard.data(), old);
            yard.start();
            yard.awaitReady();
            return old;
        });
        steps.step("Ola asks at the yard: the first history", () -> {
            String[] path = new String[1];
            Person ola = federation.signIn("yard", "ola");
            path[0] = signed(ola, "Asked before the disk was lost");
            Person hedda = federation.signIn("hub", "hedda");
            await(() -> hedda.reads(path[0], "Asked before"));
            return path[0];
        });
        steps.step("the yard is killed, the hub is down, the copy is put back", () -> {
            yard.kill();
            hub.askToEnd();
            Story.require(hub.awaitEnd(), "it had to be killed");
            delete(yard.data());
            copy(old, yard.data());
            return old;
        });
        steps.step("... and started with --alone, whatever peers may have seen", () -> {
            yard.start("--alone");
            yard.awaitReady();
            return yard;
        });
        steps.step(
                "Ola asks at the yard: the second history",
                () -> signed(federation.signIn("yard", "ola"), "Asked after the disk was lost"));
        steps.step("the hub is there again", () -> {
            hub.start();
            hub.awaitReady();
            return hub;
        });
        steps.until(
                "... has seen both, and has proof",
                SOON,
                () -> !json.readTree(hub.command("evidence", "ls", "--json"))
                        .path("evidence")
                        .isEmpty());
        steps.step("... which anybody can check, without the network", () -> {
            Path proof = old.resolveSibling("proof.json");
            hub.command("evidence", "show", yard.id().did(), "--out", proof.toString());
            return hub.command("evidence", "verify", proof.toString());
        });
        steps.until(
                "... and tells the public",
                SOON,
                () -> federation
                        .signIn("hub", "hedda")
                        .page("/federation")
                        .find("p.alert")
                        .hasText());
        Person ola = steps.step("Ola is at the yard", () -> federation.signIn("yard", "ola"));
        steps.until("... which learns of it, and signs no more", SOON, () -> refuses(ola));
    }

    /** Asks, as soon as the node signs. */
    private static String signed(Person member, String title) throws Exception {
        String[] path = new String[1];
        await(() -> {
            try {
                path[0] = member.ask(title, "Which of the two is the true one?", "documentation", "en");
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
        return path[0];
    }

    private static boolean refuses(Person member) {
        try {
            member.ask("Is anything still signed?", "It should not be.", "documentation", "en");
            return false;
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage()).contains("503");
        }
    }

    private static void await(Steps.Condition condition) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("not so within " + SOON.toSeconds() + " s");
            }
            Thread.sleep(50);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
