package org.guildhall.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.guildhall.record.NodeId;

/** What all nodes we know are called and where they are, by number. */
public final class NodeNames {

    /** {@code name} is a piece of the id while no record of the node is here. */
    public record Named(int nr, String id, String name, Optional<String> address, Optional<String> license) {}

    private NodeNames() {}

    public static Map<Integer, Named> read(Sql sql) throws SQLException {
        Map<Integer, Named> names = new HashMap<>();
        sql.query(
                "select n.nr, n.id, p.name, p.address, p.license from node n left join node_profile p on p.node = n.nr",
                row -> {
                    String id = row.getString("id");
                    String name = row.getString("name");
                    return names.put(
                            row.getInt("nr"),
                            new Named(
                                    row.getInt("nr"),
                                    id,
                                    name == null ? "…" + id.substring(Math.max(0, id.length() - 8)) : name,
                                    Optional.ofNullable(row.getString("address")),
                                    Optional.ofNullable(row.getString("license"))));
                });
        return Map.copyOf(names);
    }

    /** What they are called, by their ids. */
    public static Map<NodeId, String> byId(Map<Integer, Named> nodes) {
        Map<NodeId, String> names = new HashMap<>();
        nodes.values().forEach(node -> names.put(new NodeId(node.id()), node.name()));
        return names;
    }
}
