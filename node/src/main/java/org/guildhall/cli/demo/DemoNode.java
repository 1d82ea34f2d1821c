package org.guildhall.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
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
import org.jspecify.annotations.Nullable;

/**
 * One node of the demo: a data directory and, while it runs, a process of its own. The process ends with this one even
 * when this one is killed, because the pipe to its standard input then ends.
 */
final class DemoNode {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Path data;
    private final Path log;
    private final URI address;
    private final List<String> java;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable Process process;

    /**
     * @param name as in the content's files
     * @param folder where its data directory and its log file are made
     * @param java the command that runs Guildhall, without arguments
     */
    DemoNode(String name, Path folder, URI address, List<String> java) {
        this.name = name;
        this.data = folder.resolve(name);
        this.log = folder.resolve(name + ".log");
        this.address = address;
        this.java = java;
    }

    String name() {
        return name;
    }

    URI address() {
        return address;
    }

    Path data() {
        return data;
    }

    Path log() {
        return log;
    }

    /** Starts the process; it serves once {@link #awaitReady} returns. */
    void start() throws IOException {
        process = builder("serve", "--die-with-parent")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits until the node answers with a page. */
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!running()) {
                throw new IOException(name + " ended while it started; its log ends with\n" + lastLines());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(name + " did not answer within " + PATIENCE.toSeconds()
                        + " s; its log ends with\n" + lastLines());
            }
            Thread.sleep(25);
        }
    }

    boolean running() {
        return process != null && process.isAlive();
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

    /** Asks the process to end, without waiting for it. */
    void end() {
        if (process != null) {
            process.destroy();
        }
    }

    /** Asks the process to end, and insists after a while. */
    void stop() {
        end();
        try {
            if (process != null && !process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs a command on this node's data directory and waits for it.
     *
     * @return what it printed
     * @throws IOException with what it complained about, when its exit code is not 0
     */
    String command(List<String> arguments) throws IOException, InterruptedException {
        Path complaints = Files.createTempFile(data.toAbsolutePath().getParent(), name, ".err");
        try {
            Process command = builder(arguments.toArray(String[]::new))
                    .redirectError(complaints.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            String said = new String(command.getInputStream().readAllBytes(), UTF_8);
            if (command.waitFor() != 0) {
                throw new IOException("guildhall " + String.join(" ", arguments) + " at " + name + ": "
                        + (said + Files.readString(complaints)).strip());
            }
            return said;
        } finally {
            Files.delete(complaints);
        }
    }

    /** The last lines of the node's log file. */
    String lastLines() throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("GUILDHALL_DATA", data.toString());
        builder.environment().put("NO_COLOR", "1");
        return builder;
    }

    private boolean answers() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(address.resolve("/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
