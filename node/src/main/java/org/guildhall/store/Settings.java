package org.guildhall.store;

import java.sql.SQLException;
import java.util.Optional;

/** The node's own settings that can be changed while it runs. */
public final class Settings {
    /** Who may register: open, invitation or closed. */
    public static final String REGISTRATION = "registration";
    /** Who may propose peering: closed, ask or open. */
    public static final String PEERING = "peering";
    /** The points that privileges need, where they differ from how a node begins: {@code comment=0 close=never}. */
    public static final String PRIVILEGES = "privileges";
    /** Key of the tokens in forms of visitors who are not signed in. */
    public static final String FORM_SECRET = "form-secret";

    /** How many witnesses are to have cosigned our newest checkpoint; not there while nobody asked for a number. */
    public static final String WITNESS_QUORUM = "witness-quorum";

    /** Why this node signs nothing for its log until a person has looked; not there while it may sign. */
    public static final String SIGNING_HALTED = "signing-halted";

    private final Sql sql;

    public Settings(Sql sql) {
        this.sql = sql;
    }

    public Optional<String> get(String name) throws SQLException {
        return sql.first("select value from setting where name = ?", row -> row.getString(1), name);
    }

    /** Inside the writer's transaction. */
    public void remove(String name) throws SQLException {
        sql.update("delete from setting where name = ?", name);
    }

    /** Inside the writer's transaction. */
    public void set(String name, String value) throws SQLException {
        if (sql.update("update setting set value = ? where name = ?", value, name) == 0) {
            sql.update("insert into setting (name, value) values (?, ?)", name, value);
        }
    }
}
