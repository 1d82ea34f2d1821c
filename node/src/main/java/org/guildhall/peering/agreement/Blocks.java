package org.guildhall.peering.agreement;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.NodeId;
import org.guildhall.store.BlockTable;
import org.guildhall.store.BlockTable.Blocked;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Transaction;
import org.guildhall.store.Writer;

/**
 * Who is kept out: nodes by their id and whoever is at an address, peers or not. A blocked node may not propose, is not followed,
 * and what its members write is declined whichever log brings it. It is not announced, and what was taken before stays.
 */
public final class Blocks {
    /** Lines of a list that is imported. */
    public static final int MOST_LINES = 10_000;

    private static final int LONGEST_NOTE = 500;
    private static final int AT_ONCE = 200;

    private final Writer writer;
    private final BlockTable table;
    private final PeeringTable peerings;
    private final Peerings listeners;
    private final Clock clock;

    public Blocks(Writer writer, BlockTable table, PeeringTable peerings, Peerings listeners, Clock clock) {
        this.writer = writer;
        this.table = table;
        this.peerings = peerings;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** What a line names: a node, or an address in its one spelling. */
    public record Target(Optional<NodeId> node, Optional<String> address, String note) {
        public String text() {
            return node.map(NodeId::did).or(() -> address).orElseThrow();
        }

        /**
         * Reads a node id or a base address, whatever the spelling of that (A35).
         *
         * @throws IllegalArgumentException in words
         */
        public static Target of(String text, String note) {
            if (text.startsWith("did:")) {
                return new Target(Optional.of(new NodeId(text)), Optional.empty(), note);
            }
            return new Target(Optional.empty(), Optional.of(Origin.parse(text).text()), note);
        }
    }

    /** A target of a list and what is known of it: a peer's name and state, or nothing. */
    public record Finding(Target target, boolean known, Optional<Peer> peer, boolean already) {}

    /**
     * Reads a list: a node id or an address a line, a {@code #} begins a comment, which is kept as the note of its line.
     *
     * @throws PeeringFault {@code bad-list} that names the line at fault
     */
    public static List<Target> read(String list) throws PeeringFault {
        List<Target> targets = new ArrayList<>();
        String[] lines = list.split("\\R", -1);
        if (lines.length > MOST_LINES) {
            throw new PeeringFault("bad-list", "a list has at most " + MOST_LINES + " lines");
        }
        for (int i = 0; i < lines.length; i++) {
            int mark = lines[i].indexOf('#');
            String what = (mark < 0 ? lines[i] : lines[i].substring(0, mark)).strip();
            String note = mark < 0 ? "" : lines[i].substring(mark + 1).strip();
            if (!what.isEmpty()) {
                try {
                    targets.add(Target.of(what, note.substring(0, Math.min(LONGEST_NOTE, note.length()))));
                } catch (IllegalArgumentException e) {
                    throw new PeeringFault("bad-list", "line " + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        return targets;
    }

    /** What is known of the targets; changes nothing. */
    public List<Finding> look(List<Target> targets) {
        Set<String> blocked = table.all().stream().map(Blocked::what).collect(Collectors.toSet());
        Set<String> known = table.known(targets.stream()
                .flatMap(target -> target.node().stream())
                .map(NodeId::did)
                .toList());
        List<Peer> peers = peerings.all().stream()
                .filter(peer -> peer.state() != State.REMOVED)
                .toList();
        Map<String, Set<String>> at = at(targets);
        return targets.stream()
                .map(target -> {
                    Optional<Peer> peer = peers.stream()
                            .filter(one -> isMeant(one, target, at))
                            .findFirst();
                    return new Finding(
                            target,
                            peer.isPresent() || known.contains(target.text()),
                            peer,
                            blocked.contains(target.text()));
                })
                .toList();
    }

    /** Who is at the addresses among the targets, by their newest records. */
    private Map<String, Set<String>> at(List<Target> targets) {
        return table.at(
                targets.stream().flatMap(target -> target.address().stream()).toList());
    }

    private static boolean isMeant(Peer peer, Target target, Map<String, Set<String>> at) {
        return target.node().map(peer.node()::equals).orElse(false)
                || target.address()
                        .map(address -> peer.address().equals(address)
                                || at.getOrDefault(address, Set.of())
                                        .contains(peer.node().did()))
                        .orElse(false);
    }

    /**
     * Blocks all of them; what is blocked already stays as it is, so that a list can be imported again.
     *
     * @return how many were not blocked before
     */
    public int block(List<Target> targets) throws PeeringFault, InterruptedException {
        for (Target target : targets) {
            if (target.node().map(writer.selfId()::equals).orElse(false)) {
                throw new PeeringFault("self", "this node itself is on the list");
            }
        }
        List<Peer> peers = peerings.all();
        Map<String, Set<String>> at = at(targets);
        Instant now = clock.instant();
        int fresh = 0;
        // Some at a time, so that the writer has time for others.
        for (int from = 0; from < targets.size(); from += AT_ONCE) {
            List<Target> some = targets.subList(from, Math.min(targets.size(), from + AT_ONCE));
            fresh += Peerings.done(listeners.change(tx -> block(tx, some, peers, at, now)));
        }
        listeners.tell();
        return fresh;
    }

    private static int block(
            Transaction tx, List<Target> targets, List<Peer> peers, Map<String, Set<String>> at, Instant now)
            throws java.sql.SQLException {
        int fresh = 0;
        for (Target target : targets) {
            boolean entered = enter(tx, target, now);
            fresh += entered ? 1 : 0;
            for (Peer peer : peers) {
                if (isMeant(peer, target, at) && peer.state() != State.REMOVED && peer.state() != State.BLOCKED) {
                    if (entered && target.node().isPresent()) {
                        PeeringTable.block(tx, peer.node()); // the block is an event already
                    } else {
                        PeeringTable.setState(tx, peer.node(), State.BLOCKED);
                    }
                }
            }
        }
        return fresh;
    }

    private static boolean enter(Transaction tx, Target target, Instant now) throws java.sql.SQLException {
        return target.node().isPresent()
                ? BlockTable.block(tx, target.node().get(), target.note(), now)
                : BlockTable.block(tx, target.address().orElseThrow(), target.note(), now);
    }

    /**
     * Lifts a block. A peering stays paused until somebody resumes it.
     *
     * @throws PeeringFault {@code not-blocked}
     */
    public void unblock(Target target) throws PeeringFault, InterruptedException {
        boolean was = Peerings.done(listeners.change(tx -> {
            boolean lifted = target.node().isPresent()
                    ? BlockTable.unblock(tx, target.node().get())
                    : BlockTable.unblock(tx, target.address().orElseThrow());
            if (target.node().isPresent()) {
                NodeId node = target.node().get();
                if (PeeringTable.state(tx, node).equals(Optional.of(State.BLOCKED))) {
                    PeeringTable.setState(tx, node, State.SUSPENDED);
                    lifted = true;
                }
            }
            return lifted;
        }));
        if (!was) {
            throw new PeeringFault("not-blocked", target.text() + " is not blocked; see `guildhall peer blocks`");
        }
        listeners.tell();
    }

    /** All blocks. */
    public List<Blocked> all() {
        return table.all();
    }
}
