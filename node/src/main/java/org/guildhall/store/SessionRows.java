package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.guildhall.record.ObjectKey;

/** Who is signed in. Only the hash of a session's token is kept: whoever reads the table cannot use it. */
public final class SessionRows {

    private final Sql sql;

    public SessionRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * A session with what a page needs of its account.
     *
     * @param unread notifications not seen
     */
    public record Signed(
            ObjectKey member,
            String handle,
            String name,
            Role role,
            Optional<String> language,
            String csrf,
            Instant seenAt,
            Instant expiresAt,
            int unread) {}

    /** The session of a token's hash when it has not expired and its account is not disabled. */
    public Optional<Signed> find(byte[] tokenHash, Instant now) throws SQLException {
        return sql.first(
                "select s.member, a.handle, m.name, a.role, a.language, s.csrf, s.seen_at, s.expires_at,"
                        + " (select count(*) from notification n where n.member = s.member and not n.seen) as unread"
                        + " from session s join account a on a.member = s.member"
                        + " left join member m on m.object_key = s.member"
                        + " where s.token_hash = ? and s.expires_at > ? and not a.disabled",
                row -> new Signed(
                        Sql.key(row, "member"),
                        row.getString("handle"),
                        Optional.ofNullable(row.getString("name")).orElse(row.getString("handle")),
                        Role.ofLabel(row.getString("role")),
                        Optional.ofNullable(row.getString("language")),
                        row.getString("csrf"),
                        Instant.ofEpochMilli(row.getLong("seen_at")),
                        Instant.ofEpochMilli(row.getLong("expires_at")),
                        row.getInt("unread")),
                tokenHash,
                now.toEpochMilli());
    }

    public void start(byte[] tokenHash, ObjectKey member, String csrf, Instant now, Instant expires)
            throws SQLException {
        sql.update("delete from session where expires_at <= ?", now.toEpochMilli());
        sql.update(
                "insert into session (token_hash, member, csrf, created_at, seen_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?)",
                tokenHash,
                member,
                csrf,
                now.toEpochMilli(),
                now.toEpochMilli(),
                expires.toEpochMilli());
    }

    public void prolong(byte[] tokenHash, Instant now, Instant expires) throws SQLException {
        sql.update(
                "update session set seen_at = ?, expires_at = ? where token_hash = ?",
                now.toEpochMilli(),
                expires.toEpochMilli(),
                tokenHash);
    }

    public void end(byte[] tokenHash) throws SQLException {
        sql.update("delete from session where token_hash = ?", tokenHash);
    }

    /** Ends all sessions of a member. */
    public void endAll(ObjectKey member) throws SQLException {
        sql.update("delete from session where member = ?", member);
    }
}
