package org.guildhall.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server. Its commit is durable unless somebody told it not to be. */
final class ServerEngine implements Engine {
    private static final Logger log = LoggerFactory.getLogger(ServerEngine.class);
    /** Any number will do, as long as every version of the program uses the same one. */
    private static final long WRITER_LOCK = 0x6775_696c_6468_616cL;

    private static final int LOCK_PATIENCE_MS = 2_000;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DatabaseLocation.Server location;

    ServerEngine(DatabaseLocation.Server location) {
        this.location = location;
    }

    @Override
    public Connection connectWriter() throws DatabaseRefused {
        Connection writer;
        try {
            writer = source("-c synchronous_commit=on -c idle_in_transaction_session_timeout=0")
                    .getConnection();
        } catch (SQLException e) {
            throw new DatabaseRefused("the database " + location + " can't be reached: " + e.getMessage(), e);
        }
        try (Statement statement = writer.createStatement()) {
            lock(statement);
            if (!one(statement, "show fsync").equals("on")) {
                log.warn("PostgreSQL runs with fsync=off: a power cut loses acknowledged posts, or the whole database");
            }
            return writer;
        } catch (SQLException e) {
            close(writer);
            throw LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                    ? new DatabaseRefused("another process writes to the database " + location, e)
                    : new DatabaseRefused("the database " + location + " can't be used: " + e.getMessage(), e);
        }
    }

    /**
     * The lock belongs to the connection that writes: who loses one loses the other. The server notices a moment late that a
     * connection has gone, so a node that is started again at once, or after a crash, waits for that.
     */
    private static void lock(Statement statement) throws SQLException {
        statement.execute("set lock_timeout = " + LOCK_PATIENCE_MS);
        statement.execute("select pg_advisory_lock(" + WRITER_LOCK + ")");
        statement.execute("reset lock_timeout");
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("a connection that is given up did not close cleanly", e);
        }
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private PGSimpleDataSource source(String options) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {location.host()});
        source.setPortNumbers(new int[] {location.port()});
        source.setDatabaseName(location.database());
        source.setUser(location.user());
        source.setPassword(location.password());
        source.setApplicationName("guildhall");
        source.setOptions(options);
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        source.setConnectTimeout(10);
        source.setSocketTimeout(60);
        try {
            for (Map.Entry<String, String> parameter : location.parameters().entrySet()) {
                source.setProperty(parameter.getKey(), parameter.getValue());
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException("a parameter of the database's address is not known", e);
        }
        return source;
    }

    @Override
    public DataSource migrator() {
        return source("");
    }

    @Override
    public DataSource readers() {
        return source("-c statement_timeout=10000 -c default_transaction_read_only=on");
    }

    @Override
    public long purgeMark() {
        return 0;
    }

    /**
     * Lets the server clean the pages of the tables that hold texts. That they lie in none of its files, its write-ahead log and
     * its backups is the administrator's to see to; docs/operating.md says how.
     */
    @Override
    public boolean purge(Connection writer, long since) throws SQLException {
        try (Connection cleaner = source("").getConnection();
                Statement statement = cleaner.createStatement()) {
            for (String table : List.of("payload", "post", "thread", "member", "setback", "label", "notification")) {
                statement.execute("vacuum " + table);
            }
        }
        return true;
    }

    @Override
    public String readerInit() {
        return "select 1";
    }

    @Override
    public void commit(Connection writer) throws SQLException {
        writer.commit();
    }

    @Override
    public void disconnect(Connection writer) throws SQLException {
        // Closing ends the transaction, and with the connection goes its lock.
        writer.close();
    }

    @Override
    public void close() {}
}
