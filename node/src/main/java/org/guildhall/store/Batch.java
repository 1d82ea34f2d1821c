package org.guildhall.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.guildhall.record.Octets;
import org.jspecify.annotations.Nullable;

/** One statement for many rows, sent together. */
final class Batch implements AutoCloseable {
    private final PreparedStatement statement;
    private int rows;

    Batch(Connection connection, String sql) throws SQLException {
        statement = connection.prepareStatement(sql);
    }

    void add(@Nullable Object... values) throws SQLException {
        bind(statement, values);
        statement.addBatch();
        rows++;
    }

    void run() throws SQLException {
        if (rows > 0) {
            statement.executeBatch();
            rows = 0;
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    static void bind(PreparedStatement statement, int at, @Nullable Object value) throws SQLException {
        if (value instanceof Octets octets) {
            statement.setBytes(at, octets.toBytes());
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(at, bytes);
        } else if (value instanceof Long number) {
            statement.setLong(at, number);
        } else if (value instanceof Integer number) {
            statement.setInt(at, number);
        } else if (value instanceof String text) {
            statement.setString(at, text);
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(at, flag);
        } else if (value == null || value instanceof UUID) {
            statement.setObject(at, value);
        } else {
            throw new IllegalArgumentException("no column takes a " + value.getClass());
        }
    }
}
