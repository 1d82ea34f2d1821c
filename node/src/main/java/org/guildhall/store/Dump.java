package org.guildhall.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tables as bytes, as they are at one moment, and back: read on either database while it is written to, and put into an empty one
 * of either kind. Values lose their column's type but not their own: numbers are 64 bits wide, the rest is text, bytes, truth or UUID.
 */
public final class Dump {
    private static final int AT_ONCE = 500;
    /** H2's number of the isolation in which a transaction sees one moment. */
    private static final int H2_SNAPSHOT = 6;

    private static final String HISTORY = "flyway_schema_history";

    private Dump() {}

    /**
     * Writes all tables but some.
     *
     * @param leftOut names of tables that are not written, their rows being of no use elsewhere or made again from others
     * @param progress is told how many rows were written
     * @return rows by table
     */
    public static Map<String, Long> write(
            Database database, Set<String> leftOut, DataOutputStream out, LongConsumer progress)
            throws SQLException, IOException {
        try (Connection connection = database.reads().getConnection()) {
            boolean embedded = isEmbedded(connection);
            int isolation = connection.getTransactionIsolation();
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(embedded ? H2_SNAPSHOT : Connection.TRANSACTION_REPEATABLE_READ);
            lazily(connection, embedded, true);
            try {
                Map<String, Long> rows = new TreeMap<>();
                for (String table : tables(connection)) {
                    if (!leftOut.contains(table)) {
                        long before = rows.values().stream()
                                .mapToLong(Long::longValue)
                                .sum();
                        rows.put(table, write(connection, table, out, before, progress));
                    }
                }
                out.writeUTF("");
                return rows;
            } finally {
                connection.rollback();
                lazily(connection, embedded, false);
                connection.setTransactionIsolation(isolation);
                connection.setAutoCommit(true);
            }
        }
    }

