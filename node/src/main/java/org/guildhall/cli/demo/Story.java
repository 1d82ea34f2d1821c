package org.guildhall.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.cli.demo.Person.Seen;
import org.guildhall.cli.demo.Steps.Failed;

/**
 * What the nodes are for, played by members who use the pages: a question asked at the vendor is answered at the
 * association and taken, accepted and voted on; then a node is killed while it works, and misses nothing.
 */
final class Story {
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final String TITLE = "HV 36: which nitrogen pressure after the accumulator was replaced?";
    private static final String TEXT = """
            New bladder fitted today, the plate on the accumulator is gone. The old record says *80 bar*.

            - oil at 22 °C, ambient 14 °C
            - changeover was 0.6 s before, with the worn bladder

            Is 80 bar still right for this series?""";
    private static final String ADVICE = """
            No, **100 bar at 20 °C** for this series. At 14 °C that reads

                p = 100 × (273 + 14) / 293 = 98 bar

            Measure again after an hour of work.""";

    private final Federation federation;
    private final Steps steps;

    Story(Federation federation, Steps steps) {
        this.federation = federation;
        this.steps = steps;
    }

    void play() throws Failed {
        DemoNode association = federation.node("association");

        steps.chapter("A question crosses from node to node");
        Cast cast = steps.step("four members sign in, each at their own node", () -> Cast.signIn(federation));
        String question = steps.step(
                "Rolf asks at the vendor: acknowledged", () -> cast.rolf.ask(TITLE, TEXT, "hydraulics hv-36", "en"));
        steps.until("... and readable at the association", SOON, () -> cast.jorn.reads(question, TITLE));
        steps.until("... and at the hub", SOON, () -> cast.hedda.reads(question, TITLE));
        steps.until(
                "... and found there by searching for a word of its text",
                SOON,
                () -> cast.hedda.finds("bladder nitrogen", TITLE));

        steps.step("Jörn answers it at the association: acknowledged", () -> {
            cast.jorn.answer(question, ADVICE);
            return only(cast.jorn, question);
        });
        steps.until(
                "... and readable at the vendor, its home, which took it",
                SOON,
                () -> cast.rolf.answers(question).size() == 1);
        String answer = steps.step(
                "... under the same key as at the association",
                () -> sameKey(only(cast.jorn, question), only(cast.rolf, question)));
        steps.until(
                "... and the association shows that it was taken", SOON, () -> marked(cast.jorn, question, "taken"));
        steps.until(
                "... and at the hub, with both as neighbours",
                SOON,
                () -> cast.hedda.answers(question).size() == 1);

        steps.step("Hedda comments on the answer at the hub", () -> {
            cast.hedda.comment(answer, "We found the same on two machines: 98 bar cold is right.");
            return answer;
        });
        steps.until("... and readable at the vendor", SOON, () -> cast.rolf.reads(question, "98 bar cold is right"));

        List<Integer> before = steps.step("Jörn's standing, looked up", () -> cast.jorn.standing(question, answer));
        steps.step("Rolf accepts the answer at the vendor", () -> {
            cast.rolf.accept(question, answer);
            return answer;
        });
        steps.until(
                "... and the association shows it as accepted",
                SOON,
                () -> only(cast.jorn, question).accepted());
        steps.step("Rolf and Sam vote for it at the vendor, Hedda at the hub", () -> {
            cast.rolf.voteFor(question, answer);
            cast.sam.voteFor(question, answer);
            cast.hedda.voteFor(question, answer);
            return answer;
        });
        for (Person reader : List.of(cast.rolf, cast.jorn, cast.hedda)) {
            steps.until(
                    "... and the sum of both tallies, 3, is shown at " + cast.home(reader),
                    SOON,
                    () -> only(reader, question).score() == 3);
        }
        for (Person reader : List.of(cast.jorn, cast.rolf)) {
            steps.until(
                    "Jörn's standing at " + cast.home(reader) + ": one more answer accepted, three more votes",
                    SOON,
                    () -> {
                        List<Integer> now = reader.standing(question, answer);
                        return now.get(2) == before.get(2) + 1 && now.get(3) == before.get(3) + 3;
                    });
        }

        String jornAtTheHub =
                steps.step("Hedda opens Jörn's page at the hub", () -> cast.hedda.authorOf(question, answer));
        steps.until(
                "... his standing there opens into the vendor's acceptance and the votes there and here",
                SOON,
                () -> worth(cast.hedda, jornAtTheHub));
        steps.step("... and the command line tells the same", () -> {
            String told = federation.node("hub").command("standing", "explain", jornAtTheHub, "--topic", "hydraulics");
            return require(told.contains("accepted: " + TITLE.substring(0, 20)), told);
        });

        Path credential = association.data().resolveSibling("jorn-credential.json");
        steps.step("the association issues a credential for the answer, with all the evidence inside", () -> {
            Files.deleteIfExists(credential);
            association.command(
                    "credential", "issue", "--member", "jorn", "--answer", answer, "-o", credential.toString());
            return require(Files.size(credential) <= 10_240, "it has " + Files.size(credential) + " bytes");
        });

        steps.chapter("A node is killed, and misses nothing");
        String last = "Said before the lights went out";
        String kept = steps.step("Jörn asks at the association: acknowledged; SIGKILL at once", () -> {
            String path = cast.jorn.ask(
                    last, "Is what was acknowledged still there after a kill? Let us see.", "training", "en");
            association.kill();
            return path;
        });
        steps.step(
                "... Jörn's credential is checked with nobody to ask",
                () -> federation.node("hub").command("credential", "verify", credential.toString()));
        steps.step(
                "... and the hub still shows his standing",
                () -> require(worth(cast.hedda, jornAtTheHub), "it does not"));
        List<String> missed = new ArrayList<>();
        steps.step("meanwhile Sam asks three questions at the vendor", () -> {
            for (int i = 1; i <= 3; i++) {
                missed.add(cast.sam.ask(
                        "Asked while the association was away, no. " + i,
                        "Who is away catches up. This is question number " + i + " of three.",
                        "line-pump",
                        "en"));
            }
            return missed;
        });
        steps.until(
                "... and Hedda answers the first of them at the hub",
                SOON,
                () -> cast.hedda.reads(missed.get(0), "no. 1"));
        steps.step("... acknowledged", () -> {
            cast.hedda.answer(missed.get(0), "And this is an answer that it missed as well.");
            return missed;
        });
        steps.until(
                "... and taken by the vendor",
                SOON,
                () -> cast.sam.answers(missed.get(0)).size() == 1);
        steps.step("the association starts again", () -> {
            association.start();
            association.awaitReady();
            return association;
        });
        Person jorn = steps.step("Jörn signs in again", () -> cast.signIn("association", "jorn"));
        steps.step("... what was acknowledged is still there", () -> require(jorn.reads(kept, last), "it is lost"));
        steps.until("... and reaches the vendor now", SOON, () -> cast.rolf.reads(kept, last));
        steps.until("... and all that was missed is readable at the association", SOON, () -> {
            for (int i = 0; i < missed.size(); i++) {
                if (!jorn.reads(missed.get(i), "no. " + (i + 1))) {
                    return false;
                }
            }
            return jorn.answers(missed.get(0)).size() == 1;
        });

        new WiderStory(federation, steps).play();

        steps.chapter("Everything is recomputed");
        for (DemoNode node : federation.nodes()) {
            steps.step("log verify at the " + node.name(), () -> node.command("log", "verify"));
        }

        new ForkStory(federation, steps).play();
        steps.step("all nodes stop in good order", () -> require(federation.stop(), "one had to be killed"));
    }

