package org.guildhall.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of one node, open. Any thread may read over {@link #reads()}; the one thread that owns {@link
 * #writeConnection()} writes, and acknowledges nothing before {@link #makeDurable} returned.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 8;

    private final Engine engine;
    private final Connection writer;
    private final HikariDataSource reads;
    private final AtomicReference<@Nullable StoreFailed> failure = new AtomicReference<>();

    private Database(Engine engine, Connection writer, HikariDataSource reads) {
        this.engine = engine;
        this.writer = writer;
        this.reads = reads;
    }

    /**
     * Opens the database, makes it when there is none, and brings its tables up to date.
     *
     * @throws DatabaseRefused with a message for the operator: it can't be reached, another process writes to it, or it was
     *     made by a newer program
     */
    public static Database open(DatabaseLocation location) throws DatabaseRefused {
        return open(location, "");
    }

    /** {@code below}: the scheme of the file system under an embedded database; tests put one there that fails. */
    static Database open(DatabaseLocation location, String below) throws DatabaseRefused {
        Engine engine = location instanceof DatabaseLocation.Embedded embedded
                ? new EmbeddedEngine(embedded.directory(), below)
                : new ServerEngine((DatabaseLocation.Server) location);
        Connection writer = null;
        try {
            writer = engine.connectWriter();
            Migrations.apply(engine.migrator(), location);
            writer.setAutoCommit(false);
            engine.commit(writer);
            return new Database(engine, writer, pool(engine));
        } catch (SQLException | RuntimeException e) {
            close(writer, engine);
            throw new DatabaseRefused("the database " + location + " can't be opened: " + e.getMessage(), e);
        } catch (DatabaseRefused e) {
            close(writer, engine);
            throw e;
        }
    }

    private static HikariDataSource pool(Engine engine) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("reads");
        config.setDataSource(engine.readers());
        config.setReadOnly(true);
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(5_000);
        config.setConnectionInitSql(engine.readerInit());
        return new HikariDataSource(config);
    }

    /**
     * Connections that only read, in autocommit mode; a statement that takes longer than 10 s is cancelled. To be closed
     * after use. Once the store has failed there are none.
     */
    public DataSource reads() {
        return reads;
    }

    /**
     * The connection that writes; autocommit is off. It belongs to one thread.
     *
     * @throws StoreFailed once the store has failed
     */
    public Connection writeConnection() {
        refuseAfterFailure();
        return writer;
    }

    /**
     * Commits what was done on {@code connection}, the one of {@link #writeConnection()}, and forces it to disk: on return
     * it survives a crash and a power cut. One call serves a whole group of changes. A commit on the connection itself, before
     * this one, is visible to readers but not yet durable.
     *
     * @throws StoreFailed when it is not known to be durable, and on every later call
     */
    public void makeDurable(Connection connection) {
        refuseAfterFailure();
        try {
            engine.commit(connection);
        } catch (SQLException | RuntimeException e) {
            throw failed(e);
        }
    }

    long purgeMark() {
        return engine.purgeMark();
    }

    boolean purge(Connection connection, long since) throws SQLException {
        refuseAfterFailure();
        return engine.purge(connection, since);
    }

    private StoreFailed failed(Exception cause) {
        StoreFailed now = new StoreFailed(cause);
        if (failure.compareAndSet(null, now)) {
            log.error("the store has failed; nothing more is written", cause);
            // Or the pool would open the embedded database anew.
            reads.close();
        }
        return now;
    }

    private void refuseAfterFailure() {
        StoreFailed earlier = failure.get();
        if (earlier != null) {
            throw new StoreFailed(earlier);
        }
    }

    /** Why the store has failed; null while it works. A node whose store has failed is not ready, and ends. */
    public @Nullable StoreFailed failure() {
        return failure.get();
    }

    /** Rolls back what is not committed, and lets go of the files. */
    @Override
    public void close() {
        reads.close();
        close(writer, engine);
    }

    private static void close(@Nullable Connection writer, Engine engine) {
        try (engine) {
            if (writer != null) {
                engine.disconnect(writer);
            }
        } catch (SQLException e) {
            log.warn("the database did not close cleanly", e);
        }
    }
}
