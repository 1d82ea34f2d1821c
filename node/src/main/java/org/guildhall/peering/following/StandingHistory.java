package org.guildhall.peering.following;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.guildhall.admission.Admission;
import org.guildhall.admission.CutBack;
import org.guildhall.log.CommonPrefix;
import org.guildhall.log.CompactRange;
import org.guildhall.log.ConsistencyProof;
import org.guildhall.log.FollowedLog;
import org.guildhall.log.HashReader;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tiles;
import org.guildhall.log.TreeHash;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.OqxRecord;
import org.guildhall.signing.Introductions;
import org.guildhall.store.LogQueries;

/**
 * Makes the copy of a log that showed two histories one of the history that its node stands by (OQX-WIT-052): finds what the two
 * have in common, and takes back the rest, a piece at a time. After each piece the copy is a shorter one, so it may be killed
 * between any two. One thread.
 */
final class StandingHistory {
    /** Entries that one transaction takes back at most, and bytes of their payloads if it takes more than one. */
    private static final int PIECE = 2_048;

    private static final long PIECE_BYTES = 2 << 20;

    private final NodeId peer;
    private final RemoteLog remote;
    private final LogQueries queries;
    private final Admission admission;
    private Optional<OqxRecord> held = Optional.empty();

    StandingHistory(NodeId peer, RemoteLog remote, LogQueries queries, Admission admission) {
        this.peer = peer;
        this.remote = remote;
        this.queries = queries;
        this.admission = admission;
    }

    /** Whether the node goes on by a record that the copy does not have yet. */
    boolean isPending(Introductions node) {
        Optional<OqxRecord> newest = node.continuation();
        if (newest.isEmpty() || newest.equals(held)) {
            return false;
        }
        boolean there = queries.number(peer)
                .map(log ->
                        queries.indexOf(log, newest.get().payload().digest()).equals(index(newest.get())))
                .orElse(false);
        if (there) {
            held = newest;
        }
        return !there;
    }

    private static java.util.OptionalLong index(OqxRecord continuation) {
        return java.util.OptionalLong.of(
                ((NodeProfile) continuation.body()).continues().orElseThrow().size());
    }

    /**
     * Verifies that the log is the one that stands, and leaves of the copy what is of it.
     *
     * @param offered by a key that is not given up
     * @return how many entries were taken back; if any were, what is known of the log in memory is old
     */
    long goBack(FollowedLog log, SignedCheckpoint offered, Introductions node)
            throws FollowingFault, InterruptedException {
        HashReader tiles = Tiles.nodes(offered.size(), remote::tile);
        try {
            for (NodeProfile.Continuation from : node.continuations()) {
                requireStanding(from, offered, tiles);
            }
            Optional<Integer> number = queries.number(peer);
            if (log.size() == 0 || number.isEmpty()) {
                return 0;
            }
            int copy = number.get();
            HashReader own = Tiles.nodes(
                    log.size(), path -> Tiles.encode(queries.tile(copy, path.level(), path.start(), path.width())));
            long common = CommonPrefix.of(Math.min(log.size(), offered.size()), own, tiles);
            if (!ConsistencyProof.prove(common, offered.size(), tiles)
                    .verify(Tiles.rootAt(common, own), offered.root())) {
                throw FollowingFault.passing("root-mismatch", "its tiles do not lead to the root it signed");
            }
            if (common == 0) {
                throw FollowingFault.passing(
                        "continuation", "what it goes on with is another log from the first entry on");
            }
            if (common == Math.min(log.size(), offered.size())) {
                return 0; // the same history, perhaps an older state of it: nothing is given up
            }
            Optional<byte[]> evidence = log.contradiction(offered, own, tiles).map(proof -> proof.toBytes(peer));
            long last = queries.firstGoneSince(copy, common).orElse(common);
            cut(copy, log.size(), last, own, offered, evidence);
            return log.size() - last;
        } catch (IOException e) {
            throw CatchUp.tilesMissing(e);
        }
    }

    private static void requireStanding(NodeProfile.Continuation from, SignedCheckpoint offered, HashReader tiles)
            throws FollowingFault, IOException {
        if (offered.size() <= from.size()) {
            throw FollowingFault.passing(
                    "continuation",
                    "it goes on from " + from.size() + " entries, and shows only " + offered.size() + " of them");
        }
        Optional<TreeHash> root = Tiles.provenRootAt(from.size(), offered.checkpoint(), tiles);
        if (root.isEmpty()) {
            throw FollowingFault.passing("root-mismatch", "its tiles do not lead to the root it signed");
        }
        if (!TreeHash.wrap(from.root().toBytes()).equals(root.get())) {
            throw FollowingFault.passing(
                    "continuation",
                    "the first " + from.size() + " entries of its log are not those that its Node record stands by");
        }
    }

    private void cut(
            int copy, long size, long last, HashReader own, SignedCheckpoint offered, Optional<byte[]> evidence)
            throws FollowingFault, IOException, InterruptedException {
        String note = new String(offered.note(), StandardCharsets.UTF_8);
        long from = size;
        while (from > last) {
            long to = Math.max(last, queries.pieceBefore(copy, from, PIECE, PIECE_BYTES));
            long time = to == 0 ? 0 : queries.entries(copy, to - 1, 1).get(0).time();
            try {
                admission
                        .cutBack(new CutBack(peer, from, CompactRange.of(to, own), time, note, evidence))
                        .get();
            } catch (ExecutionException e) {
                throw FollowingFault.passing("store", "what is given up could not be taken back: " + e.getCause());
            }
            from = to;
        }
    }
}
