package org.guildhall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.guildhall.cli.Console;
import org.guildhall.cli.Spoken;
import org.guildhall.site.TestBrowser;

/** A whole node in this process, made by {@code init} and run by {@code serve}, for tests of the outermost layer. */
public final class RunningNode implements AutoCloseable {
    private final Path data;
    private final JsonNode made;
    private final URI address;
    private final URI administration;
    private final CompletableFuture<Integer> ended;
    private final OutputStream stdin;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningNode(Path data, JsonNode made, CompletableFuture<Integer> ended, OutputStream stdin) {
        this.data = data;
        this.made = made;
        this.address = URI.create(made.path("address").asText());
        this.administration =
                URI.create("http://127.0.0.1:" + made.path("adminPort").asInt());
        this.ended = ended;
        this.stdin = stdin;
    }

    /** Makes and starts a node in a new directory; returns when it serves. */
    public static RunningNode start(Path data, String... initOptions) throws Exception {
        return start(data, made(data, initOptions));
    }

    public static JsonNode made(Path data, String... initOptions) {
        List<String> init = new ArrayList<>(List.of("init", "--data", data.toString(), "--local", "--json"));
        init.addAll(List.of(initOptions));
        if (!init.contains("--port")) {
            init.addAll(TestPorts.options());
        }
        Spoken spoken = Spoken.by(init.toArray(String[]::new));
        if (spoken.exitCode() != 0) {
            throw new AssertionError(spoken.err());
        }
        return spoken.json();
    }

    /** Starts a node that {@link #made} made. */
    public static RunningNode start(Path data, JsonNode made) throws Exception {
        return serve(data, made);
    }

    /** The same with options of {@code serve}. */
    public static RunningNode serve(Path data, JsonNode made, String... serveOptions) throws Exception {
        PipedOutputStream stdin = new PipedOutputStream();
        InputStream in = new PipedInputStream(stdin);
        CompletableFuture<String> opened = new CompletableFuture<>();
        OutputStream out = new OutputStream() {
            private final StringBuilder line = new StringBuilder();

            @Override
            public synchronized void write(int b) {
                line.append((char) b);
                if (b == '\n') {
                    opened.complete(line.toString());
                }
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                in,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                false,
                false,
                Map.of());
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        List<String> command = new ArrayList<>(List.of("serve", "--data", data.toString(), "--die-with-parent"));
        command.addAll(List.of(serveOptions));
        Thread thread = new Thread(
                () -> {
                    int code = Main.run(command.toArray(String[]::new), console);
                    opened.completeExceptionally(new AssertionError("ended with " + code + ": " + err.toString(UTF_8)));
                    ended.complete(code);
                },
                "node " + data.getFileName());
        thread.setDaemon(true);
        thread.start();
        opened.get(60, TimeUnit.SECONDS);
        return new RunningNode(data, made, ended, stdin);
    }

    public Path data() {
        return data;
    }

    /** What {@code init} said. */
    public JsonNode made() {
        return made;
    }

    public URI address() {
        return address;
    }

    /** A command of the command line, on this node. */
    public Spoken command(String... args) {
        return Spoken.in(Map.of("GUILDHALL_DATA", data.toString()), args);
    }

    /** The same, by somebody at a terminal who types {@code input}. */
    public Spoken command(List<String> args, String input) {
        return Spoken.answering(input, Map.of("GUILDHALL_DATA", data.toString()), args.toArray(String[]::new));
    }

    /** Invited by the other node, accepts with these options. */
    public void peerWith(RunningNode inviting, String... options) {
        String invitation = inviting.command("peer", "invite", "--json")
                .json()
                .path("invitation")
                .asText();
        List<String> accept = new ArrayList<>(List.of("peer", "accept", invitation));
        accept.addAll(List.of(options));
        Spoken accepted = command(accept.toArray(String[]::new));
        if (accepted.exitCode() != 0) {
            throw new AssertionError(accepted.err());
        }
    }

    /** The administrator in front of a browser. */
    public TestBrowser signedIn() throws Exception {
        TestBrowser browser = new TestBrowser(address);
        browser.signIn("admin", made.path("password").asText());
        return browser;
    }

    /** Waits until a peer keeps all that this node has signed. */
    public void awaitKeptBy(RunningNode peer) {
        long size = command("status", "--json").json().path("log").path("size").asLong();
        String checkpoint = "/oqx/mirror/" + made.path("node").asText() + "/checkpoint";
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> peer.get(checkpoint).body().contains("\n" + size + "\n"));
    }

    public HttpResponse<String> get(String path) throws Exception {
        return get(address, path);
    }

    public HttpResponse<String> getFromAdminPort(String path) throws Exception {
        return get(administration, path);
    }

    private HttpResponse<String> get(URI base, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Waits for the end of the process that would be; its exit code. */
    public int awaitEnd() throws Exception {
        return ended.get(30, TimeUnit.SECONDS);
    }

    /** The parent goes away. */
    public void endInput() throws IOException {
        stdin.close();
    }

    @Override
    public void close() throws Exception {
        endInput();
        awaitEnd();
    }
}
