package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.guildhall.log.Contradiction;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;

/** Proofs that nodes contradicted themselves (OQX-WIT-033), kept for ever and bounded for each node. */
public final class EvidenceTable {
    /** Pieces for one node (OQX-LIM-072): the first ones, and before them those that end following (OQX-WIT-033). */
    public static final int MOST = 16;

    private static final String PIECES =
            "select e.nr, e.found_at, e.proof, n.id, f.name, t.id as told_by from evidence e"
                    + " join node n on n.nr = e.node left join node_profile f on f.node = e.node"
                    + " left join node t on t.nr = e.told_by";

    private final Reads reads;

    public EvidenceTable(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * One proof.
     *
     * @param name what the node calls itself
     * @param toldBy the peer that served it; empty when this node found it itself
     * @param proof bytes as OQX-WIT-030 or 032 have them
     */
    public record Piece(
            long nr, NodeId node, Optional<String> name, Instant found, Optional<NodeId> toldBy, byte[] proof) {}

    /** All of it, the newest first. */
    public List<Piece> all() {
        return reads.ask(sql -> sql.query(PIECES + " order by e.nr desc", EvidenceTable::piece));
    }

    /** What there is against one node, oldest first. */
    public List<Piece> against(NodeId node) {
        return reads.ask(sql -> sql.query(PIECES + " where n.id = ? order by e.nr", EvidenceTable::piece, node.did()));
    }

    /** What became of a proof that is to be kept. */
    public enum Kept {
        STORED,
        KNOWN,
        NO_ROOM
    }

    /**
     * Keeps a proof against a node. Where there is no room left, one that no key in {@code givenUp} signed takes the place of one
     * that is settled, the newest of them.
     *
     * @param givenUp the keys that the node gave up when it went on after a fork (OQX-WIT-051)
     */
    public static Kept keep(
            Transaction tx,
            NodeId node,
            Instant found,
            Optional<NodeId> toldBy,
            byte[] proof,
            Collection<Multikey> givenUp)
            throws SQLException {
        int number = tx.number(node);
        List<Stored> known = tx.sql()
                .query(
                        "select nr, proof from evidence where node = ? order by nr desc",
                        row -> new Stored(row.getLong(1), row.getBytes(2)),
                        number);
        if (known.stream().anyMatch(one -> Arrays.equals(one.proof(), proof))) {
            return Kept.KNOWN;
        }
        if (known.size() >= MOST) {
            Optional<Stored> settled = Contradiction.isSignedByAny(proof, givenUp)
                    ? Optional.empty()
                    : known.stream()
                            .filter(one -> Contradiction.isSignedByAny(one.proof(), givenUp))
                            .findFirst();
            if (settled.isEmpty()) {
                return Kept.NO_ROOM;
            }
            tx.sql().update("delete from evidence where nr = ?", settled.get().nr());
        }
        tx.sql()
                .update(
                        "insert into evidence (node, found_at, kind, proof, told_by) values (?, ?, ?, ?, ?)",
                        number,
                        found.toEpochMilli(),
                        proof[0] == Contradiction.KIND ? "checkpoints" : "records",
                        proof,
                        toldBy.isPresent() ? tx.number(toldBy.get()) : null);
        return Kept.STORED;
    }

    private record Stored(long nr, byte[] proof) {}

    private static Piece piece(ResultSet row) throws SQLException {
        return new Piece(
                row.getLong("nr"),
                new NodeId(row.getString("id")),
                Optional.ofNullable(row.getString("name")),
                Instant.ofEpochMilli(row.getLong("found_at")),
                Optional.ofNullable(row.getString("told_by")).map(NodeId::new),
                row.getBytes("proof"));
    }
}
