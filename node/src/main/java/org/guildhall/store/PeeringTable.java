package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guildhall.record.NodeId;
import org.jspecify.annotations.Nullable;

/** Peerings, invitations to peer, and evidence against peers. Writing takes the writer's transaction. */
public final class PeeringTable {
    private final Reads reads;

    public PeeringTable(Database database) {
        this.reads = new Reads(database.reads());
    }

    /** Where a peering stands on our side (OQX-PEE-036). */
    public enum State {
        /** Proposed by us; they have not agreed. */
        PROPOSED,
        /** Proposed by them; our people have not decided. */
        PENDING,
        ACTIVE,
        /** We do not follow them now, and may again. */
        SUSPENDED,
        /** They may not even propose. */
        BLOCKED,
        REMOVED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Both sides agreed to it, and we have not ended it. */
        public boolean wasAgreed() {
            return this == ACTIVE || this == SUSPENDED;
        }

        static State ofLabel(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One peering as it is stored.
     *
     * @param number ours of the node
     * @param name as its newest Node record says, once that was read
     * @param recordedAddress where its newest Node record says it is
     * @param policy JSON, as admission writes it
     * @param remoteSize the largest size it signed, as far as was seen
     * @param size how many entries of its log were verified and stored
     * @param fault code, colon, blank, words; empty when nothing is wrong
     * @param stopped the fault is one that a person has to look at; we do not follow until then
     * @param expires when a proposal nobody has decided on is forgotten
     * @param report what the peer last said of us, JSON
     * @param reportAt when it said so
     */
    public record Peer(
            int number,
            NodeId node,
            Optional<String> name,
            State state,
            String address,
            Optional<String> recordedAddress,
            String policy,
            Instant since,
            Optional<Instant> seenAt,
            Optional<Long> remoteSize,
            long size,
            Optional<String> fault,
            Optional<Instant> faultAt,
            boolean stopped,
            Counts setbacks,
            Optional<Instant> expires,
            Optional<String> report,
            Optional<Instant> reportAt) {}

    /** Entries of its log that were not taken. */
    public record Counts(long held, long declined, long quarantined) {}

    /** An invitation; {@code usedBy} is the node whose proposal it led to. */
    public record Invitation(String note, String policy, Instant expires, Optional<NodeId> usedBy) {}

    public List<Peer> all() {
        return reads.ask(sql -> sql.query(
                "select p.*, n.id as node_id, f.name, f.address as recorded, coalesce(s.size, 0) as size,"
                        + " (select count(*) from setback b where b.log = p.node and b.outcome = 'held') as held,"
                        + " (select count(*) from setback b where b.log = p.node and b.outcome = 'declined') as declined,"
                        + " (select count(*) from setback b where b.log = p.node and b.outcome = 'quarantined') as bad"
                        + " from peering p join node n on n.nr = p.node left join node_profile f on f.node = p.node"
                        + " left join log_state s on s.log = p.node order by p.since, p.node",
                PeeringTable::peer));
    }

    public Optional<Peer> find(NodeId node) {
        return all().stream().filter(peer -> peer.node().equals(node)).findFirst();
    }

    /** The policy of a peering, JSON; empty when there never was one. */
    public Optional<String> policy(int node) {
        return reads.ask(
                sql -> sql.first("select policy from peering where node = ?", row -> row.getString("policy"), node));
    }

    /** The invitation with this hash of its secret, whether it is still good or not. */
    public Optional<Invitation> invitation(byte[] secretHash) {
        return reads.ask(sql -> invitation(sql, secretHash));
    }

    /** Keeps a new invitation. */
    public static void invite(
            Transaction tx, byte[] secretHash, String note, String policy, Instant created, Instant expires)
            throws SQLException {
        tx.sql()
                .update(
                        "insert into peering_invitation (secret_hash, note, policy, created_at, expires_at)"
                                + " values (?, ?, ?, ?, ?)",
                        secretHash,
                        note,
                        policy,
                        created.toEpochMilli(),
                        expires.toEpochMilli());
    }

    /**
     * Uses an invitation up and makes the peering it was for. Once used by a node, it is good for that node again and for no
     * other; then nothing changes while the peering is active. It is good for nobody who is blocked.
     *
     * @return whether it was good
     */
    public static boolean redeem(Transaction tx, byte[] secretHash, NodeId node, String address, Instant now)
            throws SQLException {
        Optional<Invitation> invitation = invitation(tx.sql(), secretHash);
        if (invitation.isEmpty() || !isGood(invitation.get(), node, now) || BlockTable.isBlocked(tx, node, address)) {
            return false;
        }
        boolean again = invitation.get().usedBy().isPresent();
        if (again && state(tx, node).equals(Optional.of(State.ACTIVE))) {
            return true;
        }
        tx.sql()
                .update(
                        "update peering_invitation set used_by = ?, used_at = ? where secret_hash = ?",
                        tx.number(node),
                        now.toEpochMilli(),
                        secretHash);
        enter(tx, node, State.ACTIVE, address, invitation.get().policy(), now);
        return true;
    }

    /** Whether an invitation may be used by this node now. */
    public static boolean isGood(Invitation invitation, NodeId node, Instant now) {
        return invitation.usedBy().map(node::equals).orElse(true)
                && (invitation.usedBy().isPresent() || now.isBefore(invitation.expires()));
    }

    /** Makes a peering, or makes an old one anew. */
    public static void enter(Transaction tx, NodeId node, State state, String address, String policy, Instant since)
            throws SQLException {
        int number = tx.number(node);
        int rows = tx.sql()
                .update(
                        "update peering set state = ?, address = ?, policy = ?, since = ?, fault = null, fault_at = null, stopped = false,"
                                + " expires_at = null where node = ?",
                        state.label(),
                        address,
                        policy,
                        since.toEpochMilli(),
                        number);
        if (rows == 0) {
            tx.sql()
                    .update(
                            "insert into peering (node, state, address, policy, since, stopped)"
                                    + " values (?, ?, ?, ?, ?, false)",
                            number,
                            state.label(),
                            address,
                            policy,
                            since.toEpochMilli());
        }
        Events.note(tx, Events.Kind.PEERING, Optional.of(node), state.label(), "at " + address);
    }

    /** Makes a peering that somebody has yet to agree to, and that is forgotten at {@code expires}. */
    public static void await(
            Transaction tx, NodeId node, State state, String address, String policy, Instant since, Instant expires)
            throws SQLException {
        enter(tx, node, state, address, policy, since);
        tx.sql().update("update peering set expires_at = ? where node = ?", expires.toEpochMilli(), tx.number(node));
    }

    /** Forgets proposals, ours and theirs, that nobody agreed to in time. */
    public static int forgetExpired(Transaction tx, Instant now) throws SQLException {
        return tx.sql()
                .update(
                        "update peering set state = ?, expires_at = null where state in (?, ?) and expires_at <= ?",
                        State.REMOVED.label(),
                        State.PROPOSED.label(),
                        State.PENDING.label(),
                        now.toEpochMilli());
    }

    /** How many proposals of others wait for our people. */
    public static long pending(Transaction tx) throws SQLException {
        return tx.sql()
                .first("select count(*) from peering where state = ?", row -> row.getLong(1), State.PENDING.label())
                .orElse(0L);
    }

    /** Keeps what a peer says of us. */
    public static void keepReport(Transaction tx, NodeId node, String report, Instant at) throws SQLException {
        tx.sql()
                .update(
                        "update peering set report = ?, report_at = ? where node = ?",
                        report,
                        at.toEpochMilli(),
                        tx.number(node));
    }

    public static Optional<State> state(Transaction tx, NodeId node) throws SQLException {
        return tx.sql()
                .first(
                        "select state from peering where node = ?",
                        row -> State.ofLabel(row.getString(1)),
                        tx.number(node));
    }

    /** Sets where a peering stands; false when there is no such peering. */
    public static boolean setState(Transaction tx, NodeId node, State state) throws SQLException {
        return noted(
                tx,
                Events.Kind.PEERING,
                node,
                state.label(),
                "",
                tx.sql()
                        .update(
                                "update peering set state = ?, expires_at = null where node = ?",
                                state.label(),
                                tx.number(node)));
    }

    /** Sets a peering to blocked, and leaves it to whoever blocks to note why. */
    public static void block(Transaction tx, NodeId node) throws SQLException {
        tx.sql()
                .update(
                        "update peering set state = ?, expires_at = null where node = ?",
                        State.BLOCKED.label(),
                        tx.number(node));
    }

    /** Notes where a peer is now; false when there is no such peering. */
    public static boolean move(Transaction tx, NodeId node, String address) throws SQLException {
        int number = tx.number(node);
        int rows = tx.sql().update("update peering set address = ? where node = ?", address, number);
        if (rows > 0) {
            Events.count(tx, Events.Kind.PEER_MOVED, number, "", "to " + address, 1);
        }
        return rows > 0;
    }

    /** Sets what we do with what its members write; false when there is no such peering. */
    public static boolean setPolicy(Transaction tx, NodeId node, String policy) throws SQLException {
        return noted(
                tx,
                Events.Kind.POLICY_CHANGED,
                node,
                "",
                policy,
                tx.sql().update("update peering set policy = ? where node = ?", policy, tx.number(node)));
    }

    /** Whether the peering was there, so that something happened to it. */
    private static boolean noted(Transaction tx, Events.Kind kind, NodeId node, String code, String detail, int rows)
            throws SQLException {
        if (rows > 0) {
            Events.note(tx, kind, Optional.of(node), code, detail);
        }
        return rows > 0;
    }

    /** Forgets what was wrong, so that following is tried again. */
    public static void clearFault(Transaction tx, NodeId node) throws SQLException {
        tx.sql()
                .update(
                        "update peering set fault = null, fault_at = null, stopped = false where node = ?",
                        tx.number(node));
    }

    /** Notes how following goes. */
    public static void note(
            Transaction tx,
            NodeId node,
            Optional<Instant> seenAt,
            long remoteSize,
            Optional<String> fault,
            Optional<Instant> faultAt,
            boolean stopped)
            throws SQLException {
        tx.sql()
                .update(
                        "update peering set last_seen_at = coalesce(?, last_seen_at), remote_size = ?, fault = case when stopped then fault else ? end,"
                                + " fault_at = case when stopped then fault_at else ? end, stopped = (stopped or ?) where node = ?",
                        millis(seenAt),
                        remoteSize,
                        fault.orElse(null),
                        millis(faultAt),
                        stopped,
                        tx.number(node));
    }

    /**
     * Ends following because of what others showed us of a node; whoever follows it now must be told.
     *
     * @return whether it was followed
     */
    public static boolean stop(Transaction tx, NodeId node, String fault) throws SQLException {
        return tx.sql()
                        .update(
                                "update peering set fault = ?, fault_at = ?, stopped = true where node = ?"
                                        + " and state = 'active' and not stopped",
                                fault,
                                tx.now().toEpochMilli(),
                                tx.number(node))
                > 0;
    }

    /** Proofs against a node, oldest first. */
    public List<byte[]> evidence(NodeId node) {
        return reads.ask(sql -> sql.query(
                "select e.proof from evidence e join node n on n.nr = e.node where n.id = ? order by e.nr",
                row -> row.getBytes(1),
                node.did()));
    }

    private static Optional<Invitation> invitation(Sql sql, byte[] secretHash) throws SQLException {
        return sql.first(
                "select i.note, i.policy, i.expires_at, n.id from peering_invitation i"
                        + " left join node n on n.nr = i.used_by where i.secret_hash = ?",
                row -> new Invitation(
                        row.getString("note"),
                        row.getString("policy"),
                        Instant.ofEpochMilli(row.getLong("expires_at")),
                        Optional.ofNullable(row.getString("id")).map(NodeId::new)),
                secretHash);
    }

    private static Peer peer(ResultSet row) throws SQLException {
        return new Peer(
                row.getInt("node"),
                new NodeId(row.getString("node_id")),
                Optional.ofNullable(row.getString("name")),
                State.ofLabel(row.getString("state")),
                row.getString("address"),
                Optional.ofNullable(row.getString("recorded")),
                row.getString("policy"),
                Instant.ofEpochMilli(row.getLong("since")),
                number(row, "last_seen_at").map(Instant::ofEpochMilli),
                number(row, "remote_size"),
                row.getLong("size"),
                Optional.ofNullable(row.getString("fault")),
                number(row, "fault_at").map(Instant::ofEpochMilli),
                row.getBoolean("stopped"),
                new Counts(row.getLong("held"), row.getLong("declined"), row.getLong("bad")),
                number(row, "expires_at").map(Instant::ofEpochMilli),
                Optional.ofNullable(row.getString("report")),
                number(row, "report_at").map(Instant::ofEpochMilli));
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static @Nullable Long millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }
}
