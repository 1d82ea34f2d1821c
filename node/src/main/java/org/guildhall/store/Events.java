package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guildhall.record.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What the node decided and why, for its administrator to read afterwards. Written in the transaction of the decision, so there
 * is no decision without its event and no event of what did not happen. At most {@link #MOST}, none older than {@link #KEPT}.
 */
public final class Events {
    /** The newest that are kept. */
    public static final int MOST = 20_000;
    /** How long they are kept. */
    public static final Duration KEPT = Duration.ofDays(180);

    /** What {@link #count} adds to a row that is there: one row an hour, whatever others do to us. */
    private static final Duration TOGETHER = Duration.ofHours(1);

    private static final int LONGEST_DETAIL = 2_000;

    private final Reads reads;

    public Events(Database database) {
        this.reads = new Reads(database.reads());
    }

    /** What happened. */
    public enum Kind {
        STARTED,
        STOPPED,
        NODE_CHANGED,
        /** A peering began or changed its state; the code is the state. */
        PEERING,
        POLICY_CHANGED,
        PEER_MOVED,
        /** The code says what is wrong; it is tried again. */
        FAULT_BEGUN,
        FAULT_ENDED,
        /** Not tried any more until an administrator says so. */
        FOLLOWING_STOPPED,
        /** A node that had shown two histories said which one stands: following goes on, without what is given up. */
        FORK_CONTINUED,
        KEY_REVOKED,
        RECORDS_HELD,
        RECORDS_DECLINED,
        RECORDS_QUARANTINED,
        /** A moderator's word on what was held. */
        POST_TAKEN,
        POST_DECLINED,
        /** Taken into a thread of ours once, and out of it now. */
        POST_EXCLUDED,
        /** Our disk was old: what was missing of our own log came from peers. */
        LOG_CAUGHT_UP,
        /** The node was started without asking its peers for the newest end of its log. */
        STARTED_ALONE,
        /** Nothing is signed for our log any more; the detail says why. */
        SIGNING_HALTED,
        /** Nothing is signed until peers have said what they keep of our log. */
        SIGNING_WAITING,
        /** The waiting is over. */
        SIGNING_GRANTED,
        SIGNING_RESUMED,
        /** Our own log forked, and goes on by a new key. */
        LOG_CONTINUED,
        POST_HIDDEN,
        POST_SHOWN,
        /** We keep it no longer, and our mirrors with us. */
        POST_DROPPED;

        /** As it is written in commands and tables: {@code fault-begun}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The kind that is written so; throws {@link IllegalArgumentException} when there is none. */
        public static Kind ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no kind of event \"" + label + "\""));
        }
    }

    /**
     * One event.
     *
     * @param at when it happened, first
     * @param lastAt when it happened last; differs when the row stands for several
     * @param times how often, or how many records
     * @param node whom it is about
     * @param name what that node calls itself
     * @param code the reason in a word, of the protocol or ours; may be empty
     * @param detail in English words, may be empty
     */
    public record Event(
            long nr,
            Instant at,
            Instant lastAt,
            long times,
            Kind kind,
            Optional<NodeId> node,
            Optional<String> name,
            String code,
            String detail) {}

    /**
     * Which events.
     *
     * @param after only those with a greater number
     * @param most the newest so many
     */
    public record Wish(Optional<NodeId> node, Optional<Kind> kind, Instant since, long after, int most) {}

    /** The newest that fit, in the order in which they happened. */
    public List<Event> read(Wish wish) {
        List<@Nullable Object> values = new ArrayList<>();
        // A row may have begun an hour before it happened last.
        values.add(wish.since().minus(TOGETHER).toEpochMilli());
        values.add(wish.since().toEpochMilli());
        values.add(wish.after());
        StringBuilder where = new StringBuilder("e.at >= ? and e.last_at >= ? and e.nr > ?");
        wish.node().ifPresent(node -> {
            where.append(" and n.id = ?");
            values.add(node.did());
        });
        wish.kind().ifPresent(kind -> {
            where.append(" and e.kind = ?");
            values.add(kind.label());
        });
        values.add(wish.most());
        List<Event> newestFirst = new ArrayList<>(reads.ask(sql -> sql.query(
                "select e.*, n.id, p.name from event e left join node n on n.nr = e.node"
                        + " left join node_profile p on p.node = e.node where " + where + " order by e.nr desc limit ?",
                Events::event,
                values.toArray())));
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** Notes something that happens once, such as what a person decided. */
    public static void note(Transaction tx, Kind kind, Optional<NodeId> node, String code, String detail)
            throws SQLException {
        @Nullable Integer number = node.isPresent() ? tx.number(node.get()) : null;
        insert(tx, kind, number, code, detail, 1);
    }

    /**
     * Notes what others can make happen as often as they like: what is the same again within the hour is added to the row that is
     * there, whose detail becomes the newest.
     */
    public static void count(Transaction tx, Kind kind, int node, String code, String detail, long times)
            throws SQLException {
        long now = tx.now().toEpochMilli();
        int rows = tx.sql()
                .update(
                        "update event set times = times + ?, last_at = ?, detail = ? where nr = (select max(nr) from event"
                                + " where node = ? and at >= ? and kind = ? and code = ?)",
                        times,
                        now,
                        cut(detail),
                        node,
                        now - TOGETHER.toMillis(),
                        kind.label(),
                        code);
        if (rows == 0) {
            insert(tx, kind, node, code, detail, times);
        }
    }

    /** Whether the process before this one noted its end. Empty when there was none before. */
    public static Optional<Boolean> endedInOrder(Transaction tx) throws SQLException {
        return tx.sql()
                .first(
                        "select kind from event where kind = ? or kind = ? order by nr desc limit 1",
                        row -> row.getString(1).equals(Kind.STOPPED.label()),
                        Kind.STARTED.label(),
                        Kind.STOPPED.label());
    }

    private static void insert(
            Transaction tx, Kind kind, @Nullable Integer node, String code, String detail, long times)
            throws SQLException {
        long now = tx.now().toEpochMilli();
        tx.sql()
                .update(
                        "insert into event (at, last_at, times, kind, node, code, detail) values (?, ?, ?, ?, ?, ?, ?)",
                        now,
                        now,
                        times,
                        kind.label(),
                        node,
                        code,
                        cut(detail));
        tx.sql().update("delete from event where nr <= (select max(nr) from event) - ?", (long) MOST);
        tx.sql().update("delete from event where at < ?", now - KEPT.toMillis());
    }

    private static String cut(String detail) {
        return detail.length() <= LONGEST_DETAIL
                ? detail
                : detail.substring(0, detail.offsetByCodePoints(0, LONGEST_DETAIL / 2)) + "…";
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("nr"),
                Instant.ofEpochMilli(row.getLong("at")),
                Instant.ofEpochMilli(row.getLong("last_at")),
                row.getLong("times"),
                Kind.ofLabel(row.getString("kind")),
                Optional.ofNullable(row.getString("id")).map(NodeId::new),
                Optional.ofNullable(row.getString("name")),
                row.getString("code"),
                row.getString("detail"));
    }
}
