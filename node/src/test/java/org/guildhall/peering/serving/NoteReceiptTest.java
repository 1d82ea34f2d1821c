package org.guildhall.peering.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.guildhall.admission.Policy;
import org.guildhall.admission.TakingBack;
import org.guildhall.peering.FederatedNode;
import org.guildhall.peering.following.HostilePeer;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Receipt;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.ErasureTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /oqx/receipt} by nodes that are no peers, in good order and not (OQX-ERA-022, 023). A refusal changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoteReceiptTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private FederatedNode node;
    private HostilePeer sender;
    private ObjectId erase;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        node = new FederatedNode(vertx, "Eraser", directory);
    }

    @AfterAll
    void stop() {
        node.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void eraseSomething() throws Exception {
        sender = new HostilePeer(vertx);
        ObjectId question = node.core.ask(node.core.join("m" + sender.address.port()), "To be erased");
        erase = node.core
                .admission
                .publish(desk -> TakingBack.erasePost(desk, question.key()))
                .get();
    }

    @AfterEach
    void part() throws Exception {
        if (node.table.find(sender.id).isPresent()) {
            node.peerings().remove(sender.id);
        }
        sender.close();
    }

    private OqxRecord receipt(ObjectId about, SigningKey key) throws Exception {
        return sender.sign(new ObjectId(sender.id, NamedUuid.receipt(sender.id, about)), 1, new Receipt(about, 3), key);
    }

    private byte[] body(NodeId from, OqxRecord receipt) {
        return body(from, new String(receipt.payload().bytes(), UTF_8));
    }

    private byte[] body(NodeId from, String receipt) {
        return ("{\"address\":\"" + sender.address.text() + "\",\"node\":\"" + from.did() + "\",\"oqx\":1,\"receipt\":"
                        + receipt + "}")
                .getBytes(UTF_8);
    }

    private Map<String, String> sign(byte[] body, SigningKey key) {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        Map<String, String> headers = new TreeMap<>(new HttpSignature(Verifier.best(), node.core.clock)
                .sign(
                        "POST",
                        node.address + "/oqx/receipt",
                        body,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
                        key));
        headers.put("content-type", "application/json");
        return headers;
    }

    private HttpResponse<String> post(byte[] body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address + "/oqx/receipt"))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> deliver(byte[] body) throws Exception {
        return post(body, sign(body, sender.signing));
    }

    /** Who has answered the erasure. */
    private List<String> answers() throws Exception {
        return node.core.select(
                "select n.id, r.payloads, r.answered_at from erasure_receipt r join node n on n.nr = r.node"
                        + " where r.erase_key = ?",
                erase.key());
    }

    private void refused(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(new ObjectMapper().readTree(answer.body()).path("type").asText())
                .isEqualTo("urn:oqx:problem:" + code);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answers()).as("nothing is noted").isEmpty();
    }

    @Test
    void notesAReceiptAndTheSameAgainChangesNothing() throws Exception {
        byte[] body = body(sender.id, receipt(erase, sender.signing));
        HttpResponse<String> first = deliver(body);
        assertThat(first.body()).isEqualTo("{\"state\":\"noted\"}");
        assertThat(first.statusCode()).isEqualTo(200);
        List<String> noted = answers();
        assertThat(noted).singleElement().asString().startsWith(sender.id.did() + "|3|");

        assertThat(deliver(body).statusCode()).as("an answer can get lost").isEqualTo(200);
        assertThat(answers()).isEqualTo(noted);
    }

    @Test
    void refusesTheVerySameRequestTwice() throws Exception {
        byte[] body = body(sender.id, receipt(erase, sender.signing));
        Map<String, String> headers = sign(body, sender.signing);
        assertThat(post(body, headers).statusCode()).isEqualTo(200);
        HttpResponse<String> again = post(body, headers);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("signature-replayed");
    }

    @Test
    void refusesKeysThatAreNotTheSenders() throws Exception {
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        byte[] good = body(sender.id, receipt(erase, sender.signing));
        refused(post(good, sign(good, stranger)), 401, "key-unknown");
        refused(deliver(body(sender.id, receipt(erase, stranger))), 401, "key-unknown");
        refused(deliver(body(sender.id, receipt(erase, sender.identity))), 401, "key-unknown");
    }

    @Test
    void refusesAReceiptThatWasChangedOrIsAnothers() throws Exception {
        String text = new String(receipt(erase, sender.signing).payload().bytes(), UTF_8);
        refused(deliver(body(sender.id, text.replace("\"payloads\":3", "\"payloads\":4"))), 401, "bad-signature");
        refused(deliver(body(node.core.id, text)), 400, "bad-request");
        refused(deliver(body(sender.id, "{}")), 400, "bad-request");
        refused(deliver("[]".getBytes(UTF_8)), 400, "bad-request");
    }

    @Test
    void asksNobodyAboutAnErasureThatIsNotOurs() throws Exception {
        refused(deliver(body(sender.id, receipt(node.core.fresh(), sender.signing))), 404, "not-found");
        assertThat(sender.requests).isEmpty();
    }

    @Test
    void refusesWhatIsNotSignedOrNotOfItsForm() throws Exception {
        byte[] body = body(sender.id, receipt(erase, sender.signing));
        refused(post(body, Map.of("content-type", "application/json")), 401, "signature-missing");
        Map<String, String> text = sign(body, sender.signing);
        text.put("content-type", "text/plain");
        refused(post(body, text), 415, "media-type");
        byte[] longer = (new String(body, UTF_8) + " ".repeat(NoteReceipt.LARGEST)).getBytes(UTF_8);
        refused(deliver(longer), 413, "too-large");
        assertThat(sender.requests).isEmpty();
    }

    private void peer() throws Exception {
        node.peerings().accept(sender.invitation().text(), Policy.takeAll());
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> node.followedSize(sender.id) == sender.frames.size());
    }

    /** Whoever has an address has as many node ids as it likes. */
    @Test
    void a31KeepsTheReceiptsOfSoManyStrangersAndNoMore() throws Exception {
        node.core
                .writer
                .submit(tx -> {
                    for (int i = 0; i < 101; i++) {
                        NodeId stranger = NodeId.of(
                                SigningKey.generate(new SecureRandom()).publicKey());
                        ErasureTable.answered(tx, erase.key(), stranger, 1);
                    }
                    return true;
                })
                .get();
        List<String> kept = answers();
        assertThat(kept).hasSize(100);
        byte[] body = body(sender.id, receipt(erase, sender.signing));

        HttpResponse<String> answer = deliver(body);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("not-peer");
        assertThat(answers()).isEqualTo(kept);
        assertThat(sender.requests).as("nobody is asked anything").isEmpty();

        peer();
        assertThat(deliver(body).statusCode()).as("a peer has its place").isEqualTo(200);
        assertThat(answers()).hasSize(101);
    }

    @Test
    void a31CountsTheReceiptsOfStrangersAsProposals(@TempDir Path directory) throws Exception {
        FederatedNode generous = node;
        try (FederatedNode strict = new FederatedNode(
                vertx,
                "Strict",
                directory,
                new ProtocolEndpoints.Limits(1_000_000, 50, 100, 2),
                FederatedNode::local)) {
            node = strict;
            sender.close();
            eraseSomething();
            byte[] body = body(sender.id, receipt(erase, sender.signing));
            assertThat(deliver(body).statusCode()).isEqualTo(200);
            assertThat(deliver(body).statusCode()).isEqualTo(200);
            int asked = sender.requests.size();
            HttpResponse<String> third = deliver(body);
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("retry-after")).isPresent();
            assertThat(sender.requests).as("nobody is asked anything").hasSize(asked);

            peer();
            assertThat(deliver(body).statusCode()).as("a peer is not counted").isEqualTo(200);
        } finally {
            node = generous;
        }
    }
}
