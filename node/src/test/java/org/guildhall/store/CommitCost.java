package org.guildhall.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FilePath;

/**
 * A measurement, run by hand: what a durable commit of H2 costs in time, writes, forces and bytes, for each way to make it
 * durable that we considered. {@code java -cp … org.guildhall.store.CommitCost [directory]}
 */
final class CommitCost {
    private static final int COMMITS = 300;

    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger forces = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    public static void main(String[] arguments) throws Exception {
        Path folder = arguments.length == 0 ? Files.createTempDirectory("cost") : Path.of(arguments[0]);
        CommitCost cost = new CommitCost();
        System.out.printf(
                "%-40s %5s %8s %8s %8s %8s %8s%n", "way", "group", "p50 ms", "p99 ms", "writes", "forces", "KiB");
        for (int group : new int[] {1, 8, 64}) {
            cost.raw("H2 as it is: no force at all", folder, group, "rw", "WRITE_DELAY=0", "select 1");
            cost.raw("O_DSYNC", folder, group, "rwd", "WRITE_DELAY=0", "select 1");
            cost.raw("checkpoint sync", folder, group, "rw", "WRITE_DELAY=0", "checkpoint sync");
            cost.ours("ours: in order, whole, compacting", folder, group);
        }
    }

    private void raw(String way, Path folder, int group, String mode, String options, String after) throws Exception {
        Counting layer = new Counting("cost", FilePath.get("."), mode);
        FilePath.register(layer);
        Path directory = Files.createTempDirectory(folder, "h2");
        try (Connection connection =
                DriverManager.getConnection("jdbc:h2:cost:" + directory.resolve("db") + ";" + options, "sa", "")) {
            DatabaseTest.execute(
                    connection, "create table setting (name varchar(100) primary key, \"VALUE\" varchar not null)");
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                measure(way, group, connection, () -> {
                    connection.commit();
                    statement.execute(after);
                });
            }
        } finally {
            FilePath.unregister(layer);
            FreshDatabase.delete(directory);
        }
    }

    private void ours(String way, Path folder, int group) throws Exception {
        Counting layer = new Counting("cost", FilePath.get("."), "rw");
        FilePath.register(layer);
        Path directory = Files.createTempDirectory(folder, "h2");
        try (Database database = Database.open(new DatabaseLocation.Embedded(directory), "cost:")) {
            Connection connection = database.writeConnection();
            measure(way, group, connection, () -> database.makeDurable(connection));
        } finally {
            FilePath.unregister(layer);
            FreshDatabase.delete(directory);
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private void measure(String way, int group, Connection connection, Step commit) throws SQLException {
        Random random = new Random(1);
        long[] nanos = new long[COMMITS];
        try (PreparedStatement insert = connection.prepareStatement("insert into setting values (?, ?)")) {
            for (int warm = 0; warm < 2; warm++) {
                writes.set(0);
                forces.set(0);
                bytes.set(0);
                for (int i = 0; i < COMMITS; i++) {
                    long start = System.nanoTime();
                    for (int row = 0; row < group; row++) {
                        insert.setString(1, Long.toHexString(random.nextLong()));
                        insert.setString(2, "x".repeat(800));
                        insert.executeUpdate();
                    }
                    commit.run();
                    nanos[i] = System.nanoTime() - start;
                }
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-40s %5d %8.2f %8.2f %8.2f %8.2f %8.1f%n",
                way,
                group,
                nanos[COMMITS / 2] / 1e6,
                nanos[COMMITS * 99 / 100] / 1e6,
                writes.get() / (double) COMMITS,
                forces.get() / (double) COMMITS,
                bytes.get() / 1024.0 / COMMITS);
    }

    private final class Counting extends FilesLayer {
        private final String mode;

        Counting(String scheme, FilePath base, String mode) {
            super(scheme, base);
            this.mode = mode;
        }

        @Override
        FilesLayer around(FilePath path) {
            return new Counting(getScheme(), path, mode);
        }

        @Override
        FileChannel open(FilePath file, String asked) throws IOException {
            return new ChannelLayer(file.open(asked.equals("rw") ? mode : asked)) {
                @Override
                public int write(ByteBuffer source, long position) throws IOException {
                    writes.incrementAndGet();
                    bytes.addAndGet(source.remaining());
                    return base.write(source, position);
                }

                @Override
                public FileChannel truncate(long size) throws IOException {
                    base.truncate(size);
                    return this;
                }

                @Override
                public void force(boolean metadata) throws IOException {
                    forces.incrementAndGet();
                    base.force(metadata);
                }
            };
        }
    }
}
