package org.guildhall.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file that changes only while its disk has no fault, and whose changes reach the disk in their order, whole.
 *
 * <p>In their order: the change before is forced first. Otherwise a chunk of H2's could be overwritten on disk while the one
 * that replaces it is not there yet. A commit is one change anyway; only a transaction too large for memory, written in
 * several pieces, pays for the order.
 *
 * <p>Whole: H2 takes a chunk for complete when its header and footer are there, and the pages between carry no checksum; a
 * power cut that keeps both and loses a block between them would leave a database that can't be opened. So the last block,
 * with the footer, is written when all the others are on disk. The header of the file is two equal blocks, of which one is
 * always whole for the same reason.
 */
final class DurableChannel extends ChannelLayer {
    private static final int BLOCK = 4096;

    private final Disk disk;
    private boolean dirty;

    DurableChannel(FileChannel base, Disk disk) {
        super(base);
        this.disk = disk;
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        int length = source.remaining();
        settle();
        try {
            if (length > BLOCK) {
                ByteBuffer body = source.duplicate().limit(source.limit() - BLOCK);
                writeFully(body, position);
                base.force(false);
                source.position(body.position());
            }
            writeFully(source, position + length - source.remaining());
            return length;
        } catch (IOException e) {
            throw disk.failed(e);
        }
    }

    private void writeFully(ByteBuffer source, long position) throws IOException {
        for (long at = position; source.hasRemaining(); ) {
            at += base.write(source, at);
        }
    }

    @Override
    public synchronized FileChannel truncate(long size) throws IOException {
        settle();
        try {
            base.truncate(size);
            return this;
        } catch (IOException e) {
            throw disk.failed(e);
        }
    }

    private void settle() throws IOException {
        if (dirty) {
            force(false);
        }
        disk.check();
        dirty = true;
    }

    /** Always fdatasync: it includes the file's length, and the other metadata (times) is worth no second journal write. */
    @Override
    public synchronized void force(boolean metadata) throws IOException {
        disk.check();
        try {
            base.force(false);
            dirty = false;
        } catch (IOException e) {
            throw disk.failed(e);
        }
    }
}
