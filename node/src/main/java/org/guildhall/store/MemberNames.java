package org.guildhall.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/** Members as people and records name them, of those that a record introduced here. */
public final class MemberNames {
    private final Sql sql;

    public MemberNames(Sql sql) {
        this.sql = sql;
    }

    /** A member's identity, and what their node calls them. */
    public record Person(ObjectId id, String handle, String name) {}

    public Optional<Person> of(ObjectKey key) throws SQLException {
        return first("m.object_key = ?", key);
    }

    /** Who goes by this handle at a node; who did so first, if there are several. */
    public Optional<Person> of(NodeId node, String handle) throws SQLException {
        return first("n.id = ? and m.handle = ? order by m.since, m.object_key", node.did(), handle);
    }

    private Optional<Person> first(String which, Object... values) throws SQLException {
        return sql.first(
                "select m.id, n.id as home, m.handle, m.name from member m join node n on n.nr = m.node where " + which,
                row -> new Person(
                        new ObjectId(new NodeId(row.getString("home")), row.getObject("id", UUID.class)),
                        row.getString("handle"),
                        row.getString("name")),
                values);
    }
}
