package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The peers as anybody may see them: how far behind we are, and what was not taken. Not proposals, nor who is blocked. */
public final class PeerReading {

    /**
     * A peer.
     *
     * @param remoteSize size of its log when it last answered
     * @param size of its log that was read and verified here
     * @param contradictedAt when the newest proof was found that it showed two histories
     * @param continuedFrom the size at which its log went on after that, as it said last
     */
    public record Peer(
            int node,
            String state,
            Instant since,
            Optional<Instant> seenAt,
            Optional<Long> remoteSize,
            long size,
            boolean faulty,
            long held,
            long declined,
            long quarantined,
            Optional<Instant> contradictedAt,
            Optional<Long> continuedFrom) {
        /** Whether both sides agreed to it. */
        public boolean isAgreed() {
            return state.equals("active") || state.equals("suspended");
        }
    }

    private final Sql sql;

    public PeerReading(Sql sql) {
        this.sql = sql;
    }

    public List<Peer> all() throws SQLException {
        return sql.query(
                "select p.node, p.state, p.since, p.last_seen_at, p.remote_size, coalesce(s.size, 0) as size,"
                        + " coalesce(p.fault, '') as fault,"
                        + " (select count(*) from setback b where b.log = p.node and b.outcome = 'held') as held,"
                        + " (select count(*) from setback b where b.log = p.node and b.outcome = 'declined') as declined,"
                        + " (select count(*) from setback b where b.log = p.node and b.outcome = 'quarantined') as bad,"
                        + " (select max(e.found_at) from evidence e where e.node = p.node) as contradicted,"
                        + " (select max(c.size) from continuation c where c.node = p.node) as continued"
                        + " from peering p left join log_state s on s.log = p.node where p.state in ('active', 'suspended', 'proposed', 'pending')"
                        + " order by p.since",
                row -> new Peer(
                        row.getInt("node"),
                        row.getString("state"),
                        Instant.ofEpochMilli(row.getLong("since")),
                        optionalLong(row.getLong("last_seen_at"), row.wasNull()).map(Instant::ofEpochMilli),
                        optionalLong(row.getLong("remote_size"), row.wasNull()),
                        row.getLong("size"),
                        !row.getString("fault").isEmpty(),
                        row.getLong("held"),
                        row.getLong("declined"),
                        row.getLong("bad"),
                        optionalLong(row.getLong("contradicted"), row.wasNull()).map(Instant::ofEpochMilli),
                        optionalLong(row.getLong("continued"), row.wasNull())));
    }

    private static Optional<Long> optionalLong(long value, boolean wasNull) {
        return wasNull ? Optional.empty() : Optional.of(value);
    }
}
