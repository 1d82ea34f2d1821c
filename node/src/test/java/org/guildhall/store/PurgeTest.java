package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted leaves the embedded database's file; what was committed stays in it, whenever the power goes. */
class PurgeTest {
    private static final String SECRET = "the-word-that-has-to-go";
    private static final int ROUNDS = 2;

    @TempDir
    Path folder;

    @Test
    void losesWhatWasDeletedAndNothingElse() throws Exception {
        List<Path> cuts = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        try (Database database = open(folder.resolve("node"))) {
            Connection writer = database.writeConnection();
            int kept = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < 300; i++) {
                    set(writer, "kept" + kept++, "x".repeat(i));
                    set(writer, "gone" + round + "." + i, SECRET + i);
                    if (i % 10 == 0) {
                        database.makeDurable(writer);
                    }
                }
                database.makeDurable(writer);
                assertThat(file(folder.resolve("node"))).contains(SECRET);
                try (Statement delete = writer.createStatement()) {
                    delete.execute("delete from setting where name like 'gone%'");
                }
                database.makeDurable(writer);
                long since = database.purgeMark();
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> {
                            set(writer, "mark", String.valueOf(System.nanoTime()));
                            database.makeDurable(writer);
                            boolean done = database.purge(writer, since);
                            try (Statement delete = writer.createStatement()) {
                                delete.execute("delete from setting where name = 'mark'");
                            }
                            database.makeDurable(writer);
                            return done;
                        });
                // As if the power went now: what is on disk is all there is.
                cut(cuts, rows, kept);
                set(writer, "kept" + kept++, "after the purge");
                database.makeDurable(writer);
                cut(cuts, rows, kept);
            }
        }
        cut(cuts, rows, rows.get(rows.size() - 1));
        for (int i = 0; i < cuts.size(); i++) {
            assertThat(file(cuts.get(i))).as("cut %s", i).doesNotContain(SECRET);
            try (Database database = open(cuts.get(i));
                    Statement select = database.writeConnection().createStatement();
                    ResultSet count = select.executeQuery(
                            "select count(*), sum(char_length(value)) from setting" + " where name like 'kept%'")) {
                assertThat(count.next()).isTrue();
                assertThat(count.getInt(1)).as("cut %s", i).isEqualTo(rows.get(i));
            }
        }
    }

    private void cut(List<Path> cuts, List<Integer> rows, int kept) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("cut" + cuts.size()));
        Files.copy(
                data(folder.resolve("node")),
                copy.resolve(data(folder.resolve("node")).getFileName()));
        cuts.add(copy);
        rows.add(kept);
    }

    private static Database open(Path directory) throws Exception {
        return Database.open(new DatabaseLocation.Embedded(directory));
    }

    private static Path data(Path directory) throws Exception {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".mv.db"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String file(Path directory) throws Exception {
        return Files.readString(data(directory), StandardCharsets.ISO_8859_1);
    }

    private static void set(Connection writer, String name, String value) throws Exception {
        try (PreparedStatement insert =
                writer.prepareStatement("merge into setting (name, value) key (name) values (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, value);
            insert.executeUpdate();
        }
    }
}
