package org.guildhall.admission;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.store.LogQueries;

/** The rows that a node has because it follows another's log, so that they can be compared with those of a second follower. */
public final class FollowedRows {
    /** What is kept of logs, without the numbers that only the order of arrival gives. */
    private static final List<String> LOGS = List.of(
            "select idx, kind, logged_at, revision, thread_key, object_key, digest, origin, form from log_entry where log = ?",
            "select level, idx, hash from log_tile where log = ?",
            "select idx, outcome, code, digest, waits_for from setback where log = ?",
            "select digest, object_key, by_digest, by_idx from hole where log = ?",
            "select size, last_logged_at, compact, checkpoint, mirrored from log_state where log = ?",
            "select digest, bytes from payload where digest in (select digest from log_entry where log = ?)");

    private FollowedRows() {}

    /** All that a node, which follows nobody else and published nothing, has of the log, and what it makes of it. */
    public static List<String> of(NodeInMemory reader, NodeId author) throws Exception {
        int log = new LogQueries(reader.database).number(author).orElseThrow();
        List<String> rows = new ArrayList<>();
        for (String query : LOGS) {
            for (String row : reader.select(query, log)) {
                rows.add(query + ": " + row);
            }
        }
        // Of itself each node has its introduction and nothing else.
        for (String row : ReplayTest.rows(reader)) {
            if (!row.contains(reader.id.did()) && !row.contains(reader.name) && !isOfSelf(reader, row)) {
                rows.add(row);
            }
        }
        rows.sort(null);
        return rows;
    }

    private static boolean isOfSelf(NodeInMemory reader, String row) {
        ObjectId self = new ObjectId(reader.id, NodeProfile.ID);
        return row.contains(self.key().text())
                || row.contains(reader.signing.publicKey().text())
                || row.startsWith("object_revision: "
                        + HexFormat.of().formatHex(self.key().toBytes()));
    }
}
