package org.guildhall.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.guildhall.cli.Spoken;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup, a restoring and a recovery that are killed in the middle leave nothing half; the next attempt works. */
class CutOffIT {
    @TempDir
    Path folder;

    @Test
    void aBackupAndARestoringThatAreKilledLeaveNothingHalf() throws Exception {
        ProcessNode node = ProcessNode.make(folder.resolve("node"), "node");
        fatten(node);
        Path file = folder.resolve("node.backup");
        Path part = folder.resolve("node.backup.part");
        String data = node.data().toString();
        String[] create = {"backup", "create", file.toString(), "--data", data, "--with-keys"};
        killed(() -> size(part) > 0, create);
        assertThat(file).doesNotExist();
        assertThat(part).as("it was in the middle").exists();
        succeeds(create);
        assertThat(part).doesNotExist();
        succeeds("backup", "verify", file.toString());

        Path back = folder.resolve("back");
        Path unfinished = folder.resolve("back.unfinished");
        String[] restore = {"backup", "restore", file.toString(), "--data", back.toString()};
        killed(() -> sizeOfAll(unfinished.resolve("db")) > 1_000_000, restore);
        assertThat(back).doesNotExist();
        assertThat(unfinished).as("it was in the middle").exists();
        succeeds(restore);
        assertThat(unfinished).doesNotExist();
        succeeds("log", "verify", "--data", back.toString());
    }

    @Test
    void aRecoveryThatIsKilledLeavesNothingHalf() throws Exception {
        try (Town town = new Town(folder)) {
            ProcessNode lost = town.start("lost");
            ProcessNode peer = town.start("peer");
            town.peer(lost, peer);
            String mirror = "/oqx/mirror/" + lost.id() + "/checkpoint";
            Town.until(
                    "the peer keeps the log",
                    () -> assertThat(peer.get(mirror).statusCode()).isEqualTo(200));
            lost.kill();
            Path keys = Files.move(lost.data().resolve("keys"), folder.resolve("keys"));
            Path back = folder.resolve("back");
            try (Stalling stalling = new Stalling(peer.address())) {
                killed(() -> stalling.asked.getCount() == 0, recover(back, keys, stalling.address()));
            }
            assertThat(back).doesNotExist();
            assertThat(folder.resolve("back.unfinished"))
                    .as("it was in the middle")
                    .exists();
            succeeds(recover(back, keys, peer.address().toString()));
            assertThat(folder.resolve("back.unfinished")).doesNotExist();
            succeeds("log", "verify", "--data", back.toString());
        }
    }

    private static String[] recover(Path data, Path keys, String peer) {
        return new String[] {
            "recover",
            "--data",
            data.toString(),
            "--keys",
            keys.toString(),
            "--allow-range",
            "127.0.0.0/8",
            "--from-peer",
            peer
        };
    }

    private static void succeeds(String... command) {
        Spoken spoken = Spoken.in(Map.of(), command);
        assertThat(spoken.exitCode()).as("%s%s", spoken.out(), spoken.err()).isZero();
    }

    /** Runs the command in a process of its own and ends that by SIGKILL as soon as {@code middle} holds. */
    private void killed(BooleanSupplier middle, String... command) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = ProcessNode.program(new ArrayList<>(Arrays.asList(command)))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            while (!middle.getAsBoolean()) {
                assertThat(process.isAlive())
                        .as("it ended before its middle was seen: %s", Files.readString(said))
                        .isTrue();
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as("killed, and not ended").isEqualTo(128 + 9);
    }

    /** So many bytes that do not pack that no machine writes them before one looks. */
    private static void fatten(ProcessNode node) throws Exception {
        Random random = new Random(7);
        byte[] noise = new byte[750];
        try (Database database =
                        Database.open(new DatabaseLocation.Embedded(node.data().resolve("db")));
                PreparedStatement insert = database.writeConnection()
                        .prepareStatement("insert into event (at, last_at, times, kind, code, detail)"
                                + " values (1, 1, 1, 'started', '', ?)")) {
            Connection connection = database.writeConnection();
            for (int i = 0; i < 20_000; i++) {
                random.nextBytes(noise);
                insert.setString(1, Base64.getEncoder().encodeToString(noise));
                insert.addBatch();
                if (i % 500 == 499) {
                    insert.executeBatch();
                }
            }
            database.makeDurable(connection);
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0; // it went away between the two questions
        }
    }

    private static long sizeOfAll(Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(CutOffIT::size).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Says what an honest node says, but never gives a page. */
    private static final class Stalling implements AutoCloseable {
        final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final HttpClient client = HttpClient.newHttpClient();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final HttpServer server;

        Stalling(URI honest) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    URI wanted = honest.resolve(exchange.getRequestURI().toString());
                    if (wanted.getPath().contains("/page/")) {
                        asked.countDown();
                        closed.await();
                        return;
                    }
                    HttpResponse<byte[]> answer = client.send(
                            HttpRequest.newBuilder(wanted).build(), HttpResponse.BodyHandlers.ofByteArray());
                    exchange.getResponseHeaders()
                            .set(
                                    "Content-Type",
                                    answer.headers().firstValue("content-type").orElse(""));
                    exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                    exchange.getResponseBody().write(answer.body());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            closed.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
