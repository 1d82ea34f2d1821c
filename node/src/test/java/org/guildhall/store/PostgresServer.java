package org.guildhall.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One PostgreSQL for all tests of a JVM, on a free port; stopped at the end of the run. */
final class PostgresServer implements AutoCloseable {
    private static final String MIGRATED = "migrated";

    private final EmbeddedPostgres postgres;
    private final AtomicInteger databases = new AtomicInteger();
    /** Guarded by this. */
    private boolean isMigrated;

    private PostgresServer() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setLocaleConfig("encoding", "UTF-8")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PostgresServer ofThisRun(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(PostgresServer.class, key -> new PostgresServer(), PostgresServer.class);
    }

    static boolean runsHere() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return system.contains("linux") && System.getProperty("os.arch").equals("amd64");
    }

    DatabaseLocation.Server createDatabase() throws SQLException {
        String name = "test" + databases.incrementAndGet();
        execute("create database " + name + " template " + migrated());
        return location(name);
    }

    private DatabaseLocation.Server location(String database) {
        return new DatabaseLocation.Server("localhost", postgres.getPort(), database, "postgres", "postgres", Map.of());
    }

    /** The name of a database as it is after all migrations, which take many times as long as a copy of it. */
    private synchronized String migrated() throws SQLException {
        if (!isMigrated) {
            execute("create database " + MIGRATED);
            try {
                Database.open(location(MIGRATED)).close();
            } catch (DatabaseRefused e) {
                throw new IllegalStateException(e);
            }
            isMigrated = true;
        }
        return MIGRATED;
    }

    void drop(DatabaseLocation.Server location) throws SQLException {
        execute("drop database " + location.database() + " with (force)");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
