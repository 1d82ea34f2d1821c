package org.guildhall.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A database for one test, with all tables and nothing in them yet; gone when closed. */
public final class FreshDatabase implements AutoCloseable {
    private final DatabaseLocation location;
    private final Cleaning cleaning;

    private interface Cleaning {
        void run() throws IOException, SQLException;
    }

    private FreshDatabase(DatabaseLocation location, Cleaning cleaning) {
        this.location = location;
        this.cleaning = cleaning;
    }

    /** H2 in a directory of its own; never in memory, because what we promise is about disks. */
    public static FreshDatabase onH2() throws IOException {
        Path directory = Files.createTempDirectory("guildhall-h2-");
        MigratedDatabase.copyTo(directory);
        return new FreshDatabase(new DatabaseLocation.Embedded(directory), () -> delete(directory));
    }

    static FreshDatabase onPostgres(PostgresServer server) throws SQLException {
        DatabaseLocation.Server location = server.createDatabase();
        return new FreshDatabase(location, () -> server.drop(location));
    }

    public DatabaseLocation location() {
        return location;
    }

    @Override
    public void close() throws IOException, SQLException {
        cleaning.run();
    }

    /** Removes a directory and all that is in it. */
    public static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
