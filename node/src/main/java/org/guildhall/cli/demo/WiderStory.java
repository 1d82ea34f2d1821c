package org.guildhall.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.guildhall.cli.demo.Person.Seen;
import org.guildhall.cli.demo.Steps.Failed;

/**
 * What a hub is for: a small node that knows the hub alone takes part in a thread of the association's. Then the association
 * declines what is advertising, and a member takes back what should not have been written, everywhere.
 */
final class WiderStory {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TITLE = "Hoist gate interlock: who has replaced the switch by a coded one?";
    private static final String SECRET = "4711-0815";

    private final Federation federation;
    private final Steps steps;
    private final ObjectMapper json = new ObjectMapper();

    WiderStory(Federation federation, Steps steps) {
        this.federation = federation;
        this.steps = steps;
    }

    void play() throws Failed {
        DemoNode association = federation.node("association");
        DemoNode vendor = federation.node("vendor");
        DemoNode hub = federation.node("hub");

        steps.chapter("A node that knows the hub alone");
        Person jorn = steps.step("Jörn is at the association", () -> federation.signIn("association", "jorn"));
        Person ola = steps.step("Ola is at the yard, a peer of the hub only", () -> federation.signIn("yard", "ola"));
        Person rolf = steps.step("Rolf is at the vendor", () -> federation.signIn("vendor", "rolf"));
        String question = steps.step(
                "Jörn asks at the association",
                () -> jorn.ask(TITLE, "The old one is bridged with a magnet every other week.", "safety", "en"));
        steps.until("... and readable at the yard, by way of the hub", SOON, () -> ola.reads(question, TITLE));
        steps.step("Ola answers at the yard", () -> {
            ola.answer(
                    question,
                    "We did, on six hoists. The coded one needs 24 V; mind the voltage drop in the mast cable.");
            return question;
        });
        steps.until(
                "... and the association, its home, took it",
                SOON,
                () -> jorn.answers(question).size() == 1);
        steps.until("... and the yard shows that it was taken", SOON, () -> marked(ola, question, "taken"));
        steps.until(
                "... and readable at the vendor",
                SOON,
                () -> rolf.answers(question).size() == 1);

        steps.chapter("Something is declined");
        steps.step(
                "the association lets a moderator decide on answers that the hub brings",
                () -> association.command("peer", "policy", hub.id().did(), "--answers", "hold"));
        steps.step("Ola advertises at the yard", () -> {
            ola.answer(question, "Buy refurbished gates from us, ten per cent off this week only!");
            return question;
        });
        String held = steps.step("... held at the association", () -> awaitHeld(association));
        steps.step(
                "... and declined, as advertising",
                () -> association.command("held", "decline", held, "--code", "spam"));
        steps.until("... and the yard shows that it was, and why", SOON, () -> marked(ola, question, "refused"));
        steps.step(
                "... nobody else sees it",
                () -> Story.require(
                        jorn.answers(question).size() == 1
                                && rolf.answers(question).size() == 1,
                        "it is shown"));
        steps.step(
                "answers are taken at once again",
                () -> association.command("peer", "policy", hub.id().did(), "--answers", "take"));

        steps.chapter("Somebody takes back what they wrote");
        String slip = steps.step(
                "Rolf asks at the vendor, with a number that should not be there",
                () -> rolf.ask(
                        "Whom to call at night?", "My access code is " + SECRET + ", just call.", "training", "en"));
        for (Person reader : List.of(jorn, ola)) {
            steps.until(
                    "... and readable at " + (reader == jorn ? "the association" : "the yard"),
                    SOON,
                    () -> reader.reads(slip, SECRET));
        }
        steps.step("Rolf erases it", () -> {
            rolf.erase(slip.substring(slip.lastIndexOf('/') + 1));
            return slip;
        });
        for (Person reader : List.of(rolf, jorn, ola)) {
            steps.until("... gone at " + home(reader, rolf, jorn), SOON, () -> !reader.reads(slip, SECRET));
        }
        steps.until(
                "... and the association and the hub have signed receipts for it", SOON, () -> receipts(vendor) >= 2);
    }

    private static String home(Person reader, Person rolf, Person jorn) {
        return reader == rolf ? "the vendor" : reader == jorn ? "the association" : "the yard";
    }

    /** What a moderator is to decide on, as the command line calls it. */
    private String awaitHeld(DemoNode node) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode held = json.readTree(node.command("held", "ls", "--json")).path("held");
            if (!held.isEmpty()) {
                return held.get(0).path("id").asText();
            }
        }
        throw new IOException("nothing is held at the " + node.name());
    }

    /** How many nodes have answered for the newest erasure of the node's own. */
    private int receipts(DemoNode node) throws Exception {
        int answered = 0;
        for (JsonNode one : json.readTree(node.command("erasure", "ls", "--json"))
                .path("own")
                .path(0)
                .path("nodes")) {
            answered += one.has("answered") ? 1 : 0;
        }
        return answered;
    }

    private static boolean marked(Person reader, String question, String mark) throws IOException {
        return reader.answers(question).stream()
                .map(Seen::marks)
                .flatMap(List::stream)
                .anyMatch(shown -> shown.contains(mark));
    }
}
