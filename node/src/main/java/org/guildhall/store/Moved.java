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
    private static final String LINES = "select from_key, issuer_name, words, checked_at from moved where member = ?";
    /** Others' words come from any node that somebody makes: those of a node that is blocked readers don't see. */
    private static final String NOT_BLOCKED =
            " and issuer not in (select n.id from node n where n.nr in (" + StandingReading.BLOCKED + "))";

    private static final String ORDER = " order by checked_at, from_key";

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
            Instant checkedAt) {
        public Line line() {
            return new Line(from, issuerName, words, checkedAt);
        }
    }

    /** What is said of one of them where it is listed. */
    public record Line(ObjectKey from, String issuerName, String words, Instant checkedAt) {}

    /** All of a member, the files among it. */
    public List<Kept> of(ObjectKey member) throws SQLException {
        return sql.query("select " + COLUMNS + " from moved where member = ?" + ORDER, Moved::kept, member);
    }

    /** What the member can withdraw. */
    public List<Line> lines(ObjectKey member) throws SQLException {
        return sql.query(LINES + ORDER, Moved::line, member);
    }

    /** What readers see of it. */
    public List<Line> shown(ObjectKey member) throws SQLException {
        return sql.query(LINES + NOT_BLOCKED + ORDER, Moved::line, member);
    }

    /** One that readers see. */
    public Optional<Kept> shown(ObjectKey member, ObjectKey from) throws SQLException {
        return sql.first(
                "select " + COLUMNS + " from moved where member = ? and from_key = ?" + NOT_BLOCKED,
                Moved::kept,
                member,
                from);
    }

    /** Keeps one in the place of what was handed in about the same member before; false when there are too many. */
    public boolean keep(ObjectKey member, Kept kept) throws SQLException {
        withdraw(member, kept.from());
        long others = sql.first("select count(*) from moved where member = ?", row -> row.getLong(1), member)
                .orElse(0L);
        if (others >= MOST) {
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

    /** False when there was none. */
    public boolean withdraw(ObjectKey member, ObjectKey from) throws SQLException {
        return sql.update("delete from moved where member = ? and from_key = ?", member, from) > 0;
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                Sql.key(row, "from_key"),
                row.getString("issuer_name"),
                row.getString("words"),
                Instant.ofEpochMilli(row.getLong("checked_at")));
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
