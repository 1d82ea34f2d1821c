package org.guildhall.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads frames one by one out of bytes that somebody else sent, at most a page of them. */
public final class FrameReader {
    private final ByteBuffer in;
    private int count;

    /** Frames from {@code offset} to the end of {@code bytes}. */
    public FrameReader(byte[] bytes, int offset) {
        this.in = ByteBuffer.wrap(bytes);
        in.position(offset);
    }

    public boolean hasNext() {
        return in.hasRemaining();
    }

    /**
     * Reads the next frame.
     *
     * @throws LogFault {@code frame} or {@code entry}, or when a page's 256 frames are exceeded
     */
    public Frame next() throws LogFault {
        if (count == Frame.PAGE) {
            throw new LogFault("frame", "more than " + Frame.PAGE + " frames");
        }
        count++;
        return Frame.read(in);
    }

    /** All that are left. */
    public List<Frame> rest() throws LogFault {
        List<Frame> frames = new ArrayList<>();
        while (hasNext()) {
            frames.add(next());
        }
        return frames;
    }
}
