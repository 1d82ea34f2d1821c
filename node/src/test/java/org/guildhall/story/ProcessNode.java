package org.guildhall.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.guildhall.TestPorts;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.jspecify.annotations.Nullable;

/** A node as people run it: the packaged program in a process of its own, its pages over HTTP, its commands on its data. */
final class ProcessNode implements AutoCloseable {
    static final String PASSWORD = "concrete and cranes";

    private static final Path OPTIONS =
            Path.of("..", "scripts", "server.options").toAbsolutePath().normalize();
    private static final int SECONDS_TO_END = 30;

    private final Path data;
    private final JsonNode made;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process process;

    private ProcessNode(Path data, JsonNode made) {
        this.data = data;
        this.made = made;
    }

    /** Makes a node that does not run yet. Tallies are published after a second, of one voter too. */
    static ProcessNode make(Path data, String name, String... initOptions) {
        List<String> init = new ArrayList<>(List.of("init", "--data", data.toString(), "--local", "--json"));
        init.addAll(List.of("--name", name, "--tally-seconds", "1", "--tally-voters", "1"));
        init.addAll(List.of(initOptions));
        init.addAll(TestPorts.options());
        Spoken spoken = Spoken.by(init.toArray(String[]::new));
        assertThat(spoken.exitCode()).as(spoken.err()).isZero();
        return new ProcessNode(data, spoken.json());
    }

    /** A node whose data directory is there already, such as a copy; {@code made} is what {@code init} said of it. */
    static ProcessNode of(Path data, JsonNode made) {
        return new ProcessNode(data, made);
    }

    /** The program with these arguments, as a process that is still to be started. */
    static ProcessBuilder program(List<String> args) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + OPTIONS));
        String jar = System.getProperty("guildhall.jar");
        // Where a single class is tried out there is no jar yet.
        command.addAll(
                jar == null
                        ? List.of("-cp", System.getProperty("java.class.path"), "org.guildhall.Main")
                        : List.of("-jar", jar));
        command.addAll(args);
        return new ProcessBuilder(command);
    }

    /** Starts the process; returns when it says that it serves. */
    ProcessNode start(String... serveOptions) throws IOException {
        List<String> command = new ArrayList<>(List.of("serve", "--die-with-parent"));
        command.addAll(List.of(serveOptions));
        ProcessBuilder builder = program(command).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("GUILDHALL_DATA", data.toString());
        Process started = builder.start();
        process = started;
        BufferedReader out = new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8));
        String line;
        do {
            line = out.readLine();
            if (line == null) {
                throw new AssertionError("the node did not start:\n" + Files.readString(log()));
            }
        } while (!line.contains(" is open at "));
        return this;
    }

    /** Ends the process by SIGKILL. */
    void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** Ends the process in good order. */
    void stop() throws IOException, InterruptedException {
        running().getOutputStream().close();
        assertThat(running().waitFor(SECONDS_TO_END, TimeUnit.SECONDS))
                .as("it ends by itself")
                .isTrue();
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    private Process running() {
        Process started = process;
        assertThat(started).as("the node was started").isNotNull();
        return started;
    }

    Path data() {
        return data;
    }

    /** Where its complaints go. */
    Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    /** What {@code init} said. */
    JsonNode made() {
        return made;
    }

    URI address() {
        return URI.create(made.path("address").asText());
    }

    String id() {
        return made.path("node").asText();
    }

    /** A command of the command line on this node, whatever comes of it. */
    Spoken command(String... args) {
        return Spoken.in(Map.of("GUILDHALL_DATA", data.toString()), args);
    }

    /** A command that must succeed. */
    Spoken done(String... args) {
        Spoken spoken = command(args);
        assertThat(spoken.exitCode())
                .as("guildhall %s: %s%s", String.join(" ", args), spoken.out(), spoken.err())
                .isZero();
        return spoken;
    }

    /** A new member, signed in. */
    /** Whether it signs for its log: granted, waiting until a peer has shown what it keeps of it, or halted. */
    String signing() {
        return command("status", "--json").json().path("signing").asText();
    }

    Person member(String handle) throws IOException {
        Path password = Files.writeString(data.resolveSibling(data.getFileName() + ".password"), PASSWORD + "\n");
        done("member", "create", handle, "--password-file", password.toString());
        return signIn(handle);
    }

    Person signIn(String handle) throws IOException {
        return Person.signIn(address(), handle, PASSWORD);
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address().resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** What monitoring scrapes. */
    String metrics() throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + made.path("adminPort").asInt() + "/metrics");
        return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() throws InterruptedException {
        if (isRunning()) {
            kill();
        }
    }
}
