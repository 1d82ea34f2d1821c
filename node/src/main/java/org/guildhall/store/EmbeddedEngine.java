package org.guildhall.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.engine.Session;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;

/**
 * H2 in a directory.
 *
 * <p>H2 never forces anything to disk by itself. Here {@code WRITE_DELAY=0} makes the committing thread write its changes
 * before commit returns, and {@code CHECKPOINT SYNC} then forces the file, once for a whole group of changes. (A file opened
 * with O_DSYNC costs the same for one commit, and again for each further write.) With a write delay above 0 the sync could
 * overtake a write that H2's background thread has queued. See {@link DurableChannel} for what else a power cut needs.
 *
 * <p>That thread and the compaction at closing have lost chunks before (h2database issues 4012 and 4247), so both are off.
 * But every commit writes all changed pages anew, tens of kilobytes, and without compaction the file would grow by that much
 * for ever. So the writing thread compacts, a little at a time. Pages are small for the same reason. {@code RETENTION_TIME}
 * must not be 0 (issue 2752); 5 s are enough because our changes reach the disk in their order.
 *
 * <p>H2 2.5.250 and 2.5.252 must not be used: whenever a chunk is not written where the one before predicted, they write the
 * file's header before they note the new chunk, so that after a crash up to 20 commits are not found again. DurabilityTest
 * shows it.
 */
final class EmbeddedEngine implements Engine {
    private static final String NAME = "guildhall";
    private static final int READ_TIMEOUT_MS = 10_000;
    private static final int COMMITS_PER_COMPACTION = 64;
    private static final int COMPACTION_BYTES = 2 << 20;
    /** In percent of live data in the chunks: below, the most wasteful ones are written anew. */
    private static final int FILL_RATE = 50;

    private static final int EVERYTHING = 100;
    /** How much is written anew in one call when deleted rows must go. */
    private static final int PURGE_BYTES = 16 << 20;

    private static final int BLOCK = 4096;
    private static final int CHUNK_HEADER = 1_024;
    private static final int HEADER_BLOCKS = 2;
    /** How much of a transaction stays in memory until it is committed. */
    private static final int TRANSACTION_BYTES = 32 << 20;

    private final Path directory;
    private final Disk disk = new Disk();
    private final FilePath files = DurableFiles.on(disk);
    private final JdbcDataSource source = new JdbcDataSource();
    private int commits;
    private volatile long version;

    /** {@code below} is the scheme of the file system under the database, "" but for tests that break it. */
    EmbeddedEngine(Path directory, String below) throws DatabaseRefused {
        this.directory = directory.toAbsolutePath().normalize();
        if (this.directory.toString().contains(";")) {
            throw new DatabaseRefused("the path of the database must not contain a semicolon: " + directory, null);
        }
        FilePath.register(files);
        // "retry" is H2's layer that opens a file again after Java closed it because a reading thread was interrupted.
        // Nulls sort as PostgreSQL sorts them, and a column may be named value. H2 writes no trace file: what it has to
        // say
        // comes as exceptions, and the file would be one more that changes beside the database, even after it is
        // closed.
        source.setURL("jdbc:h2:" + files.getScheme() + ":" + below + "retry:" + this.directory.resolve(NAME)
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;NON_KEYWORDS=VALUE"
                + ";WRITE_DELAY=0;MAX_COMPACT_TIME=0;RETENTION_TIME=5000;PAGE_SIZE=2048"
                + ";CACHE_SIZE=16384;QUERY_CACHE_SIZE=256"
                + ";DB_CLOSE_ON_EXIT=FALSE;DEFAULT_LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0");
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
        try (Statement statement = writer.createStatement()) {
            writer.commit();
            statement.execute("checkpoint sync");
        } catch (SQLException e) {
            // H2's message says only which statement met the fault.
            throw disk.fault() == null ? e : new SQLException("the disk has failed: " + disk.reason(), e);
        }
        if (disk.fault() != null) {
            throw new SQLException("the disk has failed: " + disk.reason());
        }
        version = pages(writer).getCurrentVersion();
        if (++commits % COMMITS_PER_COMPACTION == 0) {
            compact(writer);
        }
        // Only what exceeds H2's own limit is written before the commit, and what is written so early is written again.
        // Its
        // limit is 6 % of the heap, which a batch of followed records exceeds several times; so the count begins below
        // zero.
        pages(writer).registerUnsavedMemory(-TRANSACTION_BYTES);
    }

    private static void compact(Connection writer) throws SQLException {
        pages(writer).compact(FILL_RATE, COMPACTION_BYTES);
    }

    @Override
    public long purgeMark() {
        return version;
    }

