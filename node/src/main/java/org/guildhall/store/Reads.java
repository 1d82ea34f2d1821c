package org.guildhall.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A query on a connection of the pool, for rooms that know no SQL. */
final class Reads {
    private final DataSource pool;

    Reads(DataSource pool) {
        this.pool = pool;
    }

    interface Query<T> {
        T ask(Sql sql) throws SQLException;
    }

    /** @throws ReadFailed when the database does not answer */
    <T> T ask(Query<T> query) {
        try (Connection connection = pool.getConnection()) {
            return query.ask(new Sql(connection));
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
    }
}
