package org.guildhall.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged node as its operator has it: a jar, a data directory, commands. */
final class NodeUnderTest implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    private final Path data;
    private final JsonNode made;
    private Process serving;

    /** Makes a node in a new directory and serves it. */
    NodeUnderTest(Path data) throws Exception {
        this.data = data;
        this.made = new ObjectMapper().readTree(command("init", "--local", "--json", "--name", "Node under test"));
        this.serving = serve();
    }

    String address() {
        return made.path("address").textValue();
    }

    String node() {
        return made.path("node").textValue();
    }

    String fingerprint() {
        return made.path("fingerprint").textValue();
    }

    /** Runs a command on the node and returns what it prints. */
    String command(String... arguments) throws Exception {
        Process process = start(arguments);
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", arguments) + " ended badly: " + out);
        }
        return out;
    }

    /** SIGKILL, and up again on the same directory. */
    void killAndRestart() throws Exception {
        serving.destroyForcibly().waitFor();
        serving = serve();
    }

    @Override
    public void close() throws Exception {
        serving.destroyForcibly().waitFor();
    }

    private Process serve() throws IOException {
        // Its standard input is ours: it ends with this process, however that ends.
        Process process = start("serve", "--die-with-parent");
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(address())) {
                return process;
            }
        }
        throw new AssertionError("the node ended before it served");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("guildhall.jar")));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
