package org.guildhall.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Octets;
import org.jspecify.annotations.Nullable;

/** Plain statements on one connection: values are bound, rows become objects, everything is closed. */
public final class Sql {
    private final Connection connection;

    public Sql(Connection connection) {
        this.connection = connection;
    }

    /** Makes an object of the row the result stands at. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Octets and byte arrays bind as bytea, collections as arrays of bytea or of text for {@code = any(?)}. */
    public <T> List<T> query(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row.read(result));
                }
                return rows;
            }
        }
    }

    /** The first row, when there is one. */
    public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return query(sql, row, values).stream().findFirst();
    }

    /** The number of rows changed. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Collection<?> collection) {
                statement.setArray(i + 1, array(collection));
            } else {
                Batch.bind(statement, i + 1, values[i]);
            }
        }
    }

    /** The PostgreSQL driver asks for an array of the elements' own type where they are byte arrays. */
    private Array array(Collection<?> values) throws SQLException {
        Object first = values.isEmpty() ? "" : values.iterator().next();
        if (first instanceof Octets) {
            byte[][] octets =
                    values.stream().map(value -> ((Octets) value).toBytes()).toArray(byte[][]::new);
            return connection.createArrayOf("bytea", octets);
        }
        return connection.createArrayOf(first instanceof Integer ? "integer" : "varchar", values.toArray());
    }

    public static ObjectKey key(ResultSet row, String column) throws SQLException {
        return ObjectKey.wrap(row.getBytes(column));
    }

    public static Optional<ObjectKey> optionalKey(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(ObjectKey::wrap);
    }

    public static Digest digest(ResultSet row, String column) throws SQLException {
        return Digest.wrap(row.getBytes(column));
    }
}
