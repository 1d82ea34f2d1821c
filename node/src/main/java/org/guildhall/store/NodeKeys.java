package org.guildhall.store;

import java.sql.SQLException;
import java.util.List;
import org.guildhall.record.Head;
import org.guildhall.record.NodeProfile;
import org.jspecify.annotations.Nullable;

/**
 * Which signing keys each Node record lists, and where its node's own log holds it (OQX-SIG-040 to 042): what others claim about
 * the place does not stand here. And where a node's log went on after a fork.
 */
public final class NodeKeys {
    /** Whether key {@code k} speaks now: the newest Node record lists it, and none revokes it or gives it up (OQX-WIT-051). */
    static final String SPEAKS =
            " k.revision = (select max(newest.revision) from node_key newest where newest.node = k.node)"
                    + " and not exists (select 1 from node_key r"
                    + " where r.node = k.node and r.key_text = k.key_text and r.revoked_at is not null)"
                    + " and not exists (select 1 from node_key g join continuation c on c.node = g.node"
                    + " where g.node = k.node and g.key_text = k.key_text and g.revision < c.revision)";

    private NodeKeys() {}

    /** Enters what Node records say. */
    static void enter(Transaction tx, List<Taken> taken) throws SQLException {
        try (Batch keys = new Batch(
                tx.connection(),
                "insert into node_key (node, revision, key_text, idx, revoked_at) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing")) {
            for (Taken one : taken) {
                if (one.record().body() instanceof NodeProfile profile) {
                    int node = tx.number(one.record().head().node());
                    @Nullable Long index = one.placed() ? one.index() : null;
                    for (NodeProfile.SigningKeyEntry entry : profile.signingKeys()) {
                        keys.add(
                                node,
                                one.revision(),
                                entry.key().text(),
                                index,
                                entry.revokedAt().orElse(null));
                    }
                }
            }
            keys.run();
        }
        for (Taken one : taken) {
            if (one.record().body() instanceof NodeProfile profile) {
                if (one.placed()) {
                    place(tx, one.record().head(), one.index());
                }
                if (profile.continues().isPresent()) {
                    enter(tx, one.record().head(), profile.continues().get());
                }
            }
        }
    }

    private static void enter(Transaction tx, Head introduction, NodeProfile.Continuation from) throws SQLException {
        tx.sql()
                .update(
                        "insert into continuation (node, size, revision) values (?, ?, ?) on conflict do nothing",
                        tx.number(introduction.node()),
                        from.size(),
                        introduction.revision());
    }

    /** Takes note of where its node's own log holds a Node record that may have come from another log before. */
    public static void place(Transaction tx, Head introduction, long index) throws SQLException {
        tx.sql()
                .update(
                        "update node_key set idx = ? where node = ? and revision = ? and idx is null",
                        index,
                        tx.number(introduction.node()),
                        introduction.revision());
    }
}
