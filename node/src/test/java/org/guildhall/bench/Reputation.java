package org.guildhall.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.guildhall.admission.TallyTerms;
import org.guildhall.bench.attack.Attack;
import org.guildhall.bench.attack.Attacks;
import org.guildhall.bench.attack.Gain;
import org.guildhall.bench.attack.HonestFederation;
import org.guildhall.bench.attack.ReplayedAttestation;
import org.guildhall.bench.attack.VoteProbing;
import org.guildhall.reputation.Fact;

/**
 * What attacks on standing gain at an honest node, and what they cost its honest members: each is computed by the node's own code, on a
 * federation out of a seed. Ends with 1 if one gains more than the chapter Standing of the specification allows.
 */
final class Reputation {
    private static final List<Integer> ACCOUNTS = List.of(1, 10, 100, 10_000);
    private static final List<Integer> ANSWER_COUNTS = List.of(1, 10, 1_000, 10_000);
    private static final List<Integer> NODES = List.of(1, 10, 1_000);
    /** Answers of those whom accounts vote for, if it is not them that grow. */
    private static final int ANSWERS = 100;

    private static final List<Integer> PROBERS = List.of(0, 2, 4, 20);
    private static final int DAYS = 30;
    /** So many that a cap is used up. */
    private static final int MOST_ANSWERS = 1 << 17;

    private static final List<String> COLUMNS = List.of(
            "attack",
            "size",
            "topic",
            "gained",
            "% of caps",
            "% of best",
            "honest lose %",
            "home says",
            "plain sum",
            "% of its best",
            "honest lose of it");

    private Reputation() {}

    public static void main(String[] args) throws Exception {
        long seed = Arguments.of(args, "seed", 1);
        HonestFederation federation =
                new HonestFederation(seed, Arguments.of(args, "members", 2_000), Arguments.of(args, "threads", 15_000));
        Report report = new Report("Reputation");
        report.condition(
                "seed, members, facts", seed + ", " + federation.members().size() + ", " + federation.facts());
        Path directory = Files.createTempDirectory("bench-reputation-");
        best(federation, report);
        boolean allowed =
                gains(federation, report, Arguments.of(args, "topics", "worst").equals("all"));
        allowed &= replays(report, directory);
        allowed &= probing(report, seed, directory);
        report.print();
        if (!allowed) {
            System.err.println("an attack gains more than the specification allows");
            System.exit(1);
        }
    }

    /** The best honest members, and what it takes to pass them: answers that one account at the strongest peer votes for. */
    private static void best(HonestFederation federation, Report report) {
        Attacks attacks = new Attacks(federation);
        for (String topic : HonestFederation.measured()) {
            int too = 1;
            Gain gain = sybil(federation, attacks, too, topic);
            report.figure("best honest member, " + name(topic), (double) gain.top(), "points");
            while (gain.gained() <= gain.top() && too < MOST_ANSWERS) {
                too *= 2;
                gain = sybil(federation, attacks, too, topic);
            }
            int few = too / 2;
            while (too - few > 1) {
                int middle = (few + too) / 2;
                Gain tried = sybil(federation, attacks, middle, topic);
                few = tried.gained() > tried.top() ? few : middle;
                too = tried.gained() > tried.top() ? middle : too;
            }
            if (gain.gained() > gain.top()) {
                report.figure("passed by one account's votes on, " + name(topic), too, "answers");
            }
        }
    }

    private static Gain sybil(HonestFederation federation, Attacks attacks, int answers, String topic) {
        return Gain.of(federation, attacks.sybils(1, answers), List.of(topic)).get(0);
    }

    private static String name(String topic) {
        return topic.equals(Fact.ALL_TOPICS) ? "all topics" : topic;
    }

    private static List<Attack> attacks(HonestFederation federation) {
        Attacks attacks = new Attacks(federation);
        List<Attack> all = new ArrayList<>();
        ACCOUNTS.forEach(count -> all.add(attacks.sybilsAtHome(count, ANSWERS)));
        ACCOUNTS.forEach(count -> all.add(attacks.sybils(count, ANSWERS)));
        ANSWER_COUNTS.forEach(count -> all.add(attacks.sybils(1, count)));
        NODES.forEach(count -> all.add(attacks.inventedNodes(count, ANSWERS, 0)));
        NODES.forEach(count -> all.add(attacks.inventedNodes(count, ANSWERS, 1)));
        NODES.forEach(count -> all.add(attacks.inventedNodes(count, ANSWERS, 5)));
        all.add(attacks.afterThePeersWeightIsZero(1_000, ANSWERS));
        ACCOUNTS.forEach(count -> all.add(attacks.ringWithin(count, 1 + ANSWERS / count)));
        ACCOUNTS.forEach(count -> all.add(attacks.ringAcross(2, count, 1 + ANSWERS / count)));
        ACCOUNTS.forEach(count -> all.add(attacks.ringAcross(5, count, 1 + ANSWERS / count)));
        ACCOUNTS.forEach(count -> all.add(attacks.inflatedTallies(count)));
        ACCOUNTS.forEach(count -> all.add(attacks.inflatedAttestations(count)));
        ACCOUNTS.forEach(count -> all.add(attacks.capturedNodes(count)));
        List.of(10, 100).forEach(people -> all.add(attacks.staff(people, 20)));
        List.of(10, 100).forEach(people -> all.add(attacks.staffAbroad(people, 20)));
        ACCOUNTS.forEach(count -> all.add(attacks.votesAgainst(count)));
        ACCOUNTS.forEach(count -> all.add(attacks.newName(count)));
        ACCOUNTS.forEach(count -> all.add(attacks.erasure(count)));
        ACCOUNTS.forEach(count -> all.add(attacks.accountsHere(count, ANSWERS)));
        return all;
    }

