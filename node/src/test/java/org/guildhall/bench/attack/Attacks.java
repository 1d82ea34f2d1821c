package org.guildhall.bench.attack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.guildhall.bench.attack.Attack.Claims;
import org.guildhall.record.Limits;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.reputation.Basis;
import org.guildhall.reputation.Fact;
import org.guildhall.reputation.Weights;

/**
 * What attackers can make the records say that reach an honest node: they hold the keys of the nodes they invent, and have accounts
 * at others. Their answers are new and in all topics that are measured.
 */
public final class Attacks {
    private static final Instant NOW = HonestFederation.NOW;
    private static final int ATTESTED_QUARTERS = 12;
    /** Competitors whom votes against are cast on. */
    private static final int TARGETS = 10;

    private final HonestFederation federation;
    private final Weights weights;
    private final NodeId strongest;
    /** Where those live for whom it is done, if it is not said: a node that a peer introduces. */
    private final NodeId elsewhere;

    private final List<String> tags;

    public Attacks(HonestFederation federation) {
        this.federation = federation;
        this.strongest = federation.peer(0);
        this.elsewhere = federation.node();
        this.weights = introduced(List.of(elsewhere), Set.of(strongest));
        this.tags = HonestFederation.measured().stream()
                .filter(topic -> !topic.equals(Fact.ALL_TOPICS))
                .toList();
    }

    /** Accounts at the peer that counts most, voting for a member of the same node. */
    public Attack sybilsAtHome(int accounts, int answers) {
        ObjectId member = federation.object(strongest);
        Claims claims = new Claims();
        vote(claims, strongest, member, answers(member, answers), accounts, 0);
        return Attack.of(
                "sybils for one of their node",
                sized(accounts, "account"),
                claims.stated(),
                Set.of(member),
                weights,
                Set.of());
    }

    /** Accounts at the peer that counts most, voting for a member of another node. */
    public Attack sybils(int accounts, int answers) {
        ObjectId member = federation.object(elsewhere);
        Claims claims = new Claims();
        vote(claims, strongest, member, answers(member, answers), accounts, 0);
        return Attack.of(
                "sybils at a peer for one elsewhere",
                sized(accounts, "account") + ", " + sized(answers, "answer"),
                claims.stated(),
                Set.of(member),
                weights,
                Set.of(strongest));
    }

