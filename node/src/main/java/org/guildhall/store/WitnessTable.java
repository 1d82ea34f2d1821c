package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.log.TreeHash;
import org.guildhall.record.NodeId;

/** What this node cosigned of others' logs, and who cosigns its own (OQX, chapter 09). Writing takes the writer's transaction. */
public final class WitnessTable {
    /** Witnesses of our log (OQX-LIM-070). */
    public static final int MOST = 8;

    private final Reads reads;

    public WitnessTable(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * The largest checkpoint of a log that we cosigned.
     *
     * @param note as the log signed it
     * @param cosigned the same with our line
     */
    public record Witnessed(long size, TreeHash root, String note, String cosigned) {}

    /**
     * A peer that is asked to cosign.
     *
     * @param size of ours that it cosigned last; 0 before the first
     * @param fault why the last request did not succeed
     */
    public record Witness(
            NodeId node, Optional<String> name, long size, Optional<Instant> cosignedAt, Optional<String> fault) {}

    public Optional<Witnessed> witnessed(NodeId log) {
        return reads.ask(sql -> sql.first(
                "select w.* from witnessed w join node n on n.nr = w.log where n.id = ?",
                WitnessTable::read,
                log.did()));
    }

    /** The same inside the transaction that is about to replace it. */
    public static Optional<Witnessed> witnessed(Transaction tx, NodeId log) throws SQLException {
        return tx.sql().first("select * from witnessed where log = ?", WitnessTable::read, tx.number(log));
    }

    /** Says that this is the largest now. */
    public static void store(Transaction tx, NodeId log, Witnessed now) throws SQLException {
        int number = tx.number(log);
        int rows = tx.sql()
                .update(
                        "update witnessed set size = ?, root = ?, note = ?, cosigned = ? where log = ?",
                        now.size(),
                        now.root(),
                        now.note(),
                        now.cosigned(),
                        number);
        if (rows == 0) {
            tx.sql()
                    .update(
                            "insert into witnessed (size, root, note, cosigned, log) values (?, ?, ?, ?, ?)",
                            now.size(),
                            now.root(),
                            now.note(),
                            now.cosigned(),
                            number);
        }
    }

    /** Those that are asked, in the order in which they were chosen. */
    public List<Witness> witnesses() {
        return reads.ask(sql -> sql.query(
                "select n.id, f.name, w.size, w.cosigned_at, w.fault from witness w join node n on n.nr = w.node"
                        + " left join node_profile f on f.node = w.node order by w.since, w.node",
                row -> {
                    long at = row.getLong("cosigned_at");
                    return new Witness(
                            new NodeId(row.getString("id")),
                            Optional.ofNullable(row.getString("name")),
                            row.getLong("size"),
                            at == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at)),
                            Optional.ofNullable(row.getString("fault")));
                }));
    }

    /** Chooses a peer as a witness; false when it is one, or there are as many as may be. */
    public static boolean add(Transaction tx, NodeId node) throws SQLException {
        int number = tx.number(node);
        List<Integer> there = tx.sql().query("select node from witness", row -> row.getInt(1));
        if (there.contains(number) || there.size() >= MOST) {
            return false;
        }
        tx.sql()
                .update(
                        "insert into witness (node, since, size) values (?, ?, 0)",
                        number,
                        tx.now().toEpochMilli());
        return true;
    }

    /** False when it was none. */
    public static boolean remove(Transaction tx, NodeId node) throws SQLException {
        return tx.sql().update("delete from witness where node = ?", tx.number(node)) > 0;
    }

    /** Notes that a witness cosigned a checkpoint of ours. */
    public static void cosigned(Transaction tx, NodeId node, long size, Instant at) throws SQLException {
        tx.sql()
                .update(
                        "update witness set size = ?, cosigned_at = ?, fault = null where node = ?",
                        size,
                        at.toEpochMilli(),
                        tx.number(node));
    }

    /** Notes why it did not. */
    public static void failed(Transaction tx, NodeId node, String fault) throws SQLException {
        tx.sql().update("update witness set fault = ? where node = ?", fault, tx.number(node));
    }

    private static Witnessed read(ResultSet row) throws SQLException {
        return new Witnessed(
                row.getLong("size"),
                TreeHash.wrap(row.getBytes("root")),
                row.getString("note"),
                row.getString("cosigned"));
    }
}
