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
 * A file around another one. Whoever extends it sees every change of the file in {@link #write(ByteBuffer, long)}, {@link
 * #truncate} and {@link #force}; what else could change it, and H2 does not use, is refused.
 */
abstract class ChannelLayer extends FileChannel {
    final FileChannel base;

    ChannelLayer(FileChannel base) {
        this.base = base;
    }

    @Override
    public abstract int write(ByteBuffer source, long position) throws IOException;

    @Override
    public abstract FileChannel truncate(long size) throws IOException;

    @Override
    public abstract void force(boolean metadata) throws IOException;

    @Override
    public final int write(ByteBuffer source) throws IOException {
        int written = write(source, base.position());
        base.position(base.position() + written);
        return written;
    }

    @Override
    public final int read(ByteBuffer target) throws IOException {
        return base.read(target);
    }

    @Override
    public final int read(ByteBuffer target, long position) throws IOException {
        return base.read(target, position);
    }

    @Override
    public final long position() throws IOException {
        return base.position();
    }

    @Override
    public final FileChannel position(long position) throws IOException {
        base.position(position);
        return this;
    }

    @Override
    public final long size() throws IOException {
        return base.size();
    }

    @Override
    public final @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return base.tryLock(position, size, shared);
    }

    @Override
    public final FileLock lock(long position, long size, boolean shared) throws IOException {
        return base.lock(position, size, shared);
    }

    @Override
    public final long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected final void implCloseChannel() throws IOException {
        base.close();
    }
}
