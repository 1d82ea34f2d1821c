package org.guildhall.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.guildhall.store.DatabaseTest.execute;
import static org.guildhall.store.DatabaseTest.strings;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.guildhall.store.TestDisk.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the embedded database promises about disks. (PostgreSQL's promise is PostgreSQL's.) */
class DurabilityTest {
    @TempDir
    Path folder;

    private final TestDisk disk = new TestDisk();

    @AfterEach
    void unregister() {
        disk.close();
    }

    private Database open() throws DatabaseRefused {
        return disk.open(folder);
    }

    private static void set(Database database, String name, String value) throws SQLException {
        try (PreparedStatement insert =
                database.writeConnection().prepareStatement("insert into setting (name, value) values (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, value);
            insert.executeUpdate();
        }
    }

    @Test
    void forcesForAWholeGroupBeforeItAcknowledges() throws Exception {
        try (Database database = open()) {
            for (int group = 0; group < 20; group++) {
                int forces = disk.forces();
                for (int i = 0; i < 50; i++) {
                    set(database, group + "." + i, "x");
                }
                database.makeDurable(database.writeConnection());
                assertThat(disk.unforced()).isZero();
                // The body, the footer; sometimes the header of the file.
                assertThat(disk.forces() - forces).isBetween(1, 4);
            }
        }
    }

    @Test
    void survivesAPowerCutAtAnyMomentWithEverythingAcknowledged() throws Exception {
        Random random = new Random(20);
        record Cut(int acknowledged, Path database) {}
        List<Cut> cuts = new ArrayList<>();
        int[] acknowledged = {0};
        int groups = 1_000;
        try (Database database = open()) {
            // Between a write and its force is where a power cut hurts.
            disk.beforeEachForce(() -> {
                if (random.nextInt(60) == 0) {
                    Path after = folder.resolve("cut" + cuts.size());
                    cuts.add(new Cut(acknowledged[0], after));
                    disk.powerCut(random, after);
                }
            });
            for (int i = 0; i < groups; i++) {
                for (int row = 0; row <= i % 7; row++) {
                    // In no order, so that pages all over the file change.
                    String name = Integer.toHexString(Integer.reverse(i)) + "." + i + "." + row;
                    set(database, name, Integer.toString(i).repeat(random.nextInt(400)));
                }
                if (i % 5 == 4) {
                    execute(database.writeConnection(), "delete from setting where name like '%." + (i - 3) + ".0'");
                }
                database.makeDurable(database.writeConnection());
                acknowledged[0] = i + 1;
            }
            disk.beforeEachForce(() -> {});
        }
        assertThat(cuts).hasSizeGreaterThan(20);
        for (Cut cut : cuts) {
            try (Database database = Database.open(new DatabaseLocation.Embedded(cut.database))) {
                List<String> names = strings(database, "select name from setting").stream()
                        .map(name -> name.substring(name.indexOf('.') + 1))
                        .sorted()
                        .toList();
                // The group in flight is there or not, but not by half.
                assertThat(names).isIn(List.of(namesAfter(cut.acknowledged), namesAfter(cut.acknowledged + 1)));
            }
        }
    }

    /** The rows that are there after so many of the groups above. */
    private static List<String> namesAfter(int groups) {
        return IntStream.range(0, groups)
                .boxed()
                .flatMap(i -> IntStream.rangeClosed(0, i % 7)
                        .filter(row -> !(row == 0 && i % 5 == 1 && i + 3 < groups))
                        .mapToObj(row -> i + "." + row))
                .sorted()
                .toList();
    }

    @Test
    void neverLeavesMoreThanOneChangeToAPowerCut() throws Exception {
        try (Database database = open()) {
            // More than H2 keeps in memory, so that it writes in the middle of the transaction.
            int before = disk.changes();
            for (int i = 0; i < 8_000; i++) {
                set(database, "n" + i, "x".repeat(8_000));
            }
            database.makeDurable(database.writeConnection());
            assertThat(disk.changes()).isGreaterThan(before + 2);
        }
        assertThat(disk.mostUnforced()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void staysFailedAfterAForceThatFailed(Fault fault) throws Exception {
        try (Database database = open()) {
            set(database, "acknowledged", "x");
            database.makeDurable(database.writeConnection());
            set(database, "refused", "x");
            disk.failNextForce(fault);

            assertThatThrownBy(() -> database.makeDurable(database.writeConnection()))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessageContaining("the disk has failed: injected");

            int forces = disk.forces();
            int changes = disk.changes();
            assertThatThrownBy(database::writeConnection).isInstanceOf(StoreFailed.class);
            assertThat(database.failure()).isInstanceOf(StoreFailed.class);
            assertThatThrownBy(() -> strings(database, "select 1")).isInstanceOf(SQLException.class);
            database.close();
            assertThat(disk.forces()).as("no force is tried again").isEqualTo(forces);
            assertThat(disk.changes()).as("nothing more is written").isEqualTo(changes);
            disk.powerCut(new Random(1), folder.resolve("after"));
        }
        try (Database database = Database.open(new DatabaseLocation.Embedded(folder.resolve("after")))) {
            assertThat(strings(database, "select name from setting"))
                    .isEqualTo(fault == Fault.LOST ? List.of("acknowledged") : List.of("acknowledged", "refused"));
        }
    }

    @Test
    void refusesTheConnectionThatWasHandedOutBeforeTheFailure() throws Exception {
        try (Database database = open()) {
            Connection writer = database.writeConnection();
            set(database, "refused", "x");
            disk.failNextForce(Fault.LOST);
            assertThatThrownBy(() -> database.makeDurable(writer)).isInstanceOf(StoreFailed.class);

            assertThatThrownBy(() -> database.makeDurable(writer)).isInstanceOf(StoreFailed.class);
        }
    }

    @Test
    void staysFailedAfterAWriteThatFailed() throws Exception {
        try (Database database = open()) {
            set(database, "refused", "x");
            disk.failNextWrite();
            assertThatThrownBy(() -> database.makeDurable(database.writeConnection()))
                    .isInstanceOf(StoreFailed.class);
            assertThatThrownBy(database::writeConnection).isInstanceOf(StoreFailed.class);
            assertThatThrownBy(() -> strings(database, "select 1")).isInstanceOf(SQLException.class);
        }
        try (Database database = Database.open(new DatabaseLocation.Embedded(folder))) {
            assertThat(strings(database, "select name from setting")).isEmpty();
        }
    }

    @Test
    void outlivesAReaderThatWasInterrupted() throws Exception {
        try (Database database = open()) {
            set(database, "a", "x".repeat(100_000));
            database.makeDurable(database.writeConnection());
        }
        try (Database database = open();
                Connection reader = database.reads().getConnection()) {
            Thread.currentThread().interrupt();
            try (PreparedStatement select = reader.prepareStatement("select value from setting")) {
                // Java closes the channel under a thread that is interrupted while it reads.
                select.executeQuery();
            } catch (SQLException e) {
                // Whether this one succeeds is not the point.
            } finally {
                Thread.interrupted();
            }
            set(database, "b", "y");
            assertThatCode(() -> database.makeDurable(database.writeConnection()))
                    .doesNotThrowAnyException();
            assertThat(strings(database, "select name from setting")).containsExactly("a", "b");
        }
    }
}
