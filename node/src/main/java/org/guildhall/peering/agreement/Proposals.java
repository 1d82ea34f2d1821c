package org.guildhall.peering.agreement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.Policy;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.NodeId;
import org.guildhall.store.BlockTable;
import org.guildhall.store.Database;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Setting;
import org.guildhall.store.Settings;
import org.guildhall.store.Transaction;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Peering without an invitation (OQX-PEE-060 to 066): what we propose, what others propose to us, and what our people decide.
 * Methods block until what they did is durable; they may be called by any thread but an event loop's.
 */
public final class Proposals {
    /** After this a proposal that nobody decided on is forgotten (OQX-LIM-027). */
    public static final Duration KEPT = Duration.ofDays(30);

    /** How many may wait for our people at a time (OQX-LIM-028). */
    static final int MOST_PENDING = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Proposals.class);

    private final Writer writer;
    private final PeeringTable table;
    private final Proposer proposer;
    private final Peerings peerings;
    private final Clock clock;
    private volatile Door door;

    public Proposals(
            Database database, Writer writer, PeeringTable table, Proposer proposer, Peerings peerings, Clock clock) {
        this.writer = writer;
        this.table = table;
        this.proposer = proposer;
        this.peerings = peerings;
        this.clock = clock;
        this.door =
                new Setting(database, Settings.PEERING).value().map(Door::of).orElse(Door.CLOSED);
    }

    /** Who may propose to us without an invitation. */
    public Door door() {
        return door;
    }

    /** Opens or closes the door; what was agreed or waits stays so. */
    public void setDoor(Door wanted) throws InterruptedException {
        Peerings.done(writer.submit(tx -> {
            new Settings(tx.sql()).set(Settings.PEERING, wanted.label());
            return wanted;
        }));
        door = wanted;
    }

    /** Who is at an address: verified, and nothing is changed on either side. */
    public Peerings.Offer look(String typed) throws PeeringFault, InterruptedException {
        return Peerings.offer(found(typed));
    }

    /**
     * Proposes peering to the node at an address, which must be the one that was looked at.
     *
     * @param policy what we do with what its log brings, once they agree
     * @throws PeeringFault {@code not-open} when they peer by invitation only, {@code blocked}, {@code agreed}, or as {@link
     *     Peerings#accept}
     */
    public Peerings.Accepted propose(String typed, NodeId expected, Policy policy)
            throws PeeringFault, InterruptedException {
        Discovered found = found(typed);
        if (!found.node().equals(expected)) {
            throw new PeeringFault(
                    "node-address", "another node is there now: " + found.node().fingerprint());
        }
        Optional<State> before = table.find(found.node()).map(Peer::state);
        if (before.map(State::wasAgreed).orElse(false)) {
            throw new PeeringFault("agreed", "it is a peer already; see `guildhall peer ls`");
        }
        State state = proposer.send(found.address(), Optional.empty());
        State entered = entered(found.node(), found.address(), state, policy);
        Peerings.requireUnblocked(entered);
        return new Peerings.Accepted(Peerings.offer(found), entered);
    }

    /**
     * Keeps what became of a proposal of ours. They may have agreed in the meantime, by proposing to us; or we blocked them, and
     * nothing is kept.
     */
    private State entered(NodeId node, Origin address, State state, Policy policy) throws InterruptedException {
        Instant now = clock.instant();
        State entered = Peerings.done(peerings.change(tx -> {
            if (BlockTable.isBlocked(tx, node, address.text())) {
                return State.BLOCKED;
            }
            if (PeeringTable.state(tx, node).map(State::wasAgreed).orElse(false)) {
                return State.ACTIVE;
            }
            if (state == State.ACTIVE) {
                PeeringTable.enter(tx, node, state, address.text(), policy.toJson(), now);
            } else {
                PeeringTable.await(tx, node, state, address.text(), policy.toJson(), now, now.plus(KEPT));
            }
            return state;
        }));
        peerings.tell();
        return entered;
    }

    /** What became of a proposal of another node's that came without an invitation. */
    public enum Answer {
        ACTIVE,
        PENDING,
        /** We take none from it. */
        CLOSED,
        /** Too many wait already. */
        FULL
    }

    /** What a proposal of this node would lead to now. Asked before anything is fetched for it. */
    public Answer expected(NodeId node) {
        Instant now = clock.instant();
        List<Peer> peers = table.all();
        Optional<Peer> peer =
                peers.stream().filter(one -> one.node().equals(node)).findFirst();
        long pending = peers.stream()
                .filter(one -> one.state() == State.PENDING && isYoung(one.expires(), now))
                .count();
        return answer(
                peer.map(Peer::state).orElse(State.REMOVED), peer.map(one -> isYoung(one.expires(), now)), pending);
    }

    private Answer answer(State state, Optional<Boolean> young, long pending) {
        return switch (state) {
            case ACTIVE, SUSPENDED -> Answer.ACTIVE; // a pause is not announced
            case PROPOSED -> young.orElse(false) ? Answer.ACTIVE : atTheDoor(pending);
            case PENDING -> young.orElse(false) ? Answer.PENDING : atTheDoor(pending);
            case BLOCKED -> Answer.CLOSED;
            case REMOVED -> atTheDoor(pending);
        };
    }

    private Answer atTheDoor(long pending) {
        return switch (door) {
            case CLOSED -> Answer.CLOSED;
            case OPEN -> Answer.ACTIVE;
            case ASK -> pending >= MOST_PENDING ? Answer.FULL : Answer.PENDING;
        };
    }

    /**
     * Takes in a proposal of a node whose right to speak was checked. One to which we proposed ourselves has agreed by it
     * (OQX-PEE-063).
     */
    public Answer knock(NodeId node, Origin from) throws InterruptedException {
        Instant now = clock.instant();
        Answer answer = Peerings.done(peerings.change(tx -> {
            PeeringTable.forgetExpired(tx, now);
            if (BlockTable.isBlocked(tx, node, from.text())) {
                return Answer.CLOSED;
            }
            State before = PeeringTable.state(tx, node).orElse(State.REMOVED);
            Answer due = answer(before, Optional.of(true), PeeringTable.pending(tx));
            if (due == Answer.ACTIVE && before == State.PROPOSED) {
                PeeringTable.setState(tx, node, State.ACTIVE);
                PeeringTable.move(tx, node, from.text());
            } else if (due == Answer.ACTIVE && !before.wasAgreed()) {
                PeeringTable.enter(
                        tx,
                        node,
                        State.ACTIVE,
                        from.text(),
                        Policy.ofStrangers().toJson(),
                        now);
            } else if (due == Answer.PENDING && before != State.PENDING) {
                PeeringTable.await(
                        tx, node, State.PENDING, from.text(), Policy.takeAll().toJson(), now, now.plus(KEPT));
            }
            return due;
        }));
        peerings.tell();
        return answer;
    }

    /** Proposals of others that wait for our people, oldest first. */
    public List<Peer> pending() {
        Instant now = clock.instant();
        return table.all().stream()
                .filter(peer -> peer.state() == State.PENDING && isYoung(peer.expires(), now))
                .toList();
    }

    /**
     * Agrees to a proposal, and proposes back, by which the other side learns of it (OQX-PEE-063).
     *
     * @return whether they have learnt it; if not, they do when they ask again
     * @throws PeeringFault {@code not-pending}
     */
    public boolean accept(NodeId node, Policy policy) throws PeeringFault, InterruptedException {
        Peer peer = waiting(node);
        decide(node, tx -> {
            PeeringTable.setState(tx, node, State.ACTIVE);
            PeeringTable.setPolicy(tx, node, policy.toJson());
        });
        try {
            return proposer.send(Origin.parse(peer.address()), Optional.empty()) == State.ACTIVE;
        } catch (PeeringFault fault) {
            LOG.info("{} could not be told that its proposal was accepted: {}", node, fault.getMessage());
            return false;
        }
    }

    /**
     * Refuses a proposal. It is not announced: the same proposal again would wait again.
     *
     * @throws PeeringFault {@code not-pending}
     */
    public void decline(NodeId node) throws PeeringFault, InterruptedException {
        waiting(node);
        decide(node, tx -> PeeringTable.setState(tx, node, State.REMOVED));
    }

    /** Asks again where we proposed and were not answered, and forgets what has expired. Now and then. */
    public void goOn() throws InterruptedException {
        Instant now = clock.instant();
        Peerings.done(writer.submit(tx -> PeeringTable.forgetExpired(tx, now)));
        for (Peer peer : table.all()) {
            if (peer.state() == State.PROPOSED) {
                try {
                    if (proposer.send(Origin.parse(peer.address()), Optional.empty()) == State.ACTIVE) {
                        decide(peer.node(), tx -> PeeringTable.setState(tx, peer.node(), State.ACTIVE));
                    }
                } catch (PeeringFault fault) {
                    LOG.debug("{} does not answer our proposal: {}", peer.node(), fault.getMessage());
                }
            }
        }
    }

    private interface Change {
        void make(Transaction tx) throws Exception;
    }

    /** Changes a proposal that is one still. */
    private void decide(NodeId node, Change change) throws InterruptedException {
        Peerings.done(peerings.change(tx -> {
            Optional<State> state = PeeringTable.state(tx, node);
            if (state.equals(Optional.of(State.PENDING)) || state.equals(Optional.of(State.PROPOSED))) {
                change.make(tx);
            }
            return state;
        }));
        peerings.tell();
    }

    private Peer waiting(NodeId node) throws PeeringFault {
        return pending().stream()
                .filter(peer -> peer.node().equals(node))
                .findFirst()
                .orElseThrow(() -> new PeeringFault(
                        "not-pending", "no proposal of this node waits any more; see `guildhall peer pending ls`"));
    }

    private static boolean isYoung(Optional<Instant> expires, Instant now) {
        return expires.map(now::isBefore).orElse(false);
    }

    private Discovered found(String typed) throws PeeringFault, InterruptedException {
        Origin address;
        try {
            address = Origin.parse(typed);
        } catch (IllegalArgumentException e) {
            throw new PeeringFault("bad-address", typed + " is no base address: " + e.getMessage());
        }
        return peerings.other(address, Optional.empty());
    }
}
