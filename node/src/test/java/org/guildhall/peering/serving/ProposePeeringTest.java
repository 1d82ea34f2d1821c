package org.guildhall.peering.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.Policy;
import org.guildhall.peering.FederatedNode;
import org.guildhall.peering.agreement.Blocks;
import org.guildhall.peering.agreement.Invitation;
import org.guildhall.peering.following.HostilePeer;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.PeeringTable.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code proposePeering}, step by step: each refusal has its problem, and leaves everything as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProposePeeringTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FederatedNode node;
    private HostilePeer proposer;
    private String invitation;
    private List<String> before = List.of();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        node = new FederatedNode(
                vertx,
                "Receiver",
                directory,
                new ProtocolEndpoints.Limits(1_000_000, 50, 100, 1_000),
                FederatedNode::local);
    }

    @AfterAll
    void stop() {
        node.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void invite() throws Exception {
        proposer = new HostilePeer(vertx);
        invitation = secret(Duration.ofDays(1));
        before = state();
    }

    @AfterEach
    void part() throws Exception {
        if (node.table.find(proposer.id).isPresent()) {
            node.peerings().remove(proposer.id);
        }
        proposer.close();
    }

    private String secret(Duration goodFor) throws Exception {
        Invitation made = node.peerings().invite("test", Policy.takeAll(), goodFor);
        return Invitation.parse(made.text()).secret();
    }

    /** Everything that a proposal may change, following aside. */
    private List<String> state() throws Exception {
        List<String> rows = new ArrayList<>(
                node.core.select(
                        "select n.id, p.state, p.address, p.policy, p.since from peering p join node n on n.nr = p.node order by n.id"));
        rows.addAll(
                node.core.select("select secret_hash, used_by, used_at from peering_invitation order by secret_hash"));
        return rows;
    }

    private String body() {
        return body(invitation, proposer.id.did(), proposer.address.text());
    }

    private static String body(String invitation, String id, String address) {
        return "{\"oqx\":1,\"invitation\":\"" + invitation + "\",\"node\":\"" + id + "\",\"address\":\"" + address
                + "\"}";
    }

    private Map<String, String> sign(String body) {
        return sign(
                body.getBytes(StandardCharsets.UTF_8),
                proposer.signing,
                node.core.clock,
                node.address + "/oqx/peering");
    }

    private static Map<String, String> sign(byte[] body, SigningKey key, Clock clock, String target) {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        Map<String, String> headers = new TreeMap<>(new HttpSignature(Verifier.best(), clock)
                .sign(
                        "POST",
                        target,
                        body,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
                        key));
        headers.put("content-type", "application/json");
        return headers;
    }

    private HttpResponse<byte[]> post(byte[] body, Map<String, String> headers) throws Exception {
        return client.send(request(body, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address + "/oqx/peering"));
        headers.forEach(request::header);
        return request.timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpResponse<byte[]> propose(String body) throws Exception {
        return post(body.getBytes(StandardCharsets.UTF_8), sign(body));
    }

    private JsonNode refused(HttpResponse<byte[]> answer, int status, String code) throws Exception {
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("type").asText()).isEqualTo("urn:oqx:problem:" + code);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("content-type")).containsExactly("application/problem+json");
        assertThat(state()).as("nothing changed").isEqualTo(before);
        return problem;
    }

    private static void accepted(HttpResponse<byte[]> answer) {
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"state\":\"active\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void peersWithWhoeverWasInvited() throws Exception {
        accepted(propose(body()));
        assertThat(node.table.find(proposer.id).orElseThrow().state()).isEqualTo(State.ACTIVE);
        assertThat(node.standing(proposer.id)).as("and follows it").isPresent();
    }

    @Test
    void takesTheSameProposalAgainWhenTheAnswerGotLost() throws Exception {
        accepted(propose(body()));
        before = state();
        accepted(propose(body()));
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void refusesTheVerySameRequestTwice() throws Exception {
        byte[] body = body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = sign(body());
        accepted(post(body, headers));
        before = state();
        refused(post(body, headers), 401, "signature-replayed");
    }

    @Test
    void anInvitationIsGoodForOneNode() throws Exception {
        accepted(propose(body()));
        before = state();
        try (HostilePeer second = new HostilePeer(vertx)) {
            String body = body(invitation, second.id.did(), second.address.text());
            HttpResponse<byte[]> answer = post(
                    body.getBytes(StandardCharsets.UTF_8),
                    sign(
                            body.getBytes(StandardCharsets.UTF_8),
                            second.signing,
                            node.core.clock,
                            node.address + "/oqx/peering"));
            refused(answer, 403, "invitation");
            assertThat(second.requests).isEmpty();
        }
    }

    @Test
    void saysTheSameOfAnUnknownAndAnExpiredInvitationAndAsksNobody() throws Exception {
        JsonNode unknown =
                refused(propose(body("A".repeat(43), proposer.id.did(), proposer.address.text())), 403, "invitation");
        String shortLived = secret(Duration.ofSeconds(5));
        before = state();
        node.core.clock.advance(Duration.ofSeconds(6));
        JsonNode expired =
                refused(propose(body(shortLived, proposer.id.did(), proposer.address.text())), 403, "invitation");
        assertThat(expired).isEqualTo(unknown);
        assertThat(proposer.requests).isEmpty();
    }

    @Test
    void oneOfTwoWhoComeAtOnceWins() throws Exception {
        try (HostilePeer second = new HostilePeer(vertx)) {
            List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (HostilePeer one : List.of(proposer, second)) {
                byte[] body = body(invitation, one.id.did(), one.address.text()).getBytes(StandardCharsets.UTF_8);
                answers.add(client.sendAsync(
                        request(body, sign(body, one.signing, node.core.clock, node.address + "/oqx/peering")),
                        HttpResponse.BodyHandlers.ofByteArray()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                statuses.add(answer.get(30, TimeUnit.SECONDS).statusCode());
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 403);
            if (node.table.find(second.id).isPresent()) {
                node.peerings().remove(second.id);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-digest", "signature-input", "signature"})
    void a05RefusesARequestThatIsNotSigned(String missing) throws Exception {
        Map<String, String> headers = sign(body());
        headers.remove(missing);
        refused(post(body().getBytes(StandardCharsets.UTF_8), headers), 401, "signature-missing");
    }

    @Test
    void a05RefusesWhatTheSignatureDoesNotCover() throws Exception {
        byte[] body = body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> less = sign(body());
        less.computeIfPresent("signature-input", (name, value) -> value.replace(" \"content-digest\"", ""));
        refused(post(body, less), 401, "signature-input");
        refused(post((body() + " ").getBytes(StandardCharsets.UTF_8), sign(body())), 401, "content-digest");
        String elsewhere = "https://elsewhere.example/oqx/peering";
        refused(post(body, sign(body, proposer.signing, node.core.clock, elsewhere)), 401, "bad-signature");
        Clock late = Clock.offset(node.core.clock, Duration.ofSeconds(-400));
        refused(
                post(body, sign(body, proposer.signing, late, node.address + "/oqx/peering")),
                401,
                "signature-expired");
        Map<String, String> other = sign(body());
        other.put("signature", sign(body() + "x").get("signature"));
        refused(post(body, other), 401, "bad-signature");
        assertThat(proposer.requests).isEmpty();
    }

    @Test
    void a01RefusesAKeyThatIsNotTheNodes() throws Exception {
        byte[] body = body().getBytes(StandardCharsets.UTF_8);
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        refused(post(body, sign(body, stranger, node.core.clock, node.address + "/oqx/peering")), 401, "key-unknown");
        refused(
                post(body, sign(body, proposer.identity, node.core.clock, node.address + "/oqx/peering")),
                401,
                "key-unknown");
    }

    @Test
    void a02AndA14RefuseANodeThatIsNotAtItsAddress() throws Exception {
        try (HostilePeer other = new HostilePeer(vertx)) {
            refused(propose(body(invitation, proposer.id.did(), other.address.text())), 403, "node-address");
            refused(propose(body(invitation, other.id.did(), proposer.address.text())), 403, "node-address");
        }
    }

    @Test
    void a03RefusesAnAddressThatTheNodeDoesNotName() throws Exception {
        String alias = "http://127.0.0.2:" + proposer.address.port();
        HttpResponse<byte[]> answer = propose(body(invitation, proposer.id.did(), alias));
        refused(answer, 403, "node-address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254",
                "http://10.0.0.1:8080",
                "http://[::1]:8080",
                "http://192.168.0.1",
                "http://0.0.0.0:8080"
            })
    void a21DoesNotConnectToAnAddressInside(String address) throws Exception {
        long start = System.nanoTime();
        JsonNode problem = refused(propose(body(invitation, proposer.id.did(), address)), 403, "node-address");
        assertThat(problem.path("detail").asText()).contains("a node connects to public addresses");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void a23LooksOnceAtAnAddressThatFails() throws Exception {
        proposer.instead.put(
                "/.well-known/oqx",
                request -> request.response().setStatusCode(500).end());
        for (int i = 0; i < 20; i++) {
            refused(propose(body()), 403, "node-address");
        }
        assertThat(proposer.requests).containsExactly("/.well-known/oqx");
    }

    @Test
    void refusesWhomItBlockedAndItself() throws Exception {
        accepted(propose(body()));
        node.federation().blocks().block(List.of(Blocks.Target.of(proposer.id.did(), "")));
        invitation = secret(Duration.ofDays(1));
        before = state();
        refused(propose(body()), 403, "not-peer");
        String own = body(invitation, node.core.id.did(), node.address.text());
        HttpResponse<byte[]> answer = post(
                own.getBytes(StandardCharsets.UTF_8),
                sign(
                        own.getBytes(StandardCharsets.UTF_8),
                        node.core.signing,
                        node.core.clock,
                        node.address + "/oqx/peering"));
        refused(answer, 403, "not-peer");
    }

    /** A12: RFC 8032's first test key. */
    @Test
    void refusesANodeThatUsesAPublishedSampleKey() throws Exception {
        proposer.signing = SigningKey.ofSeed(
                HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        proposer.introduce(proposer.profile(proposer.address.text()));
        refused(propose(body()), 403, "not-peer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{}",
                "{\"oqx\":1",
                "{\"oqx\":2,\"invitation\":\"x\",\"node\":\"y\",\"address\":\"z\"}",
                "{\"oqx\":1,\"oqx\":1,\"invitation\":\"x\",\"node\":\"y\",\"address\":\"z\"}",
                "{\"oqx\":1,\"invitation\":1,\"node\":\"y\",\"address\":\"z\"}",
                "{\"oqx\":1,\"invitation\":\"x\",\"node\":null,\"address\":\"z\"}",
                "{\"oqx\":1,\"invitation\":\"x\",\"node\":\"did:web:x\",\"address\":\"https://a.example\"}",
                "{\"oqx\":1,\"invitation\":\"x\"} {}"
            })
    void refusesABodyThatIsNoProposal(String body) throws Exception {
        refused(propose(body), 400, "bad-request");
        assertThat(proposer.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://Ask.example",
                "https://ask.example/",
                "https://ask.example:443",
                "https://ask.example./",
                "ftp://ask.example",
                "https://user@ask.example",
                "//ask.example",
                ""
            })
    void a35RefusesAnAddressInAnotherSpelling(String address) throws Exception {
        refused(propose(body(invitation, proposer.id.did(), address)), 400, "bad-request");
    }

    @Test
    void a07AndA27RefuseHostileJson() throws Exception {
        refused(propose("{\"oqx\":1,\"x\":" + "[".repeat(8_000) + "]".repeat(8_000) + "}"), 400, "bad-request");
        byte[] notUtf8 = body().getBytes(StandardCharsets.UTF_8);
        notUtf8[12] = (byte) 0xff;
        refused(
                post(notUtf8, sign(notUtf8, proposer.signing, node.core.clock, node.address + "/oqx/peering")),
                400,
                "bad-request");
    }

    @Test
    void refusesMoreProposalsThanAnAddressMayMake(@TempDir Path directory) throws Exception {
        try (FederatedNode strict = new FederatedNode(
                vertx, "Strict", directory, new ProtocolEndpoints.Limits(1_000, 5, 5, 2), FederatedNode::local)) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(strict.address + "/oqx/peering"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
                statuses.add(client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
            }
            assertThat(statuses).containsExactly(401, 401, 429);
        }
    }
}
