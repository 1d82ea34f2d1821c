package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guildhall.record.ObjectKey;

/** The accounts of this node. Changing methods run inside the writer's transaction. */
public final class Accounts {
    /** Version of the UUIDs of members who joined here; those of imports are derived from where they came. */
    private static final int MADE_HERE = 4;

    private static final String COLUMNS =
            "a.member, a.handle, a.password, a.role, a.language, a.created_at, a.disabled from account a";

    private final Sql sql;

    public Accounts(Sql sql) {
        this.sql = sql;
    }

    public Optional<Account> byHandle(String handle) throws SQLException {
        return sql.first("select " + COLUMNS + " where a.handle = ?", Accounts::account, handle);
    }

    public Optional<Account> byMember(ObjectKey member) throws SQLException {
        return sql.first("select " + COLUMNS + " where a.member = ?", Accounts::account, member);
    }

    /**
     * The member of ours whom a record introduced under this handle and who has no account, so that it was lost: after a recovery. Not
     * one who was brought along by an import and never was here.
     *
     * @param self our number
     */
    public Optional<UUID> withoutAccount(int self, String handle) throws SQLException {
        return sql
                .query(
                        "select m.id from member m where m.node = ? and m.handle = ? and not exists"
                                + " (select 1 from account a where a.member = m.object_key) order by m.since",
                        row -> row.getObject(1, UUID.class),
                        self,
                        handle)
                .stream()
                .filter(id -> id.version() == MADE_HERE)
                .findFirst();
    }

    /** Accounts by handle, at most {@code limit} after the one named. */
    public List<Account> page(String afterHandle, int limit) throws SQLException {
        return sql.query(
                "select " + COLUMNS + " where a.handle > ? order by a.handle limit ?",
                Accounts::account,
                afterHandle,
                limit);
    }

    /** Fails when the handle or the member has an account. */
    public void create(Account account) throws SQLException {
        sql.update(
                "insert into account (member, handle, password, role, language, created_at, disabled)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                account.member(),
                account.handle(),
                account.password().orElse(null),
                account.role().label(),
                account.language().orElse(null),
                account.createdAt().toEpochMilli(),
                account.disabled());
    }

    public void setPassword(ObjectKey member, String phc) throws SQLException {
        sql.update("update account set password = ? where member = ?", phc, member);
    }

    public void setRole(ObjectKey member, Role role) throws SQLException {
        sql.update("update account set role = ? where member = ?", role.label(), member);
    }

    public void setLanguage(ObjectKey member, String language) throws SQLException {
        sql.update("update account set language = ? where member = ?", language, member);
    }

    /** A disabled account cannot sign in, and its sessions end. */
    public void setDisabled(ObjectKey member, boolean disabled) throws SQLException {
        sql.update("update account set disabled = ? where member = ?", disabled, member);
        if (disabled) {
            sql.update("delete from session where member = ?", member);
        }
    }

    /** Administrators who can sign in. */
    public long administrators() throws SQLException {
        return sql.first(
                        "select count(*) from account where role = ? and not disabled",
                        row -> row.getLong(1),
                        Role.ADMINISTRATOR.label())
                .orElseThrow();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                Sql.key(row, "member"),
                row.getString("handle"),
                Optional.ofNullable(row.getString("password")),
                Role.ofLabel(row.getString("role")),
                Optional.ofNullable(row.getString("language")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getBoolean("disabled"));
    }
}
