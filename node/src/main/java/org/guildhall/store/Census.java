package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Kind;

/** Counts of what a node holds, and its members, for its administrator. */
public final class Census {
    private final Reads reads;

    public Census(Database database) {
        this.reads = new Reads(database.reads());
    }

    /** How many there are that readers see; {@code members} are those with an account here. */
    public record Counts(long members, long questions, long answers, long comments) {}

    public Counts counts() {
        return reads.ask(sql -> new Counts(
                sql.first("select count(*) from account", row -> row.getLong(1)).orElse(0L),
                visible(sql, Kind.QUESTION),
                visible(sql, Kind.ANSWER),
                visible(sql, Kind.COMMENT)));
    }

    private static long visible(Sql sql, Kind kind) throws SQLException {
        return sql.first("select count(*) from post where visible and kind = ?", row -> row.getLong(1), kind.code())
                .orElse(0L);
    }

    /** What a node calls itself in its newest record. */
    public Optional<String> name(int node) {
        return reads.ask(
                sql -> sql.first("select name from node_profile where node = ?", row -> row.getString(1), node));
    }

    /** A member with an account here. */
    public record Member(
            String handle, String name, Optional<String> affiliation, Role role, boolean disabled, Instant createdAt) {}

    /** All members with an account here, by handle. */
    public List<Member> members() {
        return reads.ask(sql -> sql.query(
                "select a.handle, coalesce(m.name, a.handle) as name, m.affiliation, a.role, a.disabled, a.created_at"
                        + " from account a left join member m on m.object_key = a.member order by a.handle",
                row -> new Member(
                        row.getString("handle"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("affiliation")),
                        Role.ofLabel(row.getString("role")),
                        row.getBoolean("disabled"),
                        Instant.ofEpochMilli(row.getLong("created_at")))));
    }
}
