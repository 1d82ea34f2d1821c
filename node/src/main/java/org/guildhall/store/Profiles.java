package org.guildhall.store;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Source;

/** Nodes and members as their newest records introduce them. */
final class Profiles {
    private Profiles() {}

    static void enter(Transaction tx, List<Taken> latest) throws SQLException {
        try (Batch forget = new Batch(tx.connection(), "delete from member where object_key = ?");
                Batch members = new Batch(
                        tx.connection(),
                        "insert into member (object_key, node, id, handle, name, affiliation, roles, source_url, revision,"
                                + " since) values (?, ?, ?, ?, ?, ?, ?, ?, ?, (select min(dated_at) from object_revision"
                                + " where object_key = ?))")) {
            for (Taken one : latest) {
                if (one.record().body() instanceof NodeProfile profile) {
                    node(tx, one, profile);
                } else if (one.record().body() instanceof MemberProfile profile) {
                    forget.add(one.object());
                    member(tx, members, one, profile);
                }
            }
            forget.run();
            members.run();
        }
    }

    private static void member(Transaction tx, Batch members, Taken one, MemberProfile profile) throws SQLException {
        members.add(
                one.object(),
                tx.number(one.record().head().node()),
                one.record().head().id(),
                profile.handle(),
                profile.name(),
                profile.affiliation().orElse(null),
                profile.roles().isEmpty() ? null : String.join("\n", profile.roles()),
                profile.source().flatMap(Source::url).orElse(null),
                one.revision(),
                one.object());
    }

    /** A member who was erased: posts that stay have an author without a name. */
    static void erase(Transaction tx, ObjectKey key, ObjectId member) throws SQLException {
        tx.sql()
                .update(
                        "insert into member (object_key, node, id, handle, name, affiliation, roles, source_url, revision, since)"
                                + " values (?, ?, ?, '', '', null, null, null, 0, 0)",
                        key,
                        tx.number(member.node()),
                        member.id());
    }

    private static void node(Transaction tx, Taken one, NodeProfile profile) throws SQLException {
        int node = tx.number(one.record().head().node());
        Sql sql = tx.sql();
        sql.update("delete from node_profile where node = ?", node);
        sql.update(
                "insert into node_profile (node, name, address, license, contact, identity_key, next_identity, revision, audience)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                node,
                profile.name(),
                profile.addresses().isEmpty() ? null : profile.addresses().get(0),
                profile.license().orElse(null),
                profile.contact().orElse(null),
                profile.identityKey().text(),
                profile.nextIdentity(),
                one.revision(),
                one.record().head().audience().label());
        sql.update("delete from node_address where node = ?", node);
        for (String address : new LinkedHashSet<>(profile.addresses())) {
            sql.update("insert into node_address (node, address) values (?, ?)", node, address);
        }
    }
}
