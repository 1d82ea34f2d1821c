package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Entry;
import org.guildhall.log.Frame;
import org.guildhall.log.TreeHash;
import org.guildhall.record.Audience;
import org.guildhall.record.Digest;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;

/**
 * Reads what is kept of logs, ours and those we follow. Safe for many threads; every call takes a connection of the pool for
 * itself and throws {@link ReadFailed} when there is none. What is durable is visible here before whoever wrote it was told so.
 */
public final class LogQueries {
    private static final String ENTRY = "e.kind, e.logged_at, e.revision, e.thread_key, e.object_key, e.digest";

    private final Reads reads;

    public LogQueries(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * What is verified of a log.
     *
     * @param lastLoggedAt time of the last entry in milliseconds, 0 when there is none
     * @param checkpoint the note that proved it, if one was stored
     */
    public record State(CompactRange range, long lastLoggedAt, Optional<String> checkpoint) {}

    /** Our number of a node, if we ever heard of it. */
    public Optional<Integer> number(NodeId node) {
        return reads.ask(sql -> sql.first("select nr from node where id = ?", row -> row.getInt(1), node.did()));
    }

    /** Where a log stands; empty when nothing was read of it yet. */
    public Optional<State> state(int log) {
        return reads.ask(sql -> sql.first(
                "select compact, last_logged_at, checkpoint from log_state where log = ?",
                row -> new State(
                        CompactRange.ofBytes(row.getBytes(1)), row.getLong(2), Optional.ofNullable(row.getString(3))),
                log));
    }

    /** How much of a followed log is stored. */
    public LogVolume volume(int log) {
        return reads.ask(sql -> LogVolume.read(sql, log));
    }

    /**
     * What a mirror can serve of a followed log.
     *
     * @param size how many entries are stored
     * @param note the newest checkpoint of which everything is stored, unless it is larger than {@code size}
     */
    public record Mirrored(int log, long size, String note) {}

    /** What is kept of another node's log for others; empty when nothing was ever whole. */
    public Optional<Mirrored> mirrored(NodeId node) {
        return reads.ask(sql -> sql.first(
                "select s.log, s.size, s.mirrored from log_state s join node n on n.nr = s.log"
                        + " where n.id = ? and s.mirrored is not null",
                row -> new Mirrored(row.getInt(1), row.getLong(2), row.getString(3)),
                node.did()));
    }

    /**
     * {@code count} frames from {@code from} on, all of which must be there.
     *
     * @throws IllegalStateException when one is missing, or its payload: the store is damaged
     */
    public List<Frame> frames(int log, long from, int count) {
        List<Frame> frames = reads.ask(sql -> sql.query(
                "select " + ENTRY + ", e.origin, e.form, p.bytes, " + Holes.GONE_BY + " from log_entry e"
                        + " left join payload p on p.digest = e.digest"
                        + " where e.log = ? and e.idx >= ? and e.idx < ? order by e.idx",
                LogQueries::frame,
                log,
                from,
                from + count));
        return complete(frames, log, from, count);
    }

    /** {@code count} entries from {@code from} on, all of which must be there. */
    public List<Entry> entries(int log, long from, int count) {
        List<Entry> entries = reads.ask(sql -> sql.query(
                "select " + ENTRY + " from log_entry e where e.log = ? and e.idx >= ? and e.idx < ? order by e.idx",
                LogQueries::entry,
                log,
                from,
                from + count));
        return complete(entries, log, from, count);
    }

    /**
     * {@code count} hashes from {@code from} on of a level of tiles of a log, ours or a mirrored one: leaf hashes on level 0, above it the roots
     * of full tiles of the level below.
     */
    public List<TreeHash> tile(int log, int level, long from, int count) {
        if (level == 0) {
            return entries(log, from, count).stream().map(Entry::leafHash).toList();
        }
        List<TreeHash> hashes = reads.ask(sql -> sql.query(
                "select hash from log_tile where log = ? and level = ? and idx >= ? and idx < ? order by idx",
                row -> TreeHash.wrap(row.getBytes(1)),
                log,
                level,
                from,
                from + count));
        return complete(hashes, log, from, count);
    }

    /** Where a record stands in a log. */
    public OptionalLong indexOf(int log, Digest digest) {
        return reads.ask(sql -> sql.first(
                        "select idx from log_entry where digest = ? and log = ?", row -> row.getLong(1), digest, log)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    /** The first entry of a log whose payload an Erase or Drop dropped that is logged there at {@code index} or behind it. */
    public OptionalLong firstGoneSince(int log, long index) {
        return reads.ask(sql -> sql.first(
                        "select e.idx from log_entry e join hole h on h.log = e.log and h.digest = e.digest"
                                + " join log_entry b on b.log = h.log and b.digest = h.by_digest"
                                + " where e.log = ? and e.form <> 0 and e.idx < ? and b.idx >= ? order by e.idx limit 1",
                        row -> row.getLong(1),
                        log,
                        index,
                        index)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    /**
     * Where a piece begins of which the last entry is that before {@code end}: of at most so many entries and, if they are more
     * than one, so many bytes of payloads.
     */
    public long pieceBefore(int log, long end, int entries, long bytes) {
        List<Long> sizes = reads.ask(sql -> sql.query(
                "select coalesce(octet_length(p.bytes), 0) from log_entry e"
                        + " left join payload p on p.digest = e.digest and e.form = 0"
                        + " where e.log = ? and e.idx >= ? and e.idx < ? order by e.idx desc",
                row -> row.getLong(1),
                log,
                end - entries,
                end));
        long sum = 0;
        int count = 0;
        while (count < sizes.size() && (count == 0 || sum + sizes.get(count) <= bytes)) {
            sum += sizes.get(count);
            count++;
        }
        return end - count;
    }

    /** The published bytes of all revisions of a node's Node record that were taken, from revision 1 on. */
    public List<byte[]> introductions(NodeId node) {
        return reads.ask(sql -> sql.query(
                "select p.bytes from object_revision r join payload p on p.digest = r.digest"
                        + " where r.object_key = ? order by r.revision",
                row -> row.getBytes(1),
                new ObjectId(node, NodeProfile.ID).key()));
    }

    /** The digests of what {@link #introductions} reads, in the same order. */
    public List<Digest> introductionDigests(NodeId node) {
        return reads.ask(sql -> sql.query(
                "select digest from object_revision where object_key = ? order by revision",
                row -> Digest.wrap(row.getBytes(1)),
                new ObjectId(node, NodeProfile.ID).key()));
    }

    /** The published bytes of an object's revisions, the newest first. */
    public List<byte[]> revisions(ObjectKey object) {
        return reads.ask(sql -> sql.query(
                "select p.bytes from object_revision r join payload p on p.digest = r.digest"
                        + " where r.object_key = ? order by r.revision desc",
                row -> row.getBytes(1),
                object));
    }

    /** Where a node is, as its newest Node record says. */
    public Optional<String> address(NodeId node) {
        return reads.ask(sql -> sql.first(
                "select p.address from node_profile p join node n on n.nr = p.node"
                        + " where n.id = ? and p.address is not null",
                row -> row.getString(1),
                node.did()));
    }

    /** Whom a node's log is for; as long as the node did not introduce itself, not for everybody. */
    public Audience audience(NodeId node) {
        return reads.ask(sql -> sql.first(
                        "select f.audience from node_profile f join node n on n.nr = f.node where n.id = ?",
                        row -> row.getString(1),
                        node.did()))
                .filter(Audience.PUBLIC.label()::equals)
                .map(open -> Audience.PUBLIC)
                .orElse(Audience.PEERS);
    }

    /** Every signing key that a node's Node records ever named, revoked or not. */
    public List<Multikey> keys(int node) {
        return reads.ask(sql -> sql.query(
                "select key_text from node_key where node = ? group by key_text order by min(revision), key_text",
                row -> new Multikey(row.getString(1)),
                node));
    }

    /** Whether the newest Node record of a node lists the key, and none revokes it. */
    public boolean speaks(int node, Multikey key) {
        return reads.ask(sql -> sql.first(
                        "select 1 from node_key k where k.node = ? and k.key_text = ? and" + NodeKeys.SPEAKS,
                        row -> row.getInt(1),
                        node,
                        key.text())
                .isPresent());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getInt("kind"),
                row.getLong("logged_at"),
                row.getInt("revision"),
                Sql.key(row, "thread_key"),
                Sql.key(row, "object_key"),
                Sql.digest(row, "digest"));
    }

    private static Frame frame(ResultSet row) throws SQLException {
        byte[] payload = row.getBytes("bytes");
        int form = row.getInt("form");
        if (form != 0) {
            long named = row.getLong("gone_by");
            long by = row.wasNull() ? Frame.NO_ENTRY : named;
            return new Frame(
                    entry(row),
                    row.getLong("origin"),
                    form == Erasures.ERASED ? new Frame.Content.Erased(by) : new Frame.Content.Dropped(by));
        }
        if (payload == null) {
            throw new IllegalStateException("an entry without its payload");
        }
        return new Frame(entry(row), row.getLong("origin"), new Frame.Content.Payload(payload));
    }

    private static <T> List<T> complete(List<T> found, int log, long from, int count) {
        if (found.size() != count) {
            throw new IllegalStateException(
                    "log " + log + " should have " + count + " rows from " + from + ", and has " + found.size());
        }
        return found;
    }
}