    private static boolean worth(Person reader, String member) throws IOException {
        Person.Worth worth = reader.worth(member);
        return worth.points() > 0
                && worth.facts().stream().filter(fact -> fact.contains(TITLE)).count() == 3;
    }

    private static Seen only(Person reader, String question) throws IOException {
        List<Seen> answers = reader.answers(question);
        if (answers.size() != 1) {
            throw new IOException("there are " + answers.size() + " answers at " + question + " instead of one");
        }
        return answers.get(0);
    }

    private static boolean marked(Person reader, String question, String mark) throws IOException {
        return only(reader, question).marks().stream().anyMatch(shown -> shown.contains(mark));
    }

    private static String sameKey(Seen here, Seen there) {
        require(here.key().equals(there.key()), "it is " + here.key() + " and " + there.key());
        return here.key();
    }

    static boolean require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
        return true;
    }

    /** Those who appear in the story. */
    private record Cast(Federation federation, Person rolf, Person sam, Person jorn, Person hedda) {

        static Cast signIn(Federation federation) throws IOException {
            return new Cast(
                    federation,
                    federation.signIn("vendor", "rolf"),
                    federation.signIn("vendor", "sam"),
                    federation.signIn("association", "jorn"),
                    federation.signIn("hub", "hedda"));
        }

        Person signIn(String node, String handle) throws IOException {
            return federation.signIn(node, handle);
        }

        String home(Person person) {
            return person == jorn ? "the association" : person == hedda ? "the hub" : "the vendor";
        }
    }
}
