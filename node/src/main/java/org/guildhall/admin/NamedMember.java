package org.guildhall.admin;

import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.admission.Refusal;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.store.MemberNames;
import org.guildhall.store.Transaction;

/** A member as people name one: the handle of one of ours, or {@code NODE/MEMBER} of any node's. */
final class NamedMember {
    private NamedMember() {}

    /** @throws Refusal {@code unknown-member} unless the member is known here */
    static ObjectId of(Transaction tx, String text) throws SQLException, Refusal {
        MemberNames names = new MemberNames(tx);
        int slash = text.indexOf('/');
        Optional<ObjectId> member = slash < 0 ? names.ours(text) : named(text, slash);
        if (member.isEmpty() || !names.isKnown(member.get().key())) {
            throw new Refusal(
                    "unknown-member",
                    "no member " + text + " is known here: give the handle of one of ours (`guildhall member ls`), or"
                            + " NODE/MEMBER as the member's record has it");
        }
        return member.get();
    }

    private static Optional<ObjectId> named(String text, int slash) {
        try {
            NodeId node = new NodeId(text.substring(0, slash));
            return Optional.of(new ObjectId(node, UUID.fromString(text.substring(slash + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
