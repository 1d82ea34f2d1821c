package org.guildhall;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ports for the nodes of tests. Nobody else gets them while a node is made and not started, or stopped for a while: not in this
 * Java, nor in another that tests on this machine at the same time. They lie below those that {@code init} draws.
 */
public final class TestPorts {
    private static final int LOWEST = 10_000;
    private static final int SLICE = 500;
    private static final int SLICES = 16;

    // Guarded by the class.
    /** Holds the lock on our slice; a channel that nobody refers to is closed some day, and lets it go. */
    private static @Nullable FileChannel held;

    private static int first;
    private static int drawn;

    private TestPorts() {}

    /** The next one that nobody listens on; the same again after five hundred others. */
    public static synchronized int next() {
        if (held == null) {
            first = LOWEST + SLICE * ownSlice();
        }
        for (int attempt = 0; attempt < SLICE; attempt++) {
            int port = first + drawn++ % SLICE;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free from " + first + " on");
    }

    /** For {@code init}. */
    public static List<String> options() {
        return List.of("--port", String.valueOf(next()), "--admin-port", String.valueOf(next()));
    }

    /** A slice of the range that is ours as long as this Java lives. */
    private static int ownSlice() {
        for (int slice = 0; slice < SLICES; slice++) {
            Path file = Path.of(System.getProperty("java.io.tmpdir"), "guildhall-test-ports-" + slice);
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock() != null) {
                    held = channel;
                    return slice;
                }
                channel.close();
            } catch (IOException e) {
                // Another person's: the next one may be had.
            }
        }
        throw new IllegalStateException("more than " + SLICES + " Javas test on this machine");
    }

    private static boolean isFree(int port) {
        try (ServerSocket everywhere = new ServerSocket(port)) {
            return everywhere.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