    /**
     * A deleted row stays readable in the file: in the page that held it, which lies dead in its chunk, and after the chunk was
     * given up in blocks that nothing has been written to since. So all chunks with dead pages are written anew, a few
     * megabytes a call, and when the old ones are given up, some seconds and a commit later, the unused blocks become zeros.
     */
    @Override
    public boolean purge(Connection writer, long since) throws SQLException {
        MVStore pages = pages(writer);
        if (pages.compact(EVERYTHING, PURGE_BYTES)) {
            commit(writer);
        }
        Map<String, Map<String, String>> before = chunks(pages);
        // The number of live pages is only told when there are dead ones.
        if (before.values().stream()
                .anyMatch(chunk -> hex(chunk, "version") <= since && chunk.containsKey("livePages"))) {
            return false;
        }
        // What the file itself says is in use is what was so when the last chunk was written. One more is written, and
        // none
        // given up meanwhile; then the file says what we see.
        int retention = pages.getRetentionTime();
        pages.setRetentionTime(Integer.MAX_VALUE);
        try {
            touch(writer);
            commit(writer);
        } finally {
            pages.setRetentionTime(retention);
        }
        Map<String, Map<String, String>> after = chunks(pages);
        return after.keySet().containsAll(before.keySet()) && wipe(after.values(), pages);
    }

    /** Chunks in use, but for the last one, by their key. */
    private static Map<String, Map<String, String>> chunks(MVStore pages) {
        Map<String, Map<String, String>> chunks = new HashMap<>();
        for (Map.Entry<String, String> entry : pages.getLayoutMap().entrySet()) {
            if (entry.getKey().startsWith("chunk.")) {
                chunks.put(entry.getKey(), DataUtils.parseMap(entry.getValue()));
            }
        }
        return chunks;
    }

    /** Changes something, so that the next commit writes a chunk. */
    private static void touch(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("create table if not exists purge_mark (nothing integer)");
            statement.execute("drop table if exists purge_mark");
        }
    }

    private static long hex(Map<String, String> chunk, String name) {
        return Long.parseUnsignedLong(chunk.getOrDefault(name, "0"), 16);
    }

    /**
     * On the writer's thread, which alone allocates blocks: what is unused now stays so meanwhile. Nothing is overwritten unless
     * the last chunk is found, which the others do not know of yet.
     */
    private boolean wipe(Collection<Map<String, String>> chunks, MVStore pages) throws SQLException {
        long last = pages.getFileStore().lastChunkVersion();
        try (FileChannel file = FileChannel.open(
                directory.resolve(NAME + ".mv.db"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int blocks = (int) (file.size() / BLOCK);
            BitSet used = new BitSet(blocks);
            used.set(0, HEADER_BLOCKS);
            boolean complete = false;
            for (Map<String, String> chunk : chunks) {
                use(chunk, used);
                complete |= hex(chunk, "version") == last;
            }
            for (int block = used.nextClearBit(0); block < blocks && !complete; block = used.nextClearBit(block + 1)) {
                Map<String, String> chunk = header(file, block);
                if (hex(chunk, "version") == last) {
                    used.set(block, block + (int) hex(chunk, "len"));
                    complete = true;
                }
            }
            if (!complete) {
                return false;
            }
            byte[] zeros = new byte[BLOCK];
            for (int block = used.nextClearBit(0); block < blocks; block = used.nextClearBit(block + 1)) {
                write(file, ByteBuffer.wrap(zeros), (long) block * BLOCK);
            }
            file.force(false);
            return true;
        } catch (IOException e) {
            throw new SQLException("unused parts of the database's file can't be overwritten: " + e.getMessage(), e);
        }
    }

    private static void use(Map<String, String> chunk, BitSet used) {
        int first = (int) hex(chunk, "block");
        used.set(first, first + (int) hex(chunk, "len"));
    }

    /** What stands at the beginning of a chunk; nothing if none begins here. */
    private static Map<String, String> header(FileChannel file, int block) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK_HEADER);
        while (bytes.hasRemaining() && file.read(bytes, (long) block * BLOCK + bytes.position()) >= 0) {
            // until all is there
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        try {
            return text.startsWith("chunk:") && end > 0
                    ? DataUtils.parseMap(text.substring(0, end).strip())
                    : Map.of();
        } catch (MVStoreException e) {
            return Map.of();
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    private static MVStore pages(Connection writer) throws SQLException {
        Session session = writer.unwrap(JdbcConnection.class).getSession();
        return ((SessionLocal) session).getDatabase().getStore().getMvStore();
    }

    @Override
    public void disconnect(Connection writer) throws SQLException {
        if (disk.fault() != null) {
            try (writer;
                    Statement statement = writer.createStatement()) {
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
