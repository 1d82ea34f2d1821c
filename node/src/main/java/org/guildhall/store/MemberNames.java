package org.guildhall.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/** Members as people and records name them. */
public final class MemberNames {
    private final Transaction tx;

    public MemberNames(Transaction tx) {
        this.tx = tx;
    }

    /** Our own member of this handle. */
    public Optional<ObjectId> ours(String handle) throws SQLException {
        return tx.sql()
                .first(
                        "select id from member where node = ? and handle = ?",
                        row -> new ObjectId(tx.selfId(), row.getObject("id", UUID.class)),
                        tx.self(),
                        handle);
    }

    /** Whether a record introduced the member here. */
    public boolean isKnown(ObjectKey member) throws SQLException {
        return tx.sql()
                .first("select handle from member where object_key = ?", row -> true, member)
                .isPresent();
    }
}
