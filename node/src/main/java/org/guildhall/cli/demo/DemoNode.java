package org.guildhall.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.guildhall.admin.demo.DemoContent;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.record.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One node of the demo: a data directory and, while it runs, a process of its own. The process ends with this one even
 * when this one is killed, because the pipe to its standard input then ends.
 */
final class DemoNode {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GOODBYE = Duration.ofSeconds(15);
    private static final int LAST_LINES = 15;

    private final DemoContent content;
    private final Path data;
    private final Path log;
    private final List<String> guildhall;
    private final Config config;
    private final String token;
    private final NodeId id;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private @Nullable Process process;

    private DemoNode(DemoContent content, Path data, Path log, List<String> guildhall, DataDirectory directory)
            throws SetupFault {
        this.content = content;
        this.data = data;
        this.log = log;
        this.guildhall = guildhall;
        this.config = directory.readConfig();
        this.token = directory.readAdminToken();
        this.id = directory.readNode();
    }

    /**
     * The node in {@code folder}, made with {@code guildhall init} when it is not there yet.
     *
     * @param guildhall the command that runs Guildhall, without arguments
     * @param init what {@code init} is told about ports and the administrator
     */
    static DemoNode in(Path folder, DemoContent content, List<String> guildhall, List<String> init, Path passwordFile)
            throws IOException, InterruptedException, SetupFault {
        Path data = folder.resolve(content.node());
        Path log = folder.resolve(content.node() + ".log");
        if (!Files.exists(data)) {
            List<String> arguments = new ArrayList<>(List.of("init", "--local", "--demo", "--name", content.name()));
            arguments.addAll(List.of("--tally-seconds", "1", "--tally-voters", "1"));
            arguments.addAll(List.of("--license", content.license()));
            arguments.addAll(List.of("--admin-password-file", passwordFile.toString()));
            arguments.addAll(init);
            run(builder(guildhall, data, arguments), "guildhall init", log);
        }
        return new DemoNode(content, data, log, guildhall, DataDirectory.open(data));
    }

    DemoContent content() {
        return content;
    }

    String name() {
        return content.node();
    }

    URI address() {
        return config.publicAddress();
    }

    Path data() {
        return data;
    }

    Path log() {
        return log;
    }

    /** Starts the process; it serves once {@link #awaitReady} returns. */
    void start(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--die-with-parent"));
        arguments.addAll(List.of(options));
        process = builder(guildhall, data, arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits until the node answers with a page. */
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (process == null || !process.isAlive()) {
                throw new IOException("the " + name() + " ended while it started. " + lastLines(log));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "the " + name() + " did not answer within " + PATIENCE.toSeconds() + " s. " + lastLines(log));
            }
            Thread.sleep(25);
        }
    }

    /** Done when the process has ended, for whatever reason. */
    CompletableFuture<DemoNode> ended() {
        return process == null
                ? CompletableFuture.completedFuture(this)
                : process.onExit().thenApply(gone -> this);
    }

    /** SIGKILL: no goodbye, nothing flushed. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** Asks the process to end (SIGTERM), without waiting for it. */
    void askToEnd() {
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits for the end of the process, and insists after a while. Whether it ended by itself. */
    boolean awaitEnd() {
        try {
            if (process == null || process.waitFor(GOODBYE.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    /**
     * Runs a command on this node's data directory and waits for it.
     *
     * @return what it printed
     * @throws IOException with what it complained about, when its exit code is not 0
     */
    String command(String... arguments) throws IOException, InterruptedException {
        String shown = "guildhall " + arguments[0] + " at the " + name();
        return run(builder(guildhall, data, List.of(arguments)), shown, log);
    }

    NodeId id() {
        return id;
    }

    /** Asks the administrative API. */
    ObjectNode administer(String path, ObjectNode body) throws IOException, InterruptedException {
        URI target = URI.create("http://127.0.0.1:" + config.adminPort() + path);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(target)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 200 && json.readTree(response.body()) instanceof ObjectNode answer) {
            return answer;
        }
        throw new IOException(path + " at the " + name() + ": " + response.statusCode() + " " + response.body());
    }

    /** Whether pages are served, and by this node: another program may have taken the port meanwhile. */
    private boolean answers() throws InterruptedException {
        return status("/") == 200 && discovered().equals(id.did());
    }

    private int status(String path) throws InterruptedException {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private String discovered() throws InterruptedException {
        try {
            byte[] document = http.send(request("/.well-known/oqx"), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            return json.readTree(document).path("node").asText();
        } catch (IOException e) {
            return "";
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(address().resolve(path))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    private static ProcessBuilder builder(List<String> guildhall, Path data, List<String> arguments) {
        List<String> command = new ArrayList<>(guildhall);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("GUILDHALL_DATA", data.toString());
        builder.environment().put("NO_COLOR", "1");
        return builder;
    }

    private static String run(ProcessBuilder builder, String shown, Path log) throws IOException, InterruptedException {
        Path complaints = log.resolveSibling(log.getFileName() + ".errors");
        Process process = builder.redirectError(complaints.toFile()).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(shown + " ended with " + process.exitValue() + ": "
                    + (said + Files.readString(complaints)).strip());
        }
        Files.delete(complaints);
        return said;
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return "Its log, " + log + ", ends with:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
