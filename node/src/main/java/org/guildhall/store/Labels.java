package org.guildhall.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.guildhall.record.Label;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/** What nodes think of objects: the newest word of each. */
final class Labels {
    private Labels() {}

    static void enter(Transaction tx, List<Taken> latest) throws SQLException {
        try (Batch forget = new Batch(tx.connection(), "delete from label where object_key = ?");
                Batch labels = new Batch(
                        tx.connection(),
                        "insert into label (object_key, node, about_key, thread_key, label, holds, reason, at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Taken one : latest) {
                if (one.record().body() instanceof Label label) {
                    forget.add(one.object());
                    labels.add(
                            one.object(),
                            tx.number(one.record().head().node()),
                            label.about().key(),
                            label.thread().map(ObjectId::key).orElse(null),
                            label.label(),
                            label.state() == Label.State.ON,
                            label.reason().orElse(null),
                            one.record().head().dateCreated().toEpochMilli());
                }
            }
            forget.run();
            labels.run();
        }
    }

    /** Pages of these objects read differently now. */
    static void touch(Transaction tx, Set<ObjectKey> about) throws SQLException {
        if (!about.isEmpty()) {
            tx.sql()
                    .query(
                            "select distinct thread_key from post where object_key = any(?)",
                            row -> Sql.key(row, "thread_key"),
                            about)
                    .forEach(tx::touch);
        }
    }
}
