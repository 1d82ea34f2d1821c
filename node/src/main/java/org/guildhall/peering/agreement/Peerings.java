package org.guildhall.peering.agreement;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.guildhall.admission.Honouring;
import org.guildhall.admission.Policy;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.NodeId;
import org.guildhall.signing.SampleKeys;
import org.guildhall.signing.SecretToken;
import org.guildhall.store.BlockTable;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Writer;

/**
 * The peerings of this node: to invite, to accept an invitation, to look at and to end them. Methods block until what they did
 * is durable; they may be called by any thread but an event loop's.
 */
public final class Peerings {
    /** Of an invitation (OQX-LIM-023). */
    public static final Duration LONGEST = Duration.ofDays(30);

    private final Writer writer;
    private final PeeringTable table;
    private final BlockTable blocks;
    private final Discovery discovery;
    private final Proposer proposer;
    private final Origin address;
    private final SecureRandom random;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param address our own base address, one of those in our Node record */
    public Peerings(
            Writer writer,
            PeeringTable table,
            BlockTable blocks,
            Discovery discovery,
            Proposer proposer,
            Origin address,
            SecureRandom random,
            Clock clock) {
        this.writer = writer;
        this.table = table;
        this.blocks = blocks;
        this.discovery = discovery;
        this.proposer = proposer;
        this.address = address;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The node that an invitation leads to, for a person to look at.
     *
     * @param size of its log, as it says
     */
    public record Offer(
            NodeId node, String name, String fingerprint, String address, Optional<String> contact, long size) {}

    /** What became of a proposal of ours. */
    public record Accepted(Offer offer, State state) {}

    /** Is told, after it is durable, that peerings began, ended or changed. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Makes an invitation for one node. Only a hash of its secret is kept, so it can be shown this once only.
     *
     * @param note for our own people: who it is for
     * @throws PeeringFault {@code expiry} when it should be good for longer than 30 days
     */
    public Invitation invite(String note, Policy policy, Duration goodFor) throws PeeringFault, InterruptedException {
        if (goodFor.compareTo(LONGEST) > 0 || goodFor.compareTo(Duration.ZERO) <= 0) {
            throw new PeeringFault("expiry", "an invitation is good for at most " + LONGEST.toDays() + " days");
        }
        SecretToken secret = SecretToken.generate(random);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Instant expires = now.plusMillis(goodFor.toMillis());
        done(writer.submit(tx -> {
            PeeringTable.invite(tx, secret.hash(), note, policy.toJson(), now, expires);
            return expires;
        }));
        return new Invitation(address, writer.selfId(), secret.text(), expires);
    }

    /** Who invites: asked at the address itself, verified, and nothing is changed on either side. */
    public Offer look(String pasted) throws PeeringFault, InterruptedException {
        return offer(inviter(read(pasted)));
    }

    /**
     * Proposes peering to the node that invites. May be repeated when the answer got lost.
     *
     * @param policy what we do with what their members write
     * @throws PeeringFault {@code invitation}, {@code node-address}, {@code sample-key}, {@code self}, {@code unreachable},
     *     {@code blocked}, or the code of the problem they answered with; then we have stored nothing
     */
    public Accepted accept(String pasted, Policy policy) throws PeeringFault, InterruptedException {
        Invitation invitation = read(pasted);
        Discovered inviter = inviter(invitation);
        State state = proposer.send(invitation.address(), Optional.of(invitation.secret()));
        Instant now = Instant.now(clock);
        String at = inviter.address().text();
        State entered = done(change(tx -> {
            if (BlockTable.isBlocked(tx, inviter.node(), at)) {
                return State.BLOCKED;
            }
            if (state == State.ACTIVE) {
                PeeringTable.enter(tx, inviter.node(), state, at, policy.toJson(), now);
            } else {
                PeeringTable.await(tx, inviter.node(), state, at, policy.toJson(), now, now.plus(Proposals.KEPT));
            }
            return state;
        }));
        requireUnblocked(entered);
        tell();
        return new Accepted(offer(inviter), entered);
    }

    /** All peerings, those that were removed included, oldest first, as they are stored. */
    public List<Peer> all() {
        return table.all();
    }

    /**
     * The peering that a person means: by node id, the beginning of a fingerprint, address or its host name, or name.
     *
     * @throws PeeringFault {@code unknown-peer}, or {@code ambiguous-peer} when several fit
     */
    public Peer find(String meant) throws PeeringFault {
        List<Peer> present =
                all().stream().filter(peer -> peer.state() != State.REMOVED).toList();
        List<Peer> found = present.stream()
                .filter(peer -> peer.node().did().equals(meant)
                        || peer.address().equals(meant)
                        || meant.equalsIgnoreCase(URI.create(peer.address()).getAuthority())
                        || peer.name().map(meant::equalsIgnoreCase).orElse(false)
                        || (meant.length() >= 4 && peer.node().fingerprint().startsWith(meant)))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw found.isEmpty()
                ? new PeeringFault("unknown-peer", "there is no peer \"" + meant + "\"; see `guildhall peer ls`")
                : new PeeringFault(
                        "ambiguous-peer", found.size() + " peers fit \"" + meant + "\"; use the fingerprint");
    }

    /** Ends following. What was taken stays; our log stays readable to them. */
    public void remove(NodeId node) throws PeeringFault, InterruptedException {
        setState(node, State.REMOVED);
    }

    /** Stops following for now; {@link #resume} goes on where it was left. */
    public void suspend(NodeId node) throws PeeringFault, InterruptedException {
        setAgreed(node, State.SUSPENDED);
    }

    /** Goes on following: after a suspension, or after a person has looked at what was wrong. */
    public void resume(NodeId node) throws PeeringFault, InterruptedException {
        setAgreed(node, State.ACTIVE);
    }

    /** Only what both sides agreed to can be paused and gone on with. */
    private void setAgreed(NodeId node, State wanted) throws PeeringFault, InterruptedException {
        State before = done(change(tx -> {
            Optional<State> state = PeeringTable.state(tx, node);
            if (state.map(State::wasAgreed).orElse(false)) {
                if (wanted == State.ACTIVE) {
                    PeeringTable.clearFault(tx, node);
                }
                PeeringTable.setState(tx, node, wanted);
            }
            return state.orElse(State.REMOVED);
        }));
        if (!before.wasAgreed()) {
            throw new PeeringFault(
                    "not-agreed",
                    "the peering is " + before.label()
                            + (before == State.BLOCKED
                                    ? ": lift the block with `guildhall peer unblock`"
                                    : ": both sides have to agree to it first"));
        }
        tell();
    }

    /** Changes what we do with what their members write, from now on, and what all their labels do here. */
    public void setPolicy(NodeId node, Policy policy) throws PeeringFault, InterruptedException {
        changed(done(change(tx -> PeeringTable.setPolicy(tx, node, policy.toJson()))), node);
    }

    /** Proofs against a node that were found, oldest first. */
    public List<byte[]> evidence(NodeId node) {
        return table.evidence(node);
    }

    /**
     * Uses an invitation of ours up for a node that proposed, whose right to speak was checked.
     *
     * @return false when the invitation was used by another in the meantime
     */
    public boolean redeem(byte[] secretHash, NodeId node, Origin from) throws InterruptedException {
        boolean good = done(change(tx -> PeeringTable.redeem(tx, secretHash, node, from.text(), Instant.now(clock))));
        if (good) {
            tell();
        }
        return good;
    }

    private void setState(NodeId node, State state) throws PeeringFault, InterruptedException {
        changed(done(change(tx -> PeeringTable.setState(tx, node, state))), node);
    }

    /** The one way to change who is a peer, or a policy: the labels of a node do what is agreed with it now. */
    <T> CompletableFuture<T> change(Writer.Work<T> work) {
        return writer.submit(tx -> Honouring.through(tx, () -> work.run(tx)));
    }

    private void changed(boolean known, NodeId node) throws PeeringFault {
        if (!known) {
            throw new PeeringFault("unknown-peer", "there is no peering with " + node);
        }
        tell();
    }

    void tell() {
        listeners.forEach(Runnable::run);
    }

    private Invitation read(String pasted) throws PeeringFault {
        try {
            Invitation invitation = Invitation.parse(pasted);
            if (invitation.expires().isBefore(clock.instant())) {
                throw new PeeringFault("invitation", "the invitation expired at " + invitation.expires());
            }
            return invitation;
        } catch (IllegalArgumentException e) {
            throw new PeeringFault("invitation", String.valueOf(e.getMessage()));
        }
    }

    private Discovered inviter(Invitation invitation) throws PeeringFault, InterruptedException {
        if (invitation.node().equals(writer.selfId())) {
            throw new PeeringFault("self", "this is an invitation of this node itself");
        }
        return other(invitation.address(), Optional.of(invitation.node()));
    }

    /** The node at an address, fit to peer with. */
    Discovered other(Origin at, Optional<NodeId> expected) throws PeeringFault, InterruptedException {
        try {
            Discovered found = discovery.at(at, expected);
            if (found.node().equals(writer.selfId())) {
                throw new PeeringFault("self", "this node itself is there");
            }
            if (usesSampleKey(found)) {
                throw new PeeringFault("sample-key", "the node uses a published sample key: anybody can speak for it");
            }
            if (blocks.isBlocked(found.node(), found.profile().addresses())) {
                requireUnblocked(State.BLOCKED);
            }
            return found;
        } catch (DiscoveryFault fault) {
            throw new PeeringFault(
                    fault.isMisleading() ? "node-address" : "unreachable", String.valueOf(fault.getMessage()));
        }
    }

    /** Somebody may have blocked it while it was asked. */
    static void requireUnblocked(State entered) throws PeeringFault {
        if (entered == State.BLOCKED) {
            throw new PeeringFault("blocked", "it is blocked here: lift that first with `guildhall peer unblock`");
        }
    }

    /** Whether somebody who reads standards can speak for the node (A12). */
    public static boolean usesSampleKey(Discovered discovered) {
        return SampleKeys.contains(discovered.profile().identityKey())
                || SampleKeys.contains(discovered.node().identity())
                || discovered.keys().stream().anyMatch(SampleKeys::contains);
    }

    /** What a person is shown of a node. */
    public static Offer offer(Discovered node) {
        return new Offer(
                node.node(),
                node.profile().name(),
                node.node().fingerprint(),
                node.address().text(),
                node.profile().contact(),
                node.size());
    }

    static <T> T done(CompletableFuture<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the peering could not be stored", e.getCause());
        }
    }
}