    private static boolean gains(HonestFederation federation, Report report, boolean allTopics) {
        List<List<Object>> rows = new ArrayList<>();
        double ofCaps = 0;
        long beyondCaps = 0;
        double ofGifts = 0;
        long elsewhere = 0;
        boolean allowed = true;
        for (Attack attack : attacks(federation)) {
            List<Gain> gains = Gain.of(federation, attack, HonestFederation.measured());
            for (Gain gain : gains) {
                allowed &= gain.isWithinBounds();
                long bound = gain.bound().orElse(Long.MAX_VALUE);
                ofCaps = bound == 0 ? ofCaps : Math.max(ofCaps, (double) gain.gained() / bound);
                beyondCaps = Math.max(beyondCaps, bound == 0 ? gain.gained() : 0);
                ofGifts = Math.max(ofGifts, share(gain.lost(), gain.gave()));
                elsewhere = Math.max(elsewhere, gain.lostElsewhere());
            }
            if (allTopics) {
                gains.forEach(gain -> rows.add(row(gain)));
            } else {
                rows.add(row(Collections.max(gains, Comparator.comparingDouble(Reputation::harm))));
            }
        }
        report.table("gains", COLUMNS, rows);
        report.atMost("gained, in the caps of the peers used", ofCaps, 1, "times");
        report.atMost("gained where no peer is used", (double) beyondCaps, 0, "points");
        report.atMost("honest members' loss, in what those peers gave", ofGifts, 1, "times");
        report.atMost("honest members' loss in what others gave", (double) elsewhere, 0, "points");
        return allowed;
    }

    /** Gained or lost, whichever is more: the topic where it is most is shown. */
    private static double harm(Gain gain) {
        return Math.max(share(gain.gained(), gain.top()), share(gain.lost(), gain.had()));
    }

    private static List<Object> row(Gain gain) {
        return List.of(
                gain.attack().name(),
                gain.attack().size(),
                name(gain.topic()),
                gain.gained(),
                gain.bound().isPresent() ? percent(gain.gained(), gain.bound().getAsLong()) : "no cap",
                percent(gain.gained(), gain.top()),
                percent(gain.lost(), gain.had()),
                gain.home(),
                gain.plain(),
                percent(gain.plain(), gain.plainTop()),
                gain.plainLost());
    }

    private static double percent(long part, long of) {
        return Math.round(1000 * share(part, of)) / 10.0;
    }

    private static double share(long part, long of) {
        return part <= 0 && of == 0 ? 0 : (double) part / of;
    }

    private static boolean replays(Report report, Path directory) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        long most = 0;
        try (ReplayedAttestation attestation = new ReplayedAttestation(directory.resolve("replays"))) {
            for (ReplayedAttestation.Way way : ReplayedAttestation.Way.values()) {
                for (int times : ACCOUNTS) {
                    ReplayedAttestation.Outcome outcome = attestation.of(way, times);
                    most = Math.max(most, outcome.gained());
                    rows.add(List.of(
                            way.text(),
                            times,
                            outcome.gained(),
                            outcome.plain(),
                            outcome.counts().taken(),
                            outcome.counts().duplicate(),
                            outcome.counts().quarantined()));
                }
            }
        }
        report.table(
                "attestations",
                List.of("attack", "frames", "gained", "plain sum", "taken", "duplicate", "quarantined"),
                rows);
        report.atMost("replayed or altered attestations: gained", (double) most, 0, "points");
        return most <= 0;
    }

    private static boolean probing(Report report, long seed, Path directory) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        double most = 0;
        for (Duration rest : List.of(Duration.ZERO, TallyTerms.STANDARD.rest())) {
            for (int accounts : PROBERS) {
                Path node = directory.resolve("probing-" + rest.toDays() + "-" + accounts);
                VoteProbing.Outcome outcome = VoteProbing.of(accounts, rest, DAYS, seed, node);
                rows.add(List.of(rest.toDays(), accounts, outcome.cast(), outcome.tallies(), outcome.learnt()));
                if (rest.equals(TallyTerms.STANDARD.rest())) {
                    most = Math.max(most, share(outcome.learnt(), accounts / 2));
                }
            }
        }
        report.table(
                "probing of a thread in " + DAYS + " days",
                List.of("days of rest", "accounts", "votes of others", "tallies", "learnt"),
                rows);
        report.atMost("votes learnt, for each two accounts", most, 1, "votes");
        return most <= 1;
    }
}
