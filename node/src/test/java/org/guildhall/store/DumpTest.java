package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.guildhall.admission.NodeInMemory;
import org.junit.jupiter.api.io.TempDir;

/** Tables go from either database to either, while they are written to, and are the same there. */
class DumpTest {
    @TempDir
    private Path directory;

    private static byte[] dump(Database database) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Dump.write(database, Set.of(), new DataOutputStream(bytes), rows -> {});
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @EachDatabase
    void bringsEveryTableBackOnEitherDatabase(DatabaseLocation from, @TempDir Path other) throws Exception {
        byte[] bytes;
        Map<String, TableContents> before = new java.util.TreeMap<>();
        try (NodeInMemory node = new NodeInMemory("Dumped", from)) {
            node.ask(node.join("ada"), "Why does it stall");
            bytes = dump(node.database);
            for (String table : Set.of("log_entry", "payload", "log_state", "post", "member", "node", "thread_tag")) {
                before.put(table, TableContents.of(node.database, table));
            }
        }
        try (Database database = Database.open(new DatabaseLocation.Embedded(other.resolve("copy")))) {
            Map<String, Long> rows = Dump.read(database, in(bytes), all -> {});
            assertThat(rows).containsEntry("node", 1L).containsEntry("log_entry", 3L);
            before.forEach((table, contents) ->
                    assertThat(TableContents.of(database, table)).as(table).isEqualTo(contents));
        }
    }

    @EachDatabase
    void goesOnCountingWhereItWas(Database target) throws Exception {
        byte[] bytes;
        try (NodeInMemory node = new NodeInMemory("Dumped", new DatabaseLocation.Embedded(directory.resolve("one")))) {
            bytes = dump(node.database);
        }
        Dump.read(target, in(bytes), all -> {});
        Sql sql = new Sql(target.writeConnection());
        sql.update("insert into node (id) values (?)", "another");
        target.makeDurable(target.writeConnection());
        assertThat(sql.query("select nr from node order by nr", row -> row.getInt(1)))
                .containsExactly(1, 2);
    }

    @EachDatabase
    void noticesWhereItIsCutOff(Database target) throws Exception {
        byte[] bytes;
        try (NodeInMemory node = new NodeInMemory("Dumped", new DatabaseLocation.Embedded(directory.resolve("two")))) {
            bytes = dump(node.database);
        }
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(() -> Dump.read(target, in(half), all -> {})).isInstanceOf(IOException.class);
    }
}
