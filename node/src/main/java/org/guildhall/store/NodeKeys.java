package org.guildhall.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guildhall.record.NodeProfile;

/**
 * Which signing keys speak for a node, and for which part of its log (OQX-SIG-040, 041): a key from the entry that names it to
 * the one that names it no more; and never from the size on that some entry revoked it from.
 */
final class NodeKeys {
    private NodeKeys() {}

    /** Enters what all Node records say, in their order: one that was replaced at once was good for a while, too. */
    static void enter(Transaction tx, List<Taken> taken) throws SQLException {
        for (Taken one : taken) {
            if (one.record().body() instanceof NodeProfile profile) {
                enter(tx.sql(), tx.number(one.record().head().node()), one.index(), profile);
            }
        }
    }

    private static void enter(Sql sql, int node, long index, NodeProfile profile) throws SQLException {
        Set<String> listed = new HashSet<>();
        profile.signingKeys().forEach(entry -> listed.add(entry.key().text()));
        List<String> before = sql.query(
                "select key_text from node_key where node = ? and from_index < ? and until_index is null",
                row -> row.getString(1),
                node,
                index);
        for (String key : before) {
            if (!listed.contains(key)) {
                sql.update("update node_key set until_index = ? where node = ? and key_text = ?", index, node, key);
            }
        }
        for (NodeProfile.SigningKeyEntry entry : profile.signingKeys()) {
            String key = entry.key().text();
            sql.update(
                    "insert into node_key (node, key_text, from_index) values (?, ?, ?) on conflict do nothing",
                    node,
                    key,
                    index);
            if (entry.revokedAt().isPresent()) {
                long size = entry.revokedAt().get();
                sql.update(
                        "update node_key set revoked_at = ? where node = ? and key_text = ?"
                                + " and (revoked_at is null or revoked_at > ?)",
                        size,
                        node,
                        key,
                        size);
            }
        }
    }
}
