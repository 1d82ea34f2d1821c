package org.guildhall.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.concurrent.TimeUnit;
import org.guildhall.cli.Spoken;
import org.guildhall.cli.demo.Person;
import org.jspecify.annotations.Nullable;

/** A node on one of the {@link Hosts}, and a member of it. */
final class Resident {
    private static final int PORT = 8080;
    private static final int ADMIN_PORT = 8081;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Hosts hosts;
    private final int host;
    private final Path data;
    private final JsonNode made;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private @Nullable Process process;
    private @Nullable Person person;

    private Resident(Hosts hosts, int host, Path data, JsonNode made) {
        this.hosts = hosts;
        this.host = host;
        this.data = data;
        this.made = made;
    }

    /** Makes a node for a host; it does not run yet. */
    static Resident make(Hosts hosts, int host, Path data) throws IOException {
        Spoken spoken = Spoken.by(
                "init",
                "--data",
                data.toString(),
                "--json",
                "--name",
                "Node " + host,
                "--address",
                "http://" + hosts.amongHosts(host) + ":" + PORT,
                "--port",
                String.valueOf(PORT),
                "--admin-port",
                String.valueOf(ADMIN_PORT),
                "--listen",
                "0.0.0.0",
                "--allow-range",
                Hosts.range(),
                "--tally-seconds",
                "1",
                "--tally-voters",
                "1");
        if (spoken.exitCode() != 0) {
            throw new IOException(spoken.err());
        }
        Path config = data.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replaceFirst("\"postsPerHour\": \\d+", "\"postsPerHour\": 1000000"));
        return new Resident(hosts, host, data, spoken.json());
    }

    int host() {
        return host;
    }

    Path data() {
        return data;
    }

    /** Returns when it serves, and its administrator has signed in. */
    void start() throws IOException, InterruptedException {
        Process started = builder("serve", "--die-with-parent")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("node" + host + ".log").toFile()))
                .start();
        process = started;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (page("/").isEmpty()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("node " + host + " does not start; its log is in " + data.getParent());
            }
            Thread.sleep(25);
        }
        person = Person.signIn(
                address(), made.path("admin").asText(), made.path("password").asText());
    }

    Person person() {
        Person signedIn = person;
        if (signedIn == null) {
            throw new IllegalStateException("nobody has signed in");
        }
        return signedIn;
    }

    private URI address() {
        return URI.create("http://" + hosts.fromHere(host) + ":" + PORT);
    }

    /** A page as everybody sees it; empty when there is none. */
    String page(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address().resolve(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<String> page = http.send(request, HttpResponse.BodyHandlers.ofString());
            return page.statusCode() == 200 ? page.body() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends the process by SIGKILL. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** Ends the process in good order. */
    void stop() throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            running.getOutputStream().close();
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("node " + host + " does not end");
            }
        }
    }

    /** The answer of a command that must succeed. */
    JsonNode ask(String... args) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        return new JsonMapper().readTree(command(all.toArray(String[]::new)));
    }

    /** A command that must succeed; what it printed. */
    String command(String... args) throws IOException, InterruptedException {
        Process running = builder(args).start();
        running.getOutputStream().close();
        String said = new String(running.getInputStream().readAllBytes(), UTF_8);
        String complaint = new String(running.getErrorStream().readAllBytes(), UTF_8);
        if (running.waitFor() != 0) {
            throw new IOException("guildhall " + String.join(" ", args) + " at node " + host + ": " + said + complaint);
        }
        return said;
    }

    private ProcessBuilder builder(String... args) {
        List<String> command = new ArrayList<>(hosts.on(host));
        command.addAll(ServedNode.java());
        command.addAll(List.of("-cp", ServedNode.classPath(), "org.guildhall.Main"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("GUILDHALL_DATA", data.toString());
        return builder;
    }
}
