package org.guildhall.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.guildhall.cli.Spoken;
import org.jspecify.annotations.Nullable;

/** A node as it is installed: made by {@code init}, run by {@code serve} in a process of its own with the server's options. */
final class ServedNode implements AutoCloseable {
    private static final int SECONDS_TO_END = 30;
    private static final Duration SIGNING_PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final JsonNode made;
    private final List<String> moreOptions;
    private @Nullable Process process;
    private @Nullable Path launcher;

    private ServedNode(Path data, JsonNode made, List<String> moreOptions) {
        this.data = data;
        this.made = made;
        this.moreOptions = moreOptions;
    }

    /**
     * Makes a node; it does not run yet.
     *
     * @param moreOptions of Java, after the server's
     */
    static ServedNode make(Path data, String name, String... moreOptions) throws IOException {
        int port;
        int adminPort;
        // Both at once, or they would be the same.
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            port = one.getLocalPort();
            adminPort = other.getLocalPort();
        }
        Spoken spoken = Spoken.by(
                "init",
                "--data",
                data.toString(),
                "--local",
                "--json",
                "--name",
                name,
                "--port",
                String.valueOf(port),
                "--admin-port",
                String.valueOf(adminPort),
                "--tally-seconds",
                "1",
                "--tally-voters",
                "1");
        if (spoken.exitCode() != 0) {
            throw new IllegalStateException(spoken.err());
        }
        // One member writes here for hundreds.
        Path config = data.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replaceFirst("\"postsPerHour\": \\d+", "\"postsPerHour\": 1000000"));
        return new ServedNode(data, spoken.json(), List.of(moreOptions));
    }

    /** Starts the process; returns when it says that it serves. */
    void start() throws IOException {
        List<String> command = new ArrayList<>();
        if (launcher != null) {
            command.add(launcher.toString());
        } else {
            command.addAll(java());
            command.addAll(moreOptions);
            command.addAll(List.of("-cp", classPath(), "org.guildhall.Main"));
        }
        command.addAll(List.of("serve", "--die-with-parent"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("GUILDHALL_DATA", data.toString());
        Process started = builder.start();
        process = started;
        BufferedReader out = new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8));
        // Java itself may have something to say first, of a recording it started for instance.
        String line;
        do {
            line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("the node did not start:\n" + Files.readString(log()));
            }
        } while (!line.contains(" is open at "));
    }

    /** Runs it from the jar by the launcher from now on, as people do. */
    ServedNode by(Path script) {
        launcher = script;
        return this;
    }

    /** Java with the options of a server, from the file that the launcher of this bench names. */
    static List<String> java() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        String options = System.getProperty("guildhall.options");
        if (options != null) {
            command.add("@" + options);
        }
        return command;
    }

    /** Our own class path without the tests, whose logging is not that of a node. */
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Ends the process by SIGKILL. */
    void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** Ends the process in good order. */
    void stop() throws IOException, InterruptedException {
        running().getOutputStream().close();
        if (!running().waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("the node did not end by itself");
        }
    }

    private Process running() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("the node was not started");
        }
        return started;
    }

    long pid() {
        return running().pid();
    }

    /** The processor time its process has used so far. */
    double processorSeconds() {
        return running().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** A line of {@code /proc/PID/status}, such as {@code VmRSS}, in MB. */
    double memory(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid()), "status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IllegalStateException("no " + name + " of process " + pid());
    }

    Path data() {
        return data;
    }

    Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    URI address() {
        return URI.create(made.path("address").asText());
    }

    String admin() {
        return made.path("admin").asText();
    }

    String password() {
        return made.path("password").asText();
    }

    /** Waits until the node signs, which it does not before a peer has shown what it keeps; how long its log is then. */
    long awaitSigning() throws InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < SIGNING_PATIENCE.toNanos()) {
            // Its exit code tells that something waits, which here is no failure.
            JsonNode status = asked("status", "--json").json();
            if (status.path("signing").asText().equals("granted")) {
                return status.path("log").path("size").asLong();
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(
                "the node did not sign: " + asked("status").out());
    }

    private Spoken asked(String... args) {
        return Spoken.in(Map.of("GUILDHALL_DATA", data.toString()), args);
    }

    /** A command of the command line on this node, which must succeed. */
    Spoken command(String... args) {
        Spoken spoken = asked(args);
        if (spoken.exitCode() != 0) {
            throw new IllegalStateException("guildhall " + String.join(" ", args) + ": " + spoken.out() + spoken.err());
        }
        return spoken;
    }

    /** Both follow each other from now on. */
    void acceptInvitationOf(ServedNode other) {
        String invitation = other.command("peer", "invite").out().strip();
        command("peer", "accept", invitation);
    }

    /** Polls a page until it is there; when that was, in nanoseconds of this machine's clock. */
    long awaitPage(HttpClient http, String path, long pauseMillis, long patienceSeconds)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patienceSeconds * 1_000_000_000L;
        HttpRequest request = HttpRequest.newBuilder(address().resolve(path)).build();
        while (System.nanoTime() < deadline) {
            if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                return System.nanoTime();
            }
            Thread.sleep(pauseMillis);
        }
        throw new IllegalStateException(path + " did not come to " + address() + " in " + patienceSeconds + " s:\n"
                + Spoken.in(Map.of("GUILDHALL_DATA", data.toString()), "peer", "ls", "--json")
                        .out());
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
