package org.guildhall.admission;

import java.sql.SQLException;
import org.guildhall.record.Kind;
import org.guildhall.store.Transaction;

/**
 * How much of a peer's log was let in on its newest day, against the bounds of its policy (A31). A day is one of UTC by the
 * times of the log itself: a week that is caught up with at once counts as the week that it was, and who dates entries ahead
 * gets no more than today's share.
 */
final class Quota {
    private static final long DAY = 86_400_000;

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
     * @param size in bytes
     */
    boolean allows(Kind kind, long time, long now, long size) {
        long its = Math.floorDiv(Math.min(time, now), DAY);
        if (its > day) {
            day = its;
            records = 0;
            bytes = 0;
            attestations = 0;
        }
        boolean counts = kind == Kind.ATTESTATION
                ? attestations < policy.attestations().perDay()
                : records < policy.recordsPerDay().orElse(Long.MAX_VALUE);
        return counts && bytes + size <= policy.bytesPerDay().orElse(Long.MAX_VALUE);
    }

    /** Takes note of what entered. */
    void spend(Kind kind, long size) {
        if (kind == Kind.ATTESTATION) {
            attestations++;
        } else {
            records++;
        }
        bytes += size;
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
