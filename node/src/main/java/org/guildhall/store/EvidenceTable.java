package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.NodeId;

/** Proofs that nodes contradicted themselves (OQX-WIT-033), kept for ever and bounded for each node. */
public final class EvidenceTable {
    /** Pieces for one node (OQX-LIM-072): the first ones, which nobody can push out by more. */
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

    /**
     * Keeps a proof against a node for ever.
     *
     * @return whether it is news: not here yet, and not more than is kept
     */
    public static boolean keep(Transaction tx, NodeId node, Instant found, Optional<NodeId> toldBy, byte[] proof)
            throws SQLException {
        int number = tx.number(node);
        List<byte[]> known =
                tx.sql().query("select proof from evidence where node = ?", row -> row.getBytes(1), number);
        if (known.size() >= MOST || known.stream().anyMatch(one -> Arrays.equals(one, proof))) {
            return false;
        }
        tx.sql()
                .update(
                        "insert into evidence (node, found_at, kind, proof, told_by) values (?, ?, ?, ?, ?)",
                        number,
                        found.toEpochMilli(),
                        proof[0] == 1 ? "checkpoints" : "records",
                        proof,
                        toldBy.isPresent() ? tx.number(toldBy.get()) : null);
        return true;
    }

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
