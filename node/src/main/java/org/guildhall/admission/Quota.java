package org.guildhall.admission;

import java.sql.SQLException;
import org.guildhall.record.Attestation;
import org.guildhall.record.OqxRecord;
import org.guildhall.store.Transaction;

/**
 * How much of a peer's log was let in on its newest day, against the bounds of its policy (A31). A day is one of UTC by the
 * times of the log itself: a week that is caught up with at once counts as the week that it was, and who dates entries ahead
 * gets no more than today's share.
 */
final class Quota {
    private static final long DAY = 86_400_000;
    private static final int PERIODS = 10;

    private final Policy policy;
    private long day;
    private long records;
    private long bytes;
    private long attestations;

    Quota(Policy policy) {
        this(policy, 0, 0, 0, 0);
    }

    private Quota(Policy policy, long day, long records, long bytes, long attestations) {
        this.policy = policy;
        this.day = day;
        this.records = records;
        this.bytes = bytes;
        this.attestations = attestations;
    }

    static Quota read(Transaction tx, int log, Policy policy) throws SQLException {
        return tx.sql()
                .first(
                        "select on_day, records, bytes, attestations from peer_day where log = ?",
                        row -> new Quota(policy, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                        log)
                .orElseGet(() -> new Quota(policy));
    }

    /**
     * Whether a record that was logged at {@code time} may still enter.
     *
     * @param now in milliseconds as {@code time}
     */
    boolean allows(OqxRecord record, long time, long now) {
        long its = Math.floorDiv(Math.min(time, now), DAY);
        if (its > day) {
            day = its;
            records = 0;
            bytes = 0;
            attestations = 0;
        }
        boolean counts = record.body() instanceof Attestation said
                ? attestations + weight(said) <= policy.attestations().perDay()
                : records < policy.recordsPerDay().orElse(Long.MAX_VALUE);
        return counts && bytes + size(record) <= policy.bytesPerDay().orElse(Long.MAX_VALUE);
    }

    /** Takes note of what entered. */
    void spend(OqxRecord record) {
        if (record.body() instanceof Attestation said) {
            attestations += weight(said);
        } else {
            records++;
        }
        bytes += size(record);
    }

    private static long size(OqxRecord record) {
        return record.payload().bytes().length;
    }

    /** Each period of a standing becomes a row: one for each ten, or part of ten. A role is one. */
    private static long weight(Attestation said) {
        return said.claim() instanceof Attestation.Standing standing
                ? Math.max(1, (standing.periods().size() + PERIODS - 1) / PERIODS)
                : 1;
    }

    void write(Transaction tx, int log) throws SQLException {
        if (records + attestations > 0
                && tx.sql()
                                .update(
                                        "update peer_day set on_day = ?, records = ?, bytes = ?, attestations = ? where log = ?",
                                        day,
                                        records,
                                        bytes,
                                        attestations,
                                        log)
                        == 0) {
            tx.sql()
                    .update(
                            "insert into peer_day (log, on_day, records, bytes, attestations) values (?, ?, ?, ?, ?)",
                            log,
                            day,
                            records,
                            bytes,
                            attestations);
        }
    }
}
