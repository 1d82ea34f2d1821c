package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.store.Sql;

/** Our own newest Node record: how this node introduces itself. */
record OwnRecord(int revision, NodeProfile profile) {

    static OwnRecord read(Sql sql, NodeId self) throws SQLException {
        byte[] bytes = sql.first(
                        "select p.bytes from object_revision r join payload p on p.digest = r.digest"
                                + " where r.object_key = ? order by r.revision desc limit 1",
                        row -> row.getBytes(1),
                        new ObjectId(self, NodeProfile.ID).key())
                .orElseThrow(() -> new IllegalStateException("this node has no Node record"));
        return of(bytes);
    }

    /** @param introductions the published bytes of all revisions, oldest first */
    static OwnRecord newest(List<byte[]> introductions) {
        if (introductions.isEmpty()) {
            throw new IllegalStateException("this node has no Node record");
        }
        return of(introductions.get(introductions.size() - 1));
    }

    private static OwnRecord of(byte[] bytes) {
        try {
            OqxRecord record = RecordReader.read(bytes);
            return new OwnRecord(record.head().revision(), (NodeProfile) record.body());
        } catch (RecordFault e) {
            throw new IllegalStateException("our own Node record cannot be read", e);
        }
    }

    ObjectNode json(NodeId self) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("node", self.did())
                .put("fingerprint", self.fingerprint())
                .put("revision", revision)
                .put("name", profile.name());
        ArrayNode addresses = json.putArray("addresses");
        profile.addresses().forEach(addresses::add);
        profile.contact().ifPresent(contact -> json.put("contact", contact));
        profile.license().ifPresent(license -> json.put("license", license));
        return json;
    }
}
