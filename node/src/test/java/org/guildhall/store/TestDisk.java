package org.guildhall.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.h2.store.fs.FilePath;

/**
 * A disk below an embedded database that remembers what a power cut would leave: what was forced is there for certain, of
 * what was written since, any part. And it fails when told to. It knows one file, the database's.
 */
public final class TestDisk implements AutoCloseable {
    /** How a force fails. */
    public enum Fault {
        /** Nothing reached the disk. */
        LOST,
        /** Everything did, and yet an error was reported. */
        PERSISTED_ANYWAY
    }

    private final Layer layer = new Layer("disk-" + UUID.randomUUID(), FilePath.get("."));
    private byte[] durable = new byte[0];
    private final List<Change> since = new ArrayList<>();
    private Fault nextForce;
    private boolean nextWriteFails;
    private int forces;
    private int changes;
    private int mostUnforced;
    private Runnable beforeEachForce = () -> {};

    private record Change(long position, byte[] bytes, boolean truncates) {}

    public TestDisk() {
        FilePath.register(layer);
    }

    /** The embedded database in a directory, on this disk. */
    public Database open(Path directory) throws DatabaseRefused {
        return Database.open(new DatabaseLocation.Embedded(directory), layer.getScheme() + ":");
    }

    synchronized int forces() {
        return forces;
    }

    /** Writes and truncations. */
    synchronized int changes() {
        return changes;
    }

    synchronized int unforced() {
        return since.size();
    }

    /** The largest number of changes that a power cut at the worst moment would have hit. */
    synchronized int mostUnforced() {
        return mostUnforced;
    }

    public synchronized void failNextForce(Fault fault) {
        nextForce = fault;
    }

    synchronized void failNextWrite() {
        nextWriteFails = true;
    }

    public synchronized void beforeEachForce(Runnable hook) {
        beforeEachForce = hook;
    }

    /** Makes {@code directory}, with the database that a power cut now would leave. */
    public synchronized void powerCut(RandomGenerator random, Path directory) {
        try {
            Files.write(Files.createDirectory(directory).resolve("guildhall.mv.db"), afterPowerCut(random));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The file as a power cut now could leave it: each change that was not forced is there, or not, or some of
     * its blocks are.
     */
    private byte[] afterPowerCut(RandomGenerator random) {
        byte[] image = durable.clone();
        for (Change change : since) {
            int blocks = (change.bytes.length + 4095) / 4096;
            boolean[] written = new boolean[blocks];
            int mode = random.nextInt(5);
            for (int i = 0; i < blocks; i++) {
                written[i] = mode == 0
                        || (mode == 1 && i < blocks / 2)
                        || (mode == 2 && random.nextBoolean())
                        || (mode == 3 && i != blocks / 2);
            }
            image = apply(image, change, written, mode == 0);
        }
        return image;
    }

    private static byte[] apply(byte[] image, Change change, boolean[] written, boolean all) {
        if (change.truncates) {
            return all ? Arrays.copyOf(image, (int) Math.min(image.length, change.position)) : image;
        }
        int end = (int) change.position + change.bytes.length;
        byte[] result = image.length < end ? Arrays.copyOf(image, end) : image;
        for (int i = 0; i < written.length; i++) {
            if (written[i]) {
                int from = i * 4096;
                int length = Math.min(4096, change.bytes.length - from);
                System.arraycopy(change.bytes, from, result, (int) change.position + from, length);
            }
        }
        return result;
    }

    private void persist() {
        for (Change change : since) {
            boolean[] written = new boolean[(change.bytes.length + 4095) / 4096];
            Arrays.fill(written, true);
            durable = apply(durable, change, written, true);
        }
        since.clear();
    }

    private void remember(Change change) {
        changes++;
        since.add(change);
        mostUnforced = Math.max(mostUnforced, since.size());
    }

    @Override
    public void close() {
        FilePath.unregister(layer);
    }

    private final class Layer extends FilesLayer {
        Layer(String scheme, FilePath base) {
            super(scheme, base);
        }

        @Override
        FilesLayer around(FilePath path) {
            return new Layer(getScheme(), path);
        }

        @Override
        FileChannel open(FilePath file, String mode) throws IOException {
            if (mode.equals("r")) {
                return file.open(mode);
            }
            if (!file.getName().endsWith(".mv.db")) {
                throw new IllegalStateException("this disk knows one file, and H2 opened another: " + file);
            }
            return new Channel(file.open(mode));
        }
    }

    private final class Channel extends ChannelLayer {
        Channel(FileChannel base) {
            super(base);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            synchronized (TestDisk.this) {
                if (nextWriteFails) {
                    nextWriteFails = false;
                    throw new IOException("injected: write");
                }
                byte[] bytes = new byte[source.remaining()];
                source.duplicate().get(bytes);
                remember(new Change(position, bytes, false));
                return base.write(source, position);
            }
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            synchronized (TestDisk.this) {
                remember(new Change(size, new byte[0], true));
                base.truncate(size);
                return this;
            }
        }

        @Override
        public void force(boolean metadata) throws IOException {
            synchronized (TestDisk.this) {
                beforeEachForce.run();
                forces++;
                Fault fault = nextForce;
                nextForce = null;
                if (fault == Fault.LOST) {
                    since.clear();
                    throw new IOException("injected: force, and what it was for is lost");
                }
                persist();
                if (fault == Fault.PERSISTED_ANYWAY) {
                    throw new IOException("injected: force, after it was done");
                }
            }
        }
    }
}
