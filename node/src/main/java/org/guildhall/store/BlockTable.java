package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.NodeId;

/** Nodes and addresses that an administrator blocked. Writing takes the writer's transaction. */
public final class BlockTable {
    private final Reads reads;

    public BlockTable(Database database) {
        this.reads = new Reads(database.reads());
    }

    /** One block: of a node id or of a base address. */
    public record Blocked(String what, String note, Instant at) {}

    /** All blocks, nodes first. */
    public List<Blocked> all() {
        return reads.ask(sql -> sql.query(
                "select n.id as what, b.note, b.at, 0 as part from blocked_node b join node n on n.nr = b.node"
                        + " union all select address, note, at, 1 from blocked_address order by part, what",
                row -> new Blocked(
                        row.getString("what"), row.getString("note"), Instant.ofEpochMilli(row.getLong("at")))));
    }

    /** Whether a node is blocked by itself or by one of the addresses it gives. */
    public boolean isBlocked(NodeId node, Collection<String> addresses) {
        return reads.ask(sql -> !sql.query(
                        "select 1 from blocked_node b join node n on n.nr = b.node where n.id = ?"
                                + " union all select 1 from blocked_address where address = any(?)"
                                + " union all select 1 from peering p join node n on n.nr = p.node"
                                + " where n.id = ? and p.state = 'blocked'",
                        row -> true,
                        node.did(),
                        Sql.many(addresses),
                        node.did())
                .isEmpty());
    }

    /** The same of a node that is to be a peer at an address, as it is in this transaction; whatever was looked at before may be old. */
    public static boolean isBlocked(Transaction tx, NodeId node, String address) throws SQLException {
        int number = tx.number(node);
        return tx.sql()
                .first(
                        "select 1 from blocked_node where node = ?"
                                + " union all select 1 from peering where node = ? and state = 'blocked'"
                                + " union all select 1 from blocked_address where address = ?"
                                + " or address in (select a.address from node_address a where a.node = ?)",
                        row -> true,
                        number,
                        number,
                        address,
                        number)
                .isPresent();
    }

    /** The node ids whose newest record names one of these addresses, by the address. */
    public Map<String, Set<String>> at(Collection<String> addresses) {
        Map<String, Set<String>> nodes = new HashMap<>();
        if (!addresses.isEmpty()) {
            reads.ask(sql -> sql.query(
                    "select a.address, n.id from node_address a join node n on n.nr = a.node where a.address = any(?)",
                    row -> nodes.computeIfAbsent(row.getString("address"), address -> new HashSet<>())
                            .add(row.getString("id")),
                    Sql.many(addresses)));
        }
        return nodes;
    }

    /** Of these node ids, those we have heard of. */
    public Set<String> known(Collection<String> ids) {
        return new HashSet<>(reads.ask(
                sql -> sql.query("select id from node where id = any(?)", row -> row.getString(1), Sql.many(ids))));
    }

    /** Blocks a node; false when it was blocked already. */
    public static boolean block(Transaction tx, NodeId node, String note, Instant at) throws SQLException {
        int number = tx.number(node);
        boolean there = tx.sql()
                .first("select 1 from blocked_node where node = ?", row -> true, number)
                .isPresent();
        if (!there) {
            tx.sql()
                    .update(
                            "insert into blocked_node (node, note, at) values (?, ?, ?)",
                            number,
                            note,
                            at.toEpochMilli());
            Events.note(tx, Events.Kind.PEERING, Optional.of(node), "blocked", note);
        }
        return !there;
    }

    /** Blocks whoever is at a base address, in its one spelling; false when it was blocked already. */
    public static boolean block(Transaction tx, String address, String note, Instant at) throws SQLException {
        boolean there = tx.sql()
                .first("select 1 from blocked_address where address = ?", row -> true, address)
                .isPresent();
        if (!there) {
            tx.sql()
                    .update(
                            "insert into blocked_address (address, note, at) values (?, ?, ?)",
                            address,
                            note,
                            at.toEpochMilli());
            Events.note(tx, Events.Kind.PEERING, Optional.empty(), "blocked", "whoever is at " + address);
        }
        return !there;
    }

    /** Lifts the block of a node; false when there was none. */
    public static boolean unblock(Transaction tx, NodeId node) throws SQLException {
        return tx.sql().update("delete from blocked_node where node = ?", tx.number(node)) > 0;
    }

    /** Lifts the block of an address; false when there was none. */
    public static boolean unblock(Transaction tx, String address) throws SQLException {
        return tx.sql().update("delete from blocked_address where address = ?", address) > 0;
    }
}
