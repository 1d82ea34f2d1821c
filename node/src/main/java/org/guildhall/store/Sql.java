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
    private static final int KEYS_AT_ONCE = 64;

    private final Connection connection;

    public Sql(Connection connection) {
        this.connection = connection;
    }

    /**
     * Keys for {@code = any(?)} of which there may be thousands: the statement runs several times, with some of them each. The
     * embedded database finds the rows by the index and then looks each up among the keys from the first on, so the work grows
     * with their number squared. Only for statements that treat each key by itself, and in no order.
     */
    public record Many(Collection<?> keys) {}

    /** Marks keys as {@link Many}. */
    public static Many many(Collection<?> keys) {
        return new Many(keys);
    }

    /** Makes an object of the row the result stands at. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Octets and byte arrays bind as bytea, collections as arrays of bytea or of text for {@code = any(?)}. */
    public <T> List<T> query(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] some : parts(values)) {
                bind(statement, some);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        rows.add(row.read(result));
                    }
                }
            }
        }
        return rows;
    }

    /** The first row, when there is one. */
    public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return query(sql, row, values).stream().findFirst();
    }

    /** The number of rows changed. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        int changed = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] some : parts(values)) {
                bind(statement, some);
                changed += statement.executeUpdate();
            }
        }
        return changed;
    }

    /** The values themselves, or when there are {@link Many} among them, as often as it takes with some keys in their place. */
    private static List<@Nullable Object[]> parts(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Many many) {
                List<Object> keys = List.copyOf(many.keys());
                List<@Nullable Object[]> parts = new ArrayList<>();
                for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
                    @Nullable Object[] part = values.clone();
                    part[i] = keys.subList(from, Math.min(from + KEYS_AT_ONCE, keys.size()));
                    parts.add(part);
                }
                return parts;
            }
        }
        return List.<@Nullable Object[]>of(values);
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
