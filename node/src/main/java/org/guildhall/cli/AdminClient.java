package org.guildhall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.jspecify.annotations.Nullable;

/** Talks to the administrative API of the node that runs on a data directory. */
final class AdminClient {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final DataDirectory directory;
    private final String base;
    private final String token;

    AdminClient(DataDirectory directory) throws SetupFault {
        this.directory = directory;
        this.base = "http://127.0.0.1:" + directory.readConfig().adminPort();
        this.token = directory.readAdminToken();
    }

    /** One segment of a path, escaped. */
    static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** Whether anything answers, so that a command may do its work itself when the node is down. */
    boolean isAnswered() {
        try {
            send("GET", "/health/live", null, Duration.ofSeconds(5)).body().close();
            return true;
        } catch (CommandFault | IOException e) {
            return false;
        }
    }

    ObjectNode get(String path) throws CommandFault {
        return document(send("GET", path, null, Duration.ofSeconds(60)));
    }

    ObjectNode post(String path, ObjectNode body) throws CommandFault {
        return document(send("POST", path, body, Duration.ofMinutes(10)));
    }

    ObjectNode put(String path, ObjectNode body) throws CommandFault {
        return document(send("PUT", path, body, Duration.ofSeconds(60)));
    }

    ObjectNode delete(String path) throws CommandFault {
        return document(send("DELETE", path, null, Duration.ofSeconds(60)));
    }

    /** A long command: hands on its progress as it comes and returns what it ended with. */
    ObjectNode stream(String path, ObjectNode body, Consumer<ObjectNode> progress) throws CommandFault {
        HttpResponse<InputStream> response = send("POST", path, body, null);
        if (response.statusCode() != 200) {
            return document(response);
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode document = JSON.readTree(line);
                if (document.get("progress") instanceof ObjectNode step) {
                    progress.accept(step);
                } else if (document.get("problem") instanceof ObjectNode problem) {
                    throw CommandFault.ofProblem(problem);
                } else if (document.get("done") instanceof ObjectNode done) {
                    return done;
                }
            }
        } catch (IOException e) {
            // told below
        }
        throw new CommandFault(
                CommandFault.UNREACHABLE,
                "the node ended before the work was done. Look at its log, start"
                        + " it again and repeat the command: what was done is kept.");
    }

    private HttpResponse<InputStream> send(
            String method, String path, @Nullable ObjectNode body, @Nullable Duration timeout) throws CommandFault {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (timeout != null) {
            request.timeout(timeout);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    "the node in " + directory + " is not running: nothing answers" + " at " + base
                            + ". Start it with `guildhall serve --data " + directory + "`.");
        } catch (IOException e) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    "the node in " + directory + " does not answer at " + base + " (" + e.getMessage()
                            + "). Look at its log.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFault(CommandFault.UNREACHABLE, "interrupted");
        }
    }

    private ObjectNode document(HttpResponse<InputStream> response) throws CommandFault {
        JsonNode document;
        try (InputStream body = response.body()) {
            document = JSON.readTree(body.readAllBytes());
        } catch (JsonProcessingException e) {
            document = JSON.nullNode();
        } catch (IOException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, "the node ended before it answered. Look at its log.");
        }
        if (response.statusCode() == 401) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    "the node that answers at " + base + " does not accept the"
                            + " token in " + directory.adminToken()
                            + ". Is another node using adminPort of this one? If the token"
                            + " was replaced, restart the node.");
        }
        if (document instanceof ObjectNode object) {
            if (response.statusCode() / 100 == 2) {
                return object;
            }
            throw CommandFault.ofProblem(object);
        }
        throw new CommandFault(
                CommandFault.UNREACHABLE,
                "what answers at " + base + " is not this node (status " + response.statusCode()
                        + "). Is its port taken by another program?");
    }
}
