package org.guildhall.admin.stackexchange;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.guildhall.record.Body;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.store.Sql;

/** All revisions that are here of some objects, oldest first. */
final class Stored {

    private final Map<ObjectKey, List<Body>> revisions = new HashMap<>();

    private Stored() {}

    static Stored of(Sql sql, Collection<ObjectKey> objects) throws SQLException {
        Stored stored = new Stored();
        if (objects.isEmpty()) {
            return stored;
        }
        record Row(ObjectKey object, byte[] bytes) {}
        List<Row> rows = sql.query(
                "select r.object_key, p.bytes from object_revision r join payload p on p.digest = r.digest"
                        + " where r.object_key = any(?) order by r.object_key, r.revision",
                row -> new Row(Sql.key(row, "object_key"), row.getBytes("bytes")),
                objects);
        for (Row row : rows) {
            try {
                stored.revisions
                        .computeIfAbsent(row.object(), key -> new ArrayList<>())
                        .add(RecordReader.read(row.bytes()).body());
            } catch (RecordFault e) {
                throw new IllegalStateException("a payload that was admitted can no longer be read", e);
            }
        }
        return stored;
    }

    List<Body> of(ObjectKey object) {
        return revisions.getOrDefault(object, List.of());
    }

    boolean has(ObjectKey object) {
        return revisions.containsKey(object);
    }
}
