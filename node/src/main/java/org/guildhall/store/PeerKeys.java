package org.guildhall.store;

import java.util.Optional;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;

/** Which keys speak for nodes now, as far as their logs were read. Reads only; a key that two nodes list speaks for both. */
public final class PeerKeys {
    private static final String NOW = " k.key_text = ? and" + NodeKeys.SPEAKS;

    private final Reads reads;

    public PeerKeys(Database database) {
        this.reads = new Reads(database.reads());
    }

    /** A node with which peering is active and for which the key speaks. */
    public Optional<NodeId> activePeer(Multikey key) {
        return reads.ask(sql -> sql.first(
                "select n.id from node_key k join node n on n.nr = k.node join peering p on p.node = k.node"
                        + " where p.state = 'active' and" + NOW,
                row -> new NodeId(row.getString(1)),
                key.text()));
    }

    /** Whether peering with a node is active. */
    public boolean isActive(NodeId node) {
        return reads.ask(sql -> sql.first(
                        "select 1 from peering p join node n on n.nr = p.node where p.state = 'active' and n.id = ?",
                        row -> row.getInt(1),
                        node.did())
                .isPresent());
    }

    /** Whether the key speaks for a node. */
    public boolean speaksFor(NodeId node, Multikey key) {
        return reads.ask(sql -> sql.first(
                        "select 1 from node_key k join node n on n.nr = k.node where n.id = ? and" + NOW,
                        row -> row.getInt(1),
                        node.did(),
                        key.text())
                .isPresent());
    }

    /** Whether a node ever listed the key in a Node record that was taken. */
    public boolean isKnown(Multikey key) {
        return reads.ask(
                sql -> sql.first("select 1 from node_key where key_text = ? limit 1", row -> row.getInt(1), key.text())
                        .isPresent());
    }
}
