package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Kind;

/** What was received from a followed log, and what became of it. Reads only. */
public final class ReceivedLog {
    private static final List<Integer> MEASURED = List.of(
            Kind.QUESTION.code(), Kind.ANSWER.code(), Kind.COMMENT.code(), Kind.TALLY.code(), Kind.ATTESTATION.code());

    private final Reads reads;

    public ReceivedLog(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * An entry that is still whole.
     *
     * @param time in milliseconds, as the log has it
     * @param setback what became of it when it was not taken
     */
    public record Received(long index, long time, byte[] payload, Optional<Setback> setback) {}

    /**
     * Why an entry was not taken.
     *
     * @param waits for another object to come, not for a person
     */
    public record Setback(String outcome, String code, boolean waits) {}

    /** How many entries of a log are stored. */
    public long size(int log) {
        return reads.ask(sql -> sql.first("select size from log_state where log = ?", row -> row.getLong(1), log)
                .orElse(0L));
    }

    /** Questions, answers, comments, tallies and attestations from {@code from} up to, without, {@code to}, in order. */
    public List<Received> written(int log, long from, long to) {
        return reads.ask(sql -> sql.query(
                "select e.idx, e.logged_at, p.bytes, s.outcome, s.code, s.waits_for from log_entry e"
                        + " join payload p on p.digest = e.digest"
                        + " left join setback s on s.log = e.log and s.idx = e.idx"
                        + " where e.log = ? and e.idx >= ? and e.idx < ? and e.form = 0 and e.kind = any(?)"
                        + " order by e.idx",
                ReceivedLog::received,
                log,
                from,
                to,
                MEASURED));
    }

    private static Received received(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Received(
                row.getLong("idx"),
                row.getLong("logged_at"),
                row.getBytes("bytes"),
                outcome == null
                        ? Optional.empty()
                        : Optional.of(new Setback(outcome, row.getString("code"), row.getBytes("waits_for") != null)));
    }
}
