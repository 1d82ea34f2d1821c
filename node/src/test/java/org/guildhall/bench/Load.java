package org.guildhall.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;

/**
 * Asks a server for pages over connections that are kept alive, each with one request under way, for a bounded time. One
 * thread and no object for a request, so that it takes as little as it can of the cores it shares with the server.
 */
final class Load {
    private static final int LARGEST_HEAD = 8_192;
    private static final byte[] LENGTH = "content-length:".getBytes(ISO_8859_1);

    private final InetSocketAddress server;
    private final byte[][] requests;
    private int nextRequest;
    private double[] latencies = new double[1 << 16];
    private int answered;

    /**
     * @param paths asked for in turn
     * @param headers lines to send with each request, each ended by CRLF
     */
    Load(URI server, List<String> paths, String headers) {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.requests = paths.stream()
                .map(path -> ("GET " + path + " HTTP/1.1\r\nhost: " + server.getAuthority() + "\r\n" + headers + "\r\n")
                        .getBytes(ISO_8859_1))
                .toArray(byte[][]::new);
    }

    /** @param latencies in milliseconds */
    record Result(double rate, double[] latencies) {
        double p50() {
            return Report.percentile(latencies, 0.5);
        }

        double p99() {
            return Report.percentile(latencies, 0.99);
        }
    }

    /** One answer on its way. */
    private static final class Connection {
        private final ByteBuffer head = ByteBuffer.allocate(LARGEST_HEAD);
        private ByteBuffer request = ByteBuffer.allocate(0);
        private long sentAt;
        /** Bytes of the body that are still to come; -1 while the head is being read. */
        private long missing = -1;
    }

    /** Runs for the time; only what came back with status 200 counts, anything else ends the bench. */
    Result run(int connections, long millis) throws IOException {
        answered = 0;
        ByteBuffer body = ByteBuffer.allocateDirect(1 << 16);
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Connection connection = new Connection();
                channel.register(selector, SelectionKey.OP_READ, connection);
                send(channel, connection);
            }
            while (System.nanoTime() < end) {
                selector.select(
                        key -> {
                            try {
                                receive((SocketChannel) key.channel(), (Connection) key.attachment(), body);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        },
                        1_000);
            }
            long now = System.nanoTime();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return new Result(answered / ((now - start) / 1e9), Arrays.copyOf(latencies, answered));
        }
    }

    private void send(SocketChannel channel, Connection connection) throws IOException {
        connection.request = ByteBuffer.wrap(requests[nextRequest]);
        nextRequest = (nextRequest + 1) % requests.length;
        connection.sentAt = System.nanoTime();
        // A request is far smaller than the socket's buffer, which is empty: it goes out whole.
        channel.write(connection.request);
        if (connection.request.hasRemaining()) {
            throw new IOException("a request did not fit the socket's buffer");
        }
    }

    private void receive(SocketChannel channel, Connection connection, ByteBuffer body) throws IOException {
        if (connection.missing < 0) {
            if (channel.read(connection.head) < 0) {
                throw new IOException("the server closed a connection");
            }
            int end = endOfHead(connection.head);
            if (end < 0) {
                return;
            }
            connection.missing = contentLength(connection.head, end) - (connection.head.position() - end);
            connection.head.clear();
        }
        while (connection.missing > 0) {
            body.clear();
            int read = channel.read(body);
            if (read < 0) {
                throw new IOException("the server closed a connection");
            }
            if (read == 0) {
                return;
            }
            connection.missing -= read;
        }
        if (answered == latencies.length) {
            latencies = Arrays.copyOf(latencies, answered * 2);
        }
        latencies[answered++] = (System.nanoTime() - connection.sentAt) / 1e6;
        connection.missing = -1;
        send(channel, connection);
    }

    private static int endOfHead(ByteBuffer head) throws IOException {
        for (int i = 3; i < head.position(); i++) {
            if (head.get(i) == '\n' && head.get(i - 1) == '\r' && head.get(i - 2) == '\n' && head.get(i - 3) == '\r') {
                return i + 1;
            }
        }
        if (!head.hasRemaining()) {
            throw new IOException("the head of an answer is too long");
        }
        return -1;
    }

    private static long contentLength(ByteBuffer head, int end) throws IOException {
        if (head.get(9) != '2' || head.get(10) != '0' || head.get(11) != '0') {
            throw new IOException("answered " + text(head, Math.min(end, 200)));
        }
        for (int i = 0; i < end - LENGTH.length; i++) {
            if (head.get(i) == '\n' && matches(head, i + 1)) {
                long length = 0;
                for (int at = i + 1 + LENGTH.length; head.get(at) != '\r'; at++) {
                    length = head.get(at) == ' ' ? length : length * 10 + head.get(at) - '0';
                }
                return length;
            }
        }
        throw new IOException("an answer without a length");
    }

    private static String text(ByteBuffer head, int end) {
        byte[] bytes = new byte[end];
        head.get(0, bytes);
        return new String(bytes, ISO_8859_1);
    }

    private static boolean matches(ByteBuffer head, int from) {
        for (int i = 0; i < LENGTH.length; i++) {
            byte b = head.get(from + i);
            byte small = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
            if (small != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }
}