    /** H2 would otherwise gather a whole table in memory before the first row is read. */
    private static void lazily(Connection connection, boolean embedded, boolean lazy) throws SQLException {
        if (embedded) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set lazy_query_execution " + lazy);
            }
        }
    }

    private static long write(
            Connection connection, String table, DataOutputStream out, long before, LongConsumer progress)
            throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(AT_ONCE);
            try (ResultSet row = statement.executeQuery("select * from " + table)) {
                int columns = row.getMetaData().getColumnCount();
                out.writeUTF(table);
                out.writeInt(columns);
                for (int i = 1; i <= columns; i++) {
                    out.writeUTF(row.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
                }
                long rows = 0;
                while (row.next()) {
                    out.writeByte(1);
                    for (int i = 1; i <= columns; i++) {
                        write(row.getObject(i), out);
                    }
                    rows++;
                    if (rows % AT_ONCE == 0) {
                        progress.accept(before + rows);
                    }
                }
                out.writeByte(0);
                return rows;
            }
        }
    }

    private static void write(@Nullable Object value, DataOutputStream out) throws IOException {
        if (value == null) {
            out.writeByte(0);
        } else if (value instanceof Number number) {
            out.writeByte(1);
            out.writeLong(number.longValue());
        } else if (value instanceof String text) {
            write(2, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), out);
        } else if (value instanceof byte[] bytes) {
            write(3, bytes, out);
        } else if (value instanceof Boolean truth) {
            out.writeByte(truth ? 5 : 4);
        } else if (value instanceof UUID id) {
            out.writeByte(6);
            out.writeLong(id.getMostSignificantBits());
            out.writeLong(id.getLeastSignificantBits());
        } else {
            throw new IllegalStateException("no column of ours has a " + value.getClass());
        }
    }

    private static void write(int type, byte[] bytes, DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static @Nullable Object value(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 0 -> null;
            case 1 -> in.readLong();
            case 2 -> new String(bytes(in), java.nio.charset.StandardCharsets.UTF_8);
            case 3 -> bytes(in);
            case 4 -> false;
            case 5 -> true;
            case 6 -> new UUID(in.readLong(), in.readLong());
            default -> throw new IOException("a value of an unknown type");
        };
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(in.readInt());
        return bytes;
    }

    /**
     * Puts tables into a database that has none of their rows yet. Nobody else may use it meanwhile.
     *
     * @return rows by table
     * @throws IOException when the bytes are cut off or no dump
     * @throws SQLException when a table or column is not known here: the dump is of a newer program
     */
    public static Map<String, Long> read(Database database, DataInputStream in, LongConsumer progress)
            throws SQLException, IOException {
        Connection connection = database.writeConnection();
        Map<String, Long> rows = new LinkedHashMap<>();
        long all = 0;
        for (String table = in.readUTF(); !table.isEmpty(); table = in.readUTF()) {
            if (!table.matches("[a-z_]{1,60}")) {
                throw new IOException("a table of a strange name");
            }
            List<String> columns = new ArrayList<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                columns.add(in.readUTF());
            }
            long inTable = read(connection, table, columns, in, all, progress);
            all += inTable;
            rows.put(table, inTable);
        }
        for (String table : rows.keySet()) {
            countOn(connection, table);
        }
        database.makeDurable(connection);
        return rows;
    }

    private static long read(
            Connection connection,
            String table,
            List<String> columns,
            DataInputStream in,
            long before,
            LongConsumer progress)
            throws SQLException, IOException {
        if (columns.isEmpty() || !columns.stream().allMatch(column -> column.matches("[a-z_]{1,60}"))) {
            throw new IOException("columns of strange names");
        }
        String marks = String.join(", ", columns.stream().map(column -> "?").toList());
        long rows = 0;
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + table + " (" + String.join(", ", columns) + ") values (" + marks + ")")) {
            while (in.readByte() == 1) {
                for (int i = 1; i <= columns.size(); i++) {
                    Batch.bind(insert, i, value(in));
                }
                insert.addBatch();
                rows++;
                if (rows % AT_ONCE == 0) {
                    insert.executeBatch();
                    progress.accept(before + rows);
                }
            }
            insert.executeBatch();
        }
        return rows;
    }

    /** Numbers that the database gives go on behind the largest that is there. */
    private static void countOn(Connection connection, String table) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        List<String> counted = new ArrayList<>();
        try (ResultSet column = meta.getColumns(null, schema(connection), stored(connection, table), null)) {
            while (column.next()) {
                if ("YES".equals(column.getString("IS_AUTOINCREMENT"))) {
                    counted.add(column.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                }
            }
        }
        Sql sql = new Sql(connection);
        for (String column : counted) {
            long next = sql.first("select max(" + column + ") from " + table, row -> row.getLong(1))
                            .orElse(0L)
                    + 1;
            try (Statement statement = connection.createStatement()) {
                statement.execute("alter table " + table + " alter column " + column + " restart with " + next);
            }
        }
    }

    /** All tables of ours, those that others refer to before these. */
    private static List<String> tables(Connection connection) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        Set<String> left = new TreeSet<>();
        try (ResultSet table = meta.getTables(null, schema(connection), null, null)) {
            while (table.next()) {
                String type = table.getString("TABLE_TYPE");
                if (type.equals("TABLE") || type.equals("BASE TABLE")) {
                    left.add(table.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
                }
            }
        }
        left.remove(HISTORY);
        Map<String, Set<String>> needs = new TreeMap<>();
        for (String table : left) {
            Set<String> parents = new TreeSet<>();
            try (ResultSet key = meta.getImportedKeys(null, schema(connection), stored(connection, table))) {
                while (key.next()) {
                    parents.add(key.getString("PKTABLE_NAME").toLowerCase(Locale.ROOT));
                }
            }
            parents.remove(table);
            needs.put(table, parents);
        }
        Set<String> ordered = new LinkedHashSet<>();
        while (!left.isEmpty()) {
            List<String> free = left.stream()
                    .filter(table -> ordered.containsAll(needs.getOrDefault(table, Set.of())))
                    .toList();
            if (free.isEmpty()) {
                throw new IllegalStateException("tables refer to each other in a circle: " + left);
            }
            ordered.addAll(free);
            free.forEach(left::remove);
        }
        return List.copyOf(ordered);
    }

    private static boolean isEmbedded(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("H2");
    }

    private static String schema(Connection connection) throws SQLException {
        return stored(connection, "public");
    }

    /** A name as the database keeps it. */
    private static String stored(Connection connection, String name) throws SQLException {
        return connection.getMetaData().storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    }
}
