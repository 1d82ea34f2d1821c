package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guildhall.record.ObjectKey;

/** What was decided at this node about posts, for everybody to read: by role, never by name. */
public final class ModerationLog {
    private static final String INSERT =
            "insert into moderation (at, role, action, code, reason, object_key) values (?, ?, ?, ?, ?, ?)";

    /** Decisions of the node itself that are kept: peers' labels make as many of them as they like. What people decided stays. */
    static final int MOST_BY_NODE = 10_000;

    private static final long DAY = Duration.ofDays(1).toMillis();

    private ModerationLog() {}

    /** Who decided, as readers are told. */
    public enum By {
        /** Somebody who may by standing. */
        MEMBER,
        MODERATOR,
        ADMINISTRATOR,
        /** The node itself, as its administrators told it to. */
        NODE;

        /** Whoever may decide here and has this role. */
        public static By of(Role role) {
            return switch (role) {
                case MEMBER -> MEMBER;
                case MODERATOR -> MODERATOR;
                case ADMINISTRATOR -> ADMINISTRATOR;
            };
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static By ofLabel(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /** A kind of decision. */
    public enum Action {
        TAKEN,
        DECLINED,
        HIDDEN,
        SHOWN,
        LABELLED,
        UNLABELLED,
        DISMISSED,
        DROPPED,
        /** A question of ours takes no more answers; the code is the reason. */
        CLOSED,
        /** It takes them again; the code is the label that was taken back with that, "" when none was. */
        REOPENED,
        /** What one member suggested for another's post became its next revision. */
        EDIT_APPLIED,
        EDIT_DECLINED,
        /** What another node says of a member does not stand on the member's page any more. */
        TAKEN_OFF;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One decision.
     *
     * @param code of a verdict or a label, "" when there is none
     * @param reason in words of who decided, "" when there are none or the post was erased since
     * @param post the post it was about and its thread, when readers can see it
     */
    public record Entry(Instant at, By by, Action action, String code, String reason, Optional<Place> post) {}

    /** Where a post is. */
    public record Place(ObjectKey post, ObjectKey thread) {}

    /** Notes a decision in the transaction that carries it out. */
    public static void note(Transaction tx, By by, Action action, String code, String reason, ObjectKey object)
            throws SQLException {
        tx.sql().update(INSERT, tx.now().toEpochMilli(), by.label(), action.label(), code, reason, object);
    }

    /** Who closed a question last or opened it again; empty when nobody ever did. */
    public static Optional<By> lastClosing(Sql sql, ObjectKey question) throws SQLException {
        return sql.first(
                "select role from moderation where object_key = ? and action in (?, ?) order by nr desc limit 1",
                row -> By.ofLabel(row.getString("role")),
                question,
                Action.CLOSED.label(),
                Action.REOPENED.label());
    }

    /** The reason for which a question was closed last; empty when it never was. */
    public static Optional<String> closedAs(Sql sql, ObjectKey question) throws SQLException {
        return sql.first(
                "select code from moderation where object_key = ? and action = ? order by nr desc limit 1",
                row -> ThreadLists.text(row, "code"),
                question,
                Action.CLOSED.label());
    }

    /** Whether somebody set a label on a post as a decision of its own and nobody took it back the same way since. */
    public static boolean isLabelled(Sql sql, ObjectKey post, String label) throws SQLException {
        return sql.first(
                        "select action from moderation where object_key = ? and code = ? and action in (?, ?)"
                                + " order by nr desc limit 1",
                        row -> row.getString("action").equals(Action.LABELLED.label()),
                        post,
                        label,
                        Action.LABELLED.label(),
                        Action.UNLABELLED.label())
                .orElse(false);
    }

    /** What the node decided by itself. */
    record Decision(Action action, String code, String reason, ObjectKey object) {}

    /**
     * Notes what the node decided by itself, in the transaction that carries it out: of a post each kind of decision once a day,
     * the last.
     */
    static void note(Transaction tx, Collection<Decision> decisions) throws SQLException {
        if (decisions.isEmpty()) {
            return;
        }
        try (Batch earlier = new Batch(
                tx.connection(),
                "delete from moderation where role = ? and action = ? and object_key = ? and at > ?")) {
            for (Decision one : decisions) {
                earlier.add(
                        By.NODE.label(),
                        one.action().label(),
                        one.object(),
                        tx.now().toEpochMilli() - DAY);
            }
            earlier.run();
        }
        try (Batch rows = new Batch(tx.connection(), INSERT)) {
            for (Decision one : decisions) {
                rows.add(
                        tx.now().toEpochMilli(),
                        By.NODE.label(),
                        one.action().label(),
                        one.code(),
                        one.reason(),
                        one.object());
            }
            rows.run();
        }
        tx.sql()
                .update(
                        "delete from moderation where role = ? and nr <= (select nr from moderation where role = ?"
                                + " order by nr desc limit 1 offset ?)",
                        By.NODE.label(),
                        By.NODE.label(),
                        MOST_BY_NODE);
    }

    /** The newest decisions, newest first: so many of people, and so many of the node, so that neither hides the other. */
    public static List<Entry> newest(Sql sql, int limit) throws SQLException {
        return sql.query(
                "select m.*, p.thread_key as shown_in from moderation m left join post p on p.object_key = m.object_key"
                        + " and p.visible and p.erased = 0"
                        + " where m.nr in (select nr from moderation where role <> ? order by nr desc limit ?)"
                        + " or m.nr in (select nr from moderation where role = ? order by nr desc limit ?)"
                        + " order by m.nr desc",
                ModerationLog::entry,
                By.NODE.label(),
                limit,
                By.NODE.label(),
                limit);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        ObjectKey post = Sql.key(row, "object_key");
        return new Entry(
                Instant.ofEpochMilli(row.getLong("at")),
                By.ofLabel(row.getString("role")),
                Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                ThreadLists.text(row, "code"),
                ThreadLists.text(row, "reason"),
                Sql.optionalKey(row, "shown_in").map(thread -> new Place(post, thread)));
    }
}
