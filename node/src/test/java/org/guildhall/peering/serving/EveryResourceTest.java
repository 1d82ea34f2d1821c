package org.guildhall.peering.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.peering.FederatedNode;
import org.guildhall.store.DatabaseLocation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bad input at every resource of the protocol: a problem document, and nothing is stored. Signatures, replays and what a proposal
 * may say are {@link ProposePeeringTest}'s.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryResourceTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FederatedNode node;
    private NodeInMemory mirrored;
    private List<String> before = List.of();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        node = new FederatedNode(vertx, "Served", directory);
        node.core.ask(node.core.join("vera"), "Why does it stall");
        mirrored = new NodeInMemory("Mirrored", new DatabaseLocation.Embedded(directory.resolve("mirrored")));
        mirrored.ask(mirrored.join("anna"), "Why does it leak");
        node.core.follow(mirrored);
    }

    @AfterAll
    void stop() {
        node.close();
        mirrored.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private List<String> state() throws Exception {
        List<String> state = new ArrayList<>();
        for (String table :
                List.of("log_entry", "payload", "node", "peering", "peering_invitation", "evidence", "setback")) {
            state.add(table + node.core.select("select count(*) from " + table));
        }
        state.add("log " + node.size());
        return state;
    }

    @BeforeEach
    void look() throws Exception {
        before = state();
    }

    @AfterEach
    void nothingIsStored() throws Exception {
        assertThat(state()).isEqualTo(before);
    }

    /** A path where the resource is. The compiler asks for one of each. */
    private String good(Resource resource) {
        return switch (resource) {
            case DISCOVERY, CHECKPOINT, PEERING, RECEIPT, REPORT, COSIGNED, ADD_CHECKPOINT -> resource.path();
            case WITNESSED -> resource.path() + "0".repeat(64) + "/checkpoint";
            case TAIL -> resource.path() + "?from=0";
            case PAGE -> resource.path() + "0";
            case MIRROR -> resource.path() + mirrored.id.did() + "/page/0";
            case TILE -> resource.path() + "0/000.p/1";
        };
    }

    private static boolean isPosted(Resource resource) {
        return resource == Resource.PEERING || resource == Resource.RECEIPT || resource == Resource.ADD_CHECKPOINT;
    }

    private HttpResponse<byte[]> send(String method, String path, String type, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("content-type", type);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void assertProblem(String what, HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(what).isBetween(400, 499);
        assertThat(answer.headers().allValues("content-type")).as(what).containsExactly("application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("type").asText()).as(what).startsWith("urn:oqx:problem:");
        assertThat(problem.path("status").asInt()).as(what).isEqualTo(answer.statusCode());
    }

    @ParameterizedTest
    @EnumSource
    void answersTheGoodPathSoThatTheOthersAreBadForOneReason(Resource resource) throws Exception {
        int status = send("GET", good(resource), "", new byte[0]).statusCode();
        assertThat(status)
                .isEqualTo(
                        switch (resource) {
                            case PEERING, RECEIPT, ADD_CHECKPOINT -> 405;
                            case COSIGNED, WITNESSED -> 404; // nobody has cosigned anything here
                            case REPORT -> 401; // it is for those who sign
                            case DISCOVERY, CHECKPOINT, TAIL, PAGE, TILE, MIRROR -> 200;
                        });
    }

    @ParameterizedTest
    @EnumSource
    void refusesOtherMethods(Resource resource) throws Exception {
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", isPosted(resource) ? "GET" : "POST")) {
            HttpResponse<byte[]> answer = send(method, good(resource), "", new byte[0]);
            assertProblem(method, answer);
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("allow")).as(method).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesBodiesOfAnotherTypeOrNoProposal(Resource resource) throws Exception {
        String method = isPosted(resource) ? "POST" : "GET";
        for (String type : List.of("application/json", "text/plain", "application/vnd.oqx.frames", "x")) {
            assertProblem(type, send(method, good(resource), type, "{}".getBytes(StandardCharsets.UTF_8)));
            assertProblem(type, send(method, good(resource), type, new byte[] {0, (byte) 0xff, '{'}));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesPathsThatAreAlmostRight(Resource resource) throws Exception {
        String path = good(resource).replaceFirst("\\?.*", "");
        for (String wrong : List.of(
                path + "/",
                path + "%00",
                path + "/../x",
                path + "x",
                "/" + path,
                path.replace("oqx", "OQX"),
                path.replace("oqx", "%6fqx"),
                path + "/-1",
                path + "99999999999999999999",
                path + "A".repeat(3_000))) {
            String answer = raw("GET " + wrong + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(wrong).startsWith("HTTP/1.1 40");
        }
    }

    /** An address bar's spelling rules are not in between. */
    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
