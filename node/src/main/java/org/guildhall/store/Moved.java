package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.ObjectKey;

/** What members of ours handed in about who they were at other nodes (OQX-STA-083 to 085). Changing methods run in the writer's transaction. */
public final class Moved {
    /** Of one member. */
    public static final int MOST = 5;

    private static final String COLUMNS = "from_key, issuer, issuer_name, words, credential, statement, checked_at";

    private final Sql sql;

    public Moved(Sql sql) {
        this.sql = sql;
    }

    /**
     * One of them, as it was checked.
     *
     * @param from the member at the other node
     * @param issuer the node that signed the credential, and what it called itself
     * @param words what the credential says
     */
    public record Kept(
            ObjectKey from,
            String issuer,
            String issuerName,
            String words,
            byte[] credential,
            byte[] statement,
            Instant checkedAt) {}

    public List<Kept> of(ObjectKey member) throws SQLException {
        return sql.query(
                "select " + COLUMNS + " from moved where member = ? order by checked_at, from_key",
                Moved::kept,
                member);
    }

    public Optional<Kept> of(ObjectKey member, ObjectKey from) throws SQLException {
        return sql.first(
                "select " + COLUMNS + " from moved where member = ? and from_key = ?", Moved::kept, member, from);
    }

    /** Keeps one in the place of what was handed in about the same member before; false when there are too many. */
    public boolean keep(ObjectKey member, Kept kept) throws SQLException {
        withdraw(member, kept.from());
        if (of(member).size() >= MOST) {
            return false;
        }
        sql.update(
                "insert into moved (member, " + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                member,
                kept.from(),
                kept.issuer(),
                kept.issuerName(),
                kept.words(),
                kept.credential(),
                kept.statement(),
                kept.checkedAt().toEpochMilli());
        return true;
    }

    public void withdraw(ObjectKey member, ObjectKey from) throws SQLException {
        sql.update("delete from moved where member = ? and from_key = ?", member, from);
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                Sql.key(row, "from_key"),
                row.getString("issuer"),
                row.getString("issuer_name"),
                row.getString("words"),
                row.getBytes("credential"),
                row.getBytes("statement"),
                Instant.ofEpochMilli(row.getLong("checked_at")));
    }
}
