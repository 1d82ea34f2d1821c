package org.guildhall.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;

/**
 * The rows that a follower wrote, put into an empty database again, in as many transactions, and nothing else: no query, no
 * check, no update. What is left to a follower's writer that does everything else for nothing.
 */
final class DatabaseAlone {
    private static final List<String> TABLES =
            List.of("log_entry", "payload", "object_revision", "member", "post", "thread", "thread_tag");

    private DatabaseAlone() {}

    /**
     * Records a second.
     *
     * @param source of a node that does not run
     * @param batch records in a transaction
     */
    static double records(ServedNode source, Path directory, int batch) throws Exception {
        Map<String, List<Object[]>> rows = new TreeMap<>();
        List<Object[]> nodes;
        DataDirectory data = DataDirectory.open(source.data());
        try (DataDirectory.Hold hold = data.hold("bench");
                Database database = data.openDatabase(data.readConfig());
                Connection connection = database.reads().getConnection()) {
            nodes = rows(connection, "select nr, id from node");
            for (String table : TABLES) {
                rows.put(table, rows(connection, "select * from " + table));
            }
        }
        int records = rows.getOrDefault("log_entry", List.of()).size();
        int batches = Math.max(1, records / batch);
        try (Database database = Database.open(new DatabaseLocation.Embedded(directory))) {
            Connection writer = database.writeConnection();
            insert(writer, "node (nr, id)", nodes);
            database.makeDurable(writer);
            long start = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                for (String table : TABLES) {
                    List<Object[]> all = rows.getOrDefault(table, List.of());
                    insert(writer, table, all.subList(part(all, i, batches), part(all, i + 1, batches)));
                }
                database.makeDurable(writer);
            }
            return records / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static int part(List<Object[]> all, int i, int of) {
        return (int) ((long) all.size() * i / of);
    }

    private static List<Object[]> rows(Connection connection, String sql) throws Exception {
        List<Object[]> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                Object[] row = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getObject(i + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static void insert(Connection writer, String into, List<Object[]> rows) throws Exception {
        if (rows.isEmpty()) {
            return;
        }
        String marks = String.join(", ", Collections.nCopies(rows.get(0).length, "?"));
        try (PreparedStatement statement = writer.prepareStatement("insert into " + into + " values (" + marks + ")")) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
