package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.Kind;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/** What follows erasures: bytes out of the files, our receipts to other nodes, and others' receipts to us. */
public final class ErasureTable {
    private static final String PENDING =
            "select e.*, n.id as node_id from erasure e join node n on n.nr = e.node where ";

    private final Reads reads;
    private final int self;

    /** @param self our own number */
    public ErasureTable(Database database, int self) {
        this.reads = new Reads(database.reads());
        this.self = self;
    }

    /**
     * An erasure that was carried out here.
     *
     * @param erase the Erase or Drop object
     * @param own whether it is ours, and nobody waits for a receipt of ours
     * @param by Erase when its owner took it back, Drop when the owner of a log dropped it from there
     * @param kind code of the kind of what is gone
     * @param payloads how many were held here
     * @param purgedAt when the bytes were out of the files
     * @param receiptAt when our receipt was logged
     * @param deliveredAt when the node that erased had it
     */
    public record Pending(
            ObjectId erase,
            boolean own,
            Kind by,
            ObjectKey about,
            Optional<ObjectKey> thread,
            int kind,
            int payloads,
            Instant at,
            Optional<Instant> purgedAt,
            Optional<Instant> receiptAt,
            Optional<Instant> deliveredAt,
            int tries,
            String fault) {}

    /**
     * A node that answered an erasure of ours, or is to.
     *
     * @param askedAt when it was our peer and the erasure was published; empty when it answered without being one
     */
    public record Answer(
            ObjectKey erase,
            String node,
            String name,
            Optional<Instant> askedAt,
            Optional<Instant> answeredAt,
            int payloads) {}

    /** Those whose bytes may still lie in files. */
    public List<Pending> unpurged() {
        return list("e.purged_at is null order by e.at limit 1000");
    }

    /** Those that we owe a receipt for. */
    public List<Pending> unanswered() {
        return list(
                "e.purged_at is not null and e.receipt_at is null and e.node <> ? and e.by_kind = 12 order by e.at limit 100",
                self);
    }

    /** Receipts of ours that the node that erased does not have yet, and that may be tried again. */
    public List<Pending> undelivered(Instant now) {
        return list(
                "e.receipt_at is not null and e.delivered_at is null and e.next_at <= ? order by e.next_at limit 100",
                now.toEpochMilli());
    }

    /** What was erased and dropped here by ourselves, newest first. */
    public List<Pending> own(int limit) {
        return list("e.node = ? order by e.at desc limit ?", self, limit);
    }

    /** What other nodes erased, newest first. */
    public List<Pending> others(int limit) {
        return list("e.node <> ? order by e.at desc limit ?", self, limit);
    }

    /** What was done to an object here: erased by its owner, dropped by us, or both; newest first. */
    public List<Pending> about(ObjectKey object) {
        return list("e.about_key = ? order by e.at desc", object);
    }

    /** The erasure of an object, if it was erased by us. */
    public Optional<Pending> of(ObjectKey about) {
        return list("e.about_key = ? and e.node = ? and e.by_kind = 12", about, self).stream()
                .findFirst();
    }

    /** What a member erased, newest first. */
    public List<Pending> ofMember(ObjectKey member, int limit) {
        return list("e.member = ? order by e.at desc limit ?", member, limit);
    }

    /** Whether we published this erasure. */
    public boolean isOurs(ObjectKey erase) {
        return !list("e.erase_key = ? and e.node = ? and e.by_kind = 12", erase, self)
                .isEmpty();
    }

    /** Whether an answer of this node, which is no peer, is noted: it was asked, has answered, or few others have. */
    public boolean hasRoom(ObjectKey erase, NodeId node) {
        return reads.ask(sql -> sql.first(
                                "select 1 from erasure_receipt r join node n on n.nr = r.node where r.erase_key = ? and n.id = ?",
                                row -> row.getInt(1),
                                erase,
                                node.did())
                        .isPresent()
                || PendingErasures.hasRoom(sql, erase));
    }

    /** Who answered these erasures of ours, and who is to: those that have not first. */
    public List<Answer> answers(Collection<ObjectKey> erases) {
        return erases.isEmpty()
                ? List.of()
                : reads.ask(sql -> sql.query(
                        "select r.*, n.id as node_id, p.name as node_name from erasure_receipt r"
                                + " join node n on n.nr = r.node left join node_profile p on p.node = r.node"
                                + " where r.erase_key = any(?) order by r.answered_at desc, r.node",
                        row -> new Answer(
                                Sql.key(row, "erase_key"),
                                row.getString("node_id"),
                                ThreadLists.text(row, "node_name"),
                                instant(row, "asked_at"),
                                instant(row, "answered_at"),
                                row.getInt("payloads")),
                        Sql.many(erases)));
    }

    /** The bytes are out of our files. */
    public static void purged(Transaction tx, Collection<ObjectKey> erases) throws SQLException {
        tx.sql()
                .update(
                        "update erasure set purged_at = ? where purged_at is null and erase_key = any(?)",
                        tx.now().toEpochMilli(),
                        Sql.many(erases));
    }

    /** Our receipt is in our log. */
    public static void receipted(Transaction tx, ObjectKey erase) throws SQLException {
        tx.sql()
                .update(
                        "update erasure set receipt_at = ? where erase_key = ?",
                        tx.now().toEpochMilli(),
                        erase);
    }

    /** The node that erased has our receipt. */
    public static void delivered(Transaction tx, ObjectKey erase) throws SQLException {
        tx.sql()
                .update(
                        "update erasure set delivered_at = ?, fault = null where erase_key = ?",
                        tx.now().toEpochMilli(),
                        erase);
    }

    /** It could not be delivered now. */
    public static void failed(Transaction tx, ObjectKey erase, Instant next, String fault) throws SQLException {
        tx.sql()
                .update(
                        "update erasure set tries = tries + 1, next_at = ?, fault = ? where erase_key = ?",
                        next.toEpochMilli(),
                        fault,
                        erase);
    }

    /** A node told us directly that the bytes are gone there. */
    public static void answered(Transaction tx, ObjectKey erase, NodeId node, long payloads) throws SQLException {
        PendingErasures.answered(tx, erase, tx.number(node), payloads);
    }

    private List<Pending> list(String condition, Object... values) {
        return reads.ask(sql -> sql.query(PENDING + condition, this::pending, values));
    }

    private Pending pending(ResultSet row) throws SQLException {
        return new Pending(
                new ObjectId(new NodeId(row.getString("node_id")), row.getObject("id", UUID.class)),
                row.getInt("node") == self,
                Kind.ofCode(row.getInt("by_kind")).orElseThrow(),
                Sql.key(row, "about_key"),
                Sql.optionalKey(row, "thread_key"),
                row.getInt("kind"),
                row.getInt("payloads"),
                Instant.ofEpochMilli(row.getLong("at")),
                instant(row, "purged_at"),
                instant(row, "receipt_at"),
                instant(row, "delivered_at"),
                row.getInt("tries"),
                ThreadLists.text(row, "fault"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
    }
}