    /** Nodes, each with accounts that vote for one of an invented node, introduced by some of our peers. */
    public Attack inventedNodes(int nodes, int answers, int introducers) {
        Set<NodeId> by =
                IntStream.range(0, introducers).mapToObj(federation::peer).collect(Collectors.toSet());
        List<NodeId> invented = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            invented.add(federation.node());
        }
        ObjectId member = federation.object(federation.node());
        Claims claims = new Claims();
        List<ObjectId> written = answers(member, answers);
        invented.forEach(node -> vote(claims, node, member, written, 10, 0));
        String who = introducers == 0
                ? "nobody introduces"
                : introducers == 1 ? "a peer introduces" : introducers + " peers introduce";
        return Attack.of(
                "invented nodes that " + who,
                sized(nodes, "node"),
                claims.stated(),
                Set.of(member),
                introduced(invented, by),
                introducers == 0 ? Set.of() : Set.of(strongest));
    }

    /** The same after people gave the peer that introduces them no weight any more. */
    public Attack afterThePeersWeightIsZero(int nodes, int answers) {
        Attack attack = inventedNodes(nodes, answers, 1);
        Map<NodeId, Integer> peers = new HashMap<>(attack.weights().peers());
        peers.put(strongest, 0);
        return Attack.of(
                "the same, once the peer weighs 0",
                attack.size(),
                attack.stated(),
                attack.favoured(),
                new Weights(federation.self(), peers, attack.weights().introducers(), Set.of()),
                Set.of(strongest));
    }

    /** Members of one peer, each voting for all others. */
    public Attack ringWithin(int accounts, int answers) {
        Set<ObjectId> ring = members(strongest, accounts);
        Claims claims = new Claims();
        ring.forEach(member -> vote(claims, strongest, member, answers(member, answers), accounts - 1, 0));
        return Attack.of("ring within a peer", sized(accounts, "account"), claims.stated(), ring, weights, Set.of());
    }

    /** The same in several peers, each with so many accounts, which vote across. */
    public Attack ringAcross(int peers, int accounts, int answers) {
        List<NodeId> nodes =
                IntStream.range(0, peers).mapToObj(federation::peer).toList();
        Set<ObjectId> ring = new HashSet<>();
        Claims claims = new Claims();
        for (NodeId home : nodes) {
            for (ObjectId member : members(home, accounts)) {
                ring.add(member);
                List<ObjectId> written = answers(member, answers);
                nodes.forEach(node -> vote(claims, node, member, written, accounts, 0));
            }
        }
        return Attack.of(
                "ring across " + peers + " peers",
                sized(accounts, "account") + " each",
                claims.stated(),
                ring,
                weights,
                Set.copyOf(nodes));
    }

    /** A peer whose tallies say as many votes as can be written. */
    public Attack inflatedTallies(int answers) {
        ObjectId member = federation.object(elsewhere);
        Claims claims = new Claims();
        vote(claims, strongest, member, answers(member, answers), Integer.MAX_VALUE, 0);
        return Attack.of(
                "peer that inflates tallies",
                sized(answers, "answer"),
                claims.stated(),
                Set.of(member),
                weights,
                Set.of(strongest));
    }

    /** A peer whose attestations claim as much as can be written. */
    public Attack inflatedAttestations(int members) {
        Set<ObjectId> favoured = members(elsewhere, members);
        Claims claims = new Claims();
        favoured.forEach(member -> attest(claims, strongest, member));
        return Attack.of(
                "peer that inflates attestations",
                sized(members, "member"),
                claims.stated(),
                favoured,
                weights,
                Set.of(strongest));
    }

    /** The same peer introduces honest nodes besides that others introduce, and counts more than those. */
    public Attack capturedNodes(int members) {
        Attack attack = inflatedAttestations(members);
        return new Attack(
                "the same, introducing others' nodes too",
                attack.size(),
                Map.of(),
                attack.stated(),
                attack.favoured(),
                attack.favoured(),
                introduced(federation.thirds(), Set.of(strongest, federation.peer(1), federation.peer(2))),
                Set.of(strongest),
                Set.of(strongest, federation.peer(1)));
    }

    /** A vendor's staff at the vendor's node: they vote for each other, and the node accepts and attests what they write. */
    public Attack staff(int people, int answers) {
        NodeId vendor = federation.peer(2);
        Set<ObjectId> staff = members(vendor, people);
        Claims claims = new Claims();
        for (ObjectId member : staff) {
            List<ObjectId> written = answers(member, answers);
            vote(claims, vendor, member, written, people - 1, 0);
            written.forEach(answer -> accept(claims, vendor, member, answer));
            attest(claims, vendor, member);
        }
        return Attack.of("vendor's staff at home", people + " people", claims.stated(), staff, weights, Set.of());
    }

    /** The same people, each with an account at the peer that counts most as well. */
    public Attack staffAbroad(int people, int answers) {
        Set<ObjectId> staff = members(federation.peer(2), people);
        Claims claims = new Claims();
        staff.forEach(member -> vote(claims, strongest, member, answers(member, answers), people - 1, 0));
        return Attack.of(
                "vendor's staff with accounts at a peer",
                people + " people",
                claims.stated(),
                staff,
                weights,
                Set.of(strongest));
    }

    /** Accounts at the peer that counts most, against each answer of the best honest members that this peer's members voted on. */
    public Attack votesAgainst(int accounts) {
        Set<ObjectId> targets = new HashSet<>(federation.members().stream()
                .filter(member -> !member.node().equals(strongest))
                .sorted(Comparator.comparingLong(this::mostPoints))
                .limit(TARGETS)
                .toList());
        Claims claims = new Claims();
        federation.stated().forEach((record, facts) -> {
            if (record.node().equals(strongest) && facts.stream().anyMatch(fact -> targets.contains(fact.member()))) {
                facts.forEach(fact -> claims.add(targets.contains(fact.member()) ? against(fact, accounts) : fact));
            }
        });
        return Attack.of(
                "votes against " + TARGETS + " competitors",
                sized(accounts, "account"),
                claims.stated(),
                Set.of(),
                weights,
                Set.of(strongest));
    }

    private long mostPoints(ObjectId member) {
        return -federation.ledger().facts(member, Fact.ALL_TOPICS).stream()
                .mapToLong(Fact::points)
                .sum();
    }

    private static Fact against(Fact fact, int accounts) {
        if (fact.basis() instanceof Basis.Votes votes) {
            Basis worse = new Basis.Votes(votes.answer(), votes.up(), votes.down() + accounts);
            return new Fact(fact.record(), fact.member(), fact.topics(), worse, fact.quarter());
        }
        return fact;
    }

    /** Somebody with good answers and so many bad ones goes on under a new name. */
    public Attack newName(int bad) {
        ObjectId old = federation.object(elsewhere);
        Claims claims = withBadAnswers(old, bad);
        return new Attack(
                "whitewashing by a new name",
                sized(bad, "bad answer"),
                claims.stated(),
                Map.of(),
                Set.of(old),
                members(elsewhere, 1),
                weights,
                Set.of(),
                Set.of());
    }

    /** The same has the bad answers erased. */
    public Attack erasure(int bad) {
        ObjectId member = federation.object(elsewhere);
        Claims claims = withBadAnswers(member, bad);
        Map<ObjectId, List<Fact>> left = new HashMap<>();
        claims.stated().forEach((record, facts) -> {
            if (facts.stream()
                    .allMatch(fact -> fact.basis() instanceof Basis.Votes votes && votes.down() > votes.up())) {
                left.put(record, List.of());
            }
        });
        return new Attack(
                "whitewashing by erasure",
                sized(bad, "bad answer"),
                claims.stated(),
                left,
                Set.of(member),
                Set.of(member),
                weights,
                Set.of(),
                Set.of());
    }

    private Claims withBadAnswers(ObjectId member, int bad) {
        Claims claims = new Claims();
        vote(claims, strongest, member, answers(member, 20), 3, 1);
        vote(claims, strongest, member, answers(member, bad), 1, 8);
        return claims;
    }

    /** Accounts at the very node that computes: its own members' word has no cap. */
    public Attack accountsHere(int accounts, int answers) {
        ObjectId member = federation.object(elsewhere);
        Claims claims = new Claims();
        vote(claims, federation.self(), member, answers(member, answers), accounts, 0);
        return Attack.of(
                "accounts at the node that computes",
                sized(accounts, "account") + ", " + sized(answers, "answer"),
                claims.stated(),
                Set.of(member),
                weights,
                Set.of(federation.self()));
    }

    private static String sized(int count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private Set<ObjectId> members(NodeId home, int count) {
        Set<ObjectId> members = new HashSet<>();
        for (int i = 0; i < count; i++) {
            members.add(federation.object(home));
        }
        return members;
    }

    private List<ObjectId> answers(ObjectId author, int count) {
        List<ObjectId> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(federation.object(author.node()));
        }
        return answers;
    }

    /** Each answer in a thread of its own, which has the answer's id at the issuer. */
    private void vote(Claims claims, NodeId issuer, ObjectId member, Collection<ObjectId> answers, long up, long down) {
        for (ObjectId answer : answers) {
            ObjectId thread = new ObjectId(issuer, answer.id());
            ObjectId tally = new ObjectId(issuer, NamedUuid.tally(issuer, thread));
            claims.add(Fact.derived(tally, NOW, member, tags, new Basis.Votes(answer, up, down), NOW));
        }
    }

    private void accept(Claims claims, NodeId issuer, ObjectId member, ObjectId answer) {
        ObjectId accept = new ObjectId(issuer, NamedUuid.accept(new ObjectId(issuer, answer.id())));
        claims.add(Fact.derived(accept, NOW, member, tags, new Basis.Accepted(answer), NOW));
    }

    private void attest(Claims claims, NodeId issuer, ObjectId member) {
        for (String topic : HonestFederation.measured()) {
            ObjectId attestation = federation.object(issuer);
            for (int i = 0; i < ATTESTED_QUARTERS; i++) {
                Basis.Attested most = new Basis.Attested(
                        HonestFederation.QUARTER - i, Limits.ATTESTED, Limits.ATTESTED, Limits.ATTESTED, 0);
                claims.add(Fact.attested(
                        attestation, NOW, member, Optional.of(topic).filter(tag -> !tag.isEmpty()), most));
            }
        }
    }

    private Weights introduced(Collection<NodeId> invented, Set<NodeId> by) {
        Map<NodeId, Set<NodeId>> introducers =
                new HashMap<>(federation.weights().introducers());
        invented.forEach(node -> introducers.put(node, by));
        return new Weights(federation.self(), federation.weights().peers(), introducers, Set.of());
    }
}
