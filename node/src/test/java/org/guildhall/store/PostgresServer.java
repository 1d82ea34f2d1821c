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
    private final EmbeddedPostgres postgres;
    private final AtomicInteger databases = new AtomicInteger();

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
        execute("create database " + name);
        return new DatabaseLocation.Server("localhost", postgres.getPort(), name, "postgres", "postgres", Map.of());
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
