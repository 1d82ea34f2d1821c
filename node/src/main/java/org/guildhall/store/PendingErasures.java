package org.guildhall.store;

import java.sql.SQLException;
import java.util.List;
import org.guildhall.record.Erase;
import org.guildhall.record.Gone;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Receipt;

/** Notes what has to follow an erasure once its transaction is durable, and who is to answer one of ours. */
final class PendingErasures {
    /** Nodes that were not asked and whose answers to one erasure are kept (OQX-LIM-043). */
    static final int MOST_UNASKED = 100;

    private PendingErasures() {}

    static void add(Transaction tx, Taken by, Gone gone, int payloads) throws SQLException {
        NodeId node = by.record().head().node();
        long now = tx.now().toEpochMilli();
        tx.sql().update("delete from erasure where erase_key = ?", by.object());
        tx.sql()
                .update(
                        "insert into erasure (erase_key, node, id, about_key, thread_key, kind, by_kind, payloads, at, tries, member,"
                                + " next_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, (select p.author from post p"
                                + " where p.object_key = ? and p.node = ?), 0)",
                        by.object(),
                        tx.number(node),
                        by.record().head().id(),
                        gone.about().key(),
                        gone.thread().map(ObjectId::key).orElse(null),
                        gone.kind().code(),
                        by.record().head().kind().code(),
                        payloads,
                        now,
                        gone.about().key(),
                        tx.self());
        if (node.equals(tx.selfId()) && by.record().body() instanceof Erase) {
            tx.sql()
                    .update(
                            "insert into erasure_receipt (erase_key, node, asked_at)"
                                    + " select cast(? as bytea), node, cast(? as bigint) from peering"
                                    + " where state = 'active' on conflict do nothing",
                            by.object(),
                            now);
        }
    }

    /** Answers to erasures of ours that came by logs. */
    static void enterReceipts(Transaction tx, List<Taken> latest) throws SQLException {
        for (Taken one : latest) {
            if (one.record().body() instanceof Receipt receipt
                    && receipt.about().node().equals(tx.selfId())) {
                answered(
                        tx, receipt.about().key(), tx.number(one.record().head().node()), receipt.payloads());
            }
        }
    }

    /** A node says that the bytes are gone there; whether it says so in its log or to us directly. */
    static void answered(Transaction tx, ObjectKey erase, int node, long payloads) throws SQLException {
        long now = tx.now().toEpochMilli();
        boolean ours = tx.sql()
                .first("select 1 from erasure where erase_key = ? and node = ?", row -> row.getInt(1), erase, tx.self())
                .isPresent();
        if (!ours || !isNoted(tx, erase, node)) {
            return;
        }
        tx.sql()
                .update(
                        "insert into erasure_receipt (erase_key, node, answered_at, payloads) values (?, ?, ?, ?)"
                                + " on conflict do nothing",
                        erase,
                        node,
                        now,
                        (int) payloads);
        tx.sql()
                .update(
                        "update erasure_receipt set answered_at = ?, payloads = ?"
                                + " where erase_key = ? and node = ? and answered_at is null",
                        now,
                        (int) payloads,
                        erase,
                        node);
    }

    private static boolean isNoted(Transaction tx, ObjectKey erase, int node) throws SQLException {
        boolean peer = tx.sql()
                .first(
                        "select 1 from peering where node = ? and state = 'active'"
                                + " union all select 1 from erasure_receipt where erase_key = ? and node = ?",
                        row -> row.getInt(1),
                        node,
                        erase,
                        node)
                .isPresent();
        return peer || hasRoom(tx.sql(), erase);
    }

    static boolean hasRoom(Sql sql, ObjectKey erase) throws SQLException {
        return sql.first(
                                "select count(*) from erasure_receipt where erase_key = ? and asked_at is null",
                                row -> row.getInt(1),
                                erase)
                        .orElse(0)
                < MOST_UNASKED;
    }
}
