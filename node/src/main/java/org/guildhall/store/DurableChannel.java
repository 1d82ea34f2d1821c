package org.guildhall.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A file that changes only while its disk has no fault. What H2 does not use is refused, so that no change can go around
 * the check.
 */
final class DurableChannel extends FileChannel {
    private final FileChannel base;
    private final Disk disk;

    DurableChannel(FileChannel base, Disk disk) {
        this.base = base;
        this.disk = disk;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        disk.check();
        try {
            return base.write(source);
        } catch (IOException e) {
            throw disk.failed(e);
        }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        disk.check();
        try {
            return base.write(source, position);
        } catch (IOException e) {
            throw disk.failed(e);
        }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        disk.check();
        try {
            base.truncate(size);
            return this;
        } catch (IOException e) {
            throw disk.failed(e);
        }
    }

    /** Always fdatasync: it includes the file's length, and the other metadata (times) is worth no second journal write. */
    @Override
    public void force(boolean metadata) throws IOException {
        disk.check();
        try {
            base.force(false);
        } catch (IOException e) {
            throw disk.failed(e);
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return base.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return base.read(target, position);
    }

    @Override
    public long position() throws IOException {
        return base.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        base.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return base.size();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return base.tryLock(position, size, shared);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return base.lock(position, size, shared);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        base.close();
    }
}
