package org.guildhall.admin.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that nobody listens on now. Drawn at random, so that two nodes made one after the other do not get the same, and
 * from below the range that systems hand out to outgoing connections, so that they stay free.
 */
public final class FreePorts {
    private static final int LOWEST = 18_000;
    private static final int HIGHEST = 31_999;
    private static final int ATTEMPTS = 200;

    private FreePorts() {}

    /**
     * As many different ports as asked for.
     *
     * @throws SetupFault when there are not so many
     */
    public static List<Integer> choose(int count, SecureRandom random) throws SetupFault {
        List<Integer> ports = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS && ports.size() < count; attempt++) {
            int port = LOWEST + random.nextInt(HIGHEST - LOWEST + 1);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new SetupFault("no free port was found between " + LOWEST + " and " + HIGHEST
                    + ". Name them with --port and --admin-port.");
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket everywhere = new ServerSocket()) {
            everywhere.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            return false;
        }
        try (ServerSocket loopback = new ServerSocket()) {
            loopback.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
