package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.ObjectKey;

/** One-time links: invitations to register, and resets of a password. Only the hash of a link's token is kept. */
public final class Tickets {

    /** What a link is good for; the label is what the table holds. */
    public enum Purpose {
        INVITATION("invitation"),
        RESET("reset");

        private final String label;

        Purpose(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * A link that has not been used.
     *
     * @param member whose password it resets; empty for an invitation
     */
    public record Ticket(
            byte[] tokenHash, Optional<ObjectKey> member, String note, Instant createdAt, Instant expiresAt) {}

    private static final String COLUMNS = "token_hash, member, note, created_at, expires_at from account_ticket";

    private final Sql sql;

    public Tickets(Sql sql) {
        this.sql = sql;
    }

    public void issue(
            byte[] tokenHash,
            Purpose purpose,
            Optional<ObjectKey> member,
            String note,
            Optional<ObjectKey> madeBy,
            Instant now,
            Instant expires)
            throws SQLException {
        sql.update(
                "insert into account_ticket (token_hash, purpose, member, note, made_by, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                tokenHash,
                purpose.label(),
                member.orElse(null),
                note,
                madeBy.orElse(null),
                now.toEpochMilli(),
                expires.toEpochMilli());
    }

    public Optional<Ticket> open(byte[] tokenHash, Purpose purpose, Instant now) throws SQLException {
        return sql.first(
                "select " + COLUMNS + " where token_hash = ? and purpose = ? and used_at is null and expires_at > ?",
                Tickets::ticket,
                tokenHash,
                purpose.label(),
                now.toEpochMilli());
    }

    public List<Ticket> openInvitations(Instant now) throws SQLException {
        return sql.query(
                "select " + COLUMNS
                        + " where purpose = ? and used_at is null and expires_at > ? order by created_at desc"
                        + " limit 200",
                Tickets::ticket,
                Purpose.INVITATION.label(),
                now.toEpochMilli());
    }

    /** Uses up a link; false when it was used, withdrawn or has expired: then nothing may follow from it. */
    public boolean use(byte[] tokenHash, Purpose purpose, Instant now) throws SQLException {
        return sql.update(
                        "update account_ticket set used_at = ? where token_hash = ? and purpose = ? and used_at is null"
                                + " and expires_at > ?",
                        now.toEpochMilli(),
                        tokenHash,
                        purpose.label(),
                        now.toEpochMilli())
                == 1;
    }

    /** Takes back an unused invitation. */
    public boolean withdraw(byte[] tokenHash) throws SQLException {
        return sql.update(
                        "delete from account_ticket where token_hash = ? and purpose = ? and used_at is null",
                        tokenHash,
                        Purpose.INVITATION.label())
                == 1;
    }

    /** Ends all open resets of a member: there is one link at a time. */
    public void withdrawResets(ObjectKey member) throws SQLException {
        sql.update(
                "delete from account_ticket where member = ? and purpose = ? and used_at is null",
                member,
                Purpose.RESET.label());
    }

    private static Ticket ticket(ResultSet row) throws SQLException {
        return new Ticket(
                row.getBytes("token_hash"),
                Sql.optionalKey(row, "member"),
                row.getString("note"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }
}
