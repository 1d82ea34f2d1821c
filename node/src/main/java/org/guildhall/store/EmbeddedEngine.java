package org.guildhall.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.store.fs.FilePath;

/**
 * H2 in a directory.
 *
 * <p>H2 never forces anything to disk by itself. Here {@code WRITE_DELAY=0} makes the committing thread write its changes
 * before commit returns, and {@code CHECKPOINT SYNC} then forces the file: one write and one fdatasync for a whole group of
 * commits. (Opening the file with O_DSYNC costs the same for one commit, and once more for every further write.) With a
 * write delay above 0 the sync can overtake a write that H2's background thread has queued; and that thread's compaction,
 * as the one at closing, has lost chunks before (h2database issues 4012 and 4247), so both are off.
 */
final class EmbeddedEngine implements Engine {
    private static final String NAME = "guildhall";
    private static final int READ_TIMEOUT_MS = 10_000;

    private final Path directory;
    private final Disk disk = new Disk();
    private final FilePath files = DurableFiles.on(disk);
    private final JdbcDataSource source = new JdbcDataSource();

    /** {@code below} is the scheme of the file system under the database, "" but for tests that break it. */
    EmbeddedEngine(Path directory, String below) throws DatabaseRefused {
        this.directory = directory.toAbsolutePath().normalize();
        if (this.directory.toString().contains(";")) {
            throw new DatabaseRefused("the path of the database must not contain a semicolon: " + directory, null);
        }
        FilePath.register(files);
        // Nulls sort as PostgreSQL sorts them, and a column may be named value.
        source.setURL("jdbc:h2:" + files.getScheme() + ":" + below + this.directory.resolve(NAME)
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;NON_KEYWORDS=VALUE"
                + ";WRITE_DELAY=0;MAX_COMPACT_TIME=0;CACHE_SIZE=16384;QUERY_CACHE_SIZE=64"
                + ";DB_CLOSE_ON_EXIT=FALSE;DEFAULT_LOCK_TIMEOUT=10000");
        source.setUser("sa");
        source.setPassword("");
    }

    @Override
    public Connection connectWriter() throws DatabaseRefused {
        try {
            Files.createDirectories(directory);
            Connection writer = source.getConnection();
            // A new file is only on disk when its directory's entry is, too.
            force(directory);
            Path parent = directory.getParent();
            if (parent != null) {
                force(parent);
            }
            return writer;
        } catch (IOException e) {
            throw new DatabaseRefused("the directory of the database can't be used: " + e, e);
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                throw new DatabaseRefused("another process has the database open: " + directory, e);
            }
            throw new DatabaseRefused("the database in " + directory + " can't be opened: " + e.getMessage(), e);
        }
    }

    private static void force(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public DataSource migrator() {
        return source;
    }

    @Override
    public DataSource readers() {
        return source;
    }

    @Override
    public String readerInit() {
        return "set query_timeout " + READ_TIMEOUT_MS;
    }

    @Override
    public void commit(Connection writer) throws SQLException {
        writer.commit();
        try (Statement statement = writer.createStatement()) {
            statement.execute("checkpoint sync");
        }
        IOException fault = disk.fault();
        if (fault != null) {
            throw new SQLException("the disk has failed: " + fault.getMessage(), fault);
        }
    }

    @Override
    public void disconnect(Connection writer) throws SQLException {
        if (disk.fault() != null) {
            try (Statement statement = writer.createStatement()) {
                statement.execute("shutdown immediately");
            }
        } else {
            writer.rollback();
            writer.close();
        }
    }

    @Override
    public void close() {
        FilePath.unregister(files);
    }
}
