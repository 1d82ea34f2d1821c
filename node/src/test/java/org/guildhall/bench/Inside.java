package org.guildhall.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.store.Database;

/** Looks into the database of a node that does not run. */
final class Inside implements AutoCloseable {
    private final DataDirectory.Hold hold;
    private final Database database;

    private Inside(DataDirectory.Hold hold, Database database) {
        this.hold = hold;
        this.database = database;
    }

    static Inside of(ServedNode node) throws Exception {
        DataDirectory directory = DataDirectory.open(node.data());
        DataDirectory.Hold hold = directory.hold("bench");
        return new Inside(hold, directory.openDatabase(directory.readConfig()));
    }

    /** Rows as text; bytes in hexadecimal. */
    List<List<String>> rows(String sql) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = database.reads().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    Object value = result.getObject(i);
                    row.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    long count(String from) throws Exception {
        return Long.parseLong(rows("select count(*) from " + from).get(0).get(0));
    }

    @Override
    public void close() {
        database.close();
        hold.close();
    }
}
