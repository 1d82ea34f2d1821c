package org.guildhall.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.guildhall.record.NodeId;

/** The small numbers that stand for nodes in the tables. Owned by the writer's thread. */
final class NodeNumbers {
    private final Map<NodeId, Integer> committed = new HashMap<>();
    private final Map<NodeId, Integer> pending = new HashMap<>();

    /** The node's number; a new one when it was never heard of. */
    int of(Sql sql, NodeId node) throws SQLException {
        Integer known = committed.getOrDefault(node, pending.get(node));
        if (known == null) {
            known = find(sql, node);
            pending.put(node, known);
        }
        return known;
    }

    private static int find(Sql sql, NodeId node) throws SQLException {
        String select = "select nr from node where id = ?";
        var found = sql.first(select, row -> row.getInt(1), node.did());
        if (found.isPresent()) {
            return found.get();
        }
        sql.update("insert into node (id) values (?)", node.did());
        return sql.first(select, row -> row.getInt(1), node.did()).orElseThrow();
    }

    void keep() {
        committed.putAll(pending);
        pending.clear();
    }

    void forget() {
        pending.clear();
    }
}
