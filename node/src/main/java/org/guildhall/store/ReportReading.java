package org.guildhall.store;

import java.util.List;
import java.util.Optional;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;

/** What is needed to tell a peer how following its log goes. Reads only. */
public final class ReportReading {
    private final Reads reads;

    public ReportReading(Database database) {
        this.reads = new Reads(database.reads());
    }

    /** So many entries that were not taken, of one outcome and code. */
    public record Count(String outcome, String code, long entries) {}

    /** How a log was received. */
    public record Received(long size, List<Count> setbacks) {}

    /** The node that a key speaks for now, by the newest Node record that was taken of it. */
    public Optional<NodeId> speaker(Multikey key) {
        return reads.ask(sql -> sql.first(
                "select n.id from node_key k join node n on n.nr = k.node" + " where k.key_text = ? and"
                        + NodeKeys.SPEAKS,
                row -> new NodeId(row.getString(1)),
                key.text()));
    }

    /** What became of the entries of a node's log; the commonest codes first. */
    public Received received(int log) {
        return reads.ask(sql -> new Received(
                sql.first("select size from log_state where log = ?", row -> row.getLong(1), log)
                        .orElse(0L),
                sql.query(
                        "select outcome, code, count(*) as entries from setback where log = ?"
                                + " group by outcome, code order by entries desc, outcome, code",
                        row -> new Count(row.getString("outcome"), row.getString("code"), row.getLong("entries")),
                        log)));
    }
}
