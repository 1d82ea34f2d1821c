package org.guildhall.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/** Which nodes a peer's log brings beside its own: those that it introduces. */
public final class BroughtNodes {
    private final Reads reads;

    public BroughtNodes(Database database) {
        this.reads = new Reads(database.reads());
    }

    /** In the order of their names, ours left out. */
    public List<NodeNames.Named> by(NodeId peer, NodeId self) {
        return reads.ask(sql -> by(sql, peer, self));
    }

    private static List<NodeNames.Named> by(Sql sql, NodeId peer, NodeId self) throws SQLException {
        Map<ObjectKey, NodeNames.Named> nodes = new HashMap<>();
        for (NodeNames.Named node : NodeNames.read(sql).values()) {
            if (!node.id().equals(peer.did()) && !node.id().equals(self.did())) {
                nodes.put(new ObjectId(new NodeId(node.id()), NodeProfile.ID).key(), node);
            }
        }
        Set<ObjectKey> introduced = new HashSet<>(sql.query(
                "select r.object_key from object_revision r join log_entry e on e.digest = r.digest"
                        + " join node n on n.nr = e.log where n.id = ? and e.origin >= 0 and r.object_key = any(?)",
                row -> Sql.key(row, "object_key"),
                peer.did(),
                Sql.many(nodes.keySet())));
        nodes.keySet().retainAll(introduced);
        List<NodeNames.Named> brought = new ArrayList<>(nodes.values());
        brought.sort(Comparator.comparing(NodeNames.Named::name).thenComparing(NodeNames.Named::id));
        return brought;
    }
}
