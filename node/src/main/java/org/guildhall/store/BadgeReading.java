package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.guildhall.record.ObjectKey;

/** The facts behind badges: answers of a member to which something remarkable happened. Nothing is stored for them. */
public final class BadgeReading {
    /** So long after it was written an edit tells that somebody keeps an answer current. */
    public static final Duration YEARS = Duration.ofDays(2 * 365);

    private static final String ANSWER = "select p.object_key, p.thread_key, t.node, t.title, t.language from post p"
            + " join thread t on t.thread_key = p.thread_key";
    private static final String OF_MEMBER = " where p.author = ? and p.kind = 4 and p.visible";
    private static final String BY_ANOTHER = " and t.accepted = p.object_key and p.author <> t.author";
    private static final int MOST = 100;

    private final Sql sql;

    public BadgeReading(Sql sql) {
        this.sql = sql;
    }

    /**
     * An answer.
     *
     * @param home number of the node whose thread it is in
     * @param title of the question
     */
    public record Found(ObjectKey answer, ObjectKey thread, int home, String title, String language) {}

    /** Answers that whoever asked at another node accepted, the newest of so many first. */
    public List<Found> acceptedElsewhere(ObjectKey member) throws SQLException {
        return found(
                ANSWER + OF_MEMBER + BY_ANOTHER + " and t.node <> p.node"
                        + " order by p.created_at desc, p.object_key limit " + MOST,
                member);
    }

    /** The answer that another node took first. */
    public List<Found> firstTakenElsewhere(ObjectKey member) throws SQLException {
        return found(
                ANSWER + " join verdict v on v.object_key = p.object_key and v.thread_key = p.thread_key" + OF_MEMBER
                        + " and t.node <> p.node and v.ruling = 'taken' order by v.at, p.object_key limit 1",
                member);
    }

    /** Answers that another accepted and whose words were written {@link #YEARS} or longer after the answer, the last edited first. */
    public List<Found> keptCurrent(ObjectKey member) throws SQLException {
        return found(
                ANSWER + OF_MEMBER + BY_ANOTHER + " and p.revision > 1"
                        + " and p.edited_at - p.created_at >= ? order by p.edited_at desc, p.object_key limit " + MOST,
                member,
                YEARS.toMillis());
    }

    private List<Found> found(String query, Object... values) throws SQLException {
        return sql.query(query, BadgeReading::found, values);
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                Sql.key(row, "object_key"),
                Sql.key(row, "thread_key"),
                row.getInt("node"),
                row.getString("title"),
                ThreadLists.text(row, "language"));
    }
}
