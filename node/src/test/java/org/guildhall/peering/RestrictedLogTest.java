package org.guildhall.peering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.guildhall.admission.Refusal;
import org.guildhall.peering.outgoing.RequestSigner;
import org.guildhall.record.Audience;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log for peers only: who reads it, who is refused, and what becomes of it at those who read (OQX, chapter 03 §9). */
@Tag("concurrent")
class RestrictedLogTest {
    private static final String SECRET = "The merger is on Tuesday";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FederatedNode author;
    private FederatedNode guild;
    private FederatedNode open;
    private ObjectId thread;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        author = new FederatedNode(vertx, "Author", directory, Audience.PEERS);
        guild = new FederatedNode(vertx, "Guild", directory, Audience.PEERS);
        open = new FederatedNode(vertx, "Open", directory);
        thread = author.core.ask(author.core.join("vera"), SECRET);
        // Neither can read the other's first entry without knowing its key.
        guild.peerWith(author);
        open.peerWith(author);
        await().atMost(SOON).until(() -> guild.hasAllOf(author) && author.hasAllOf(guild) && open.hasAllOf(author));
    }

    @AfterEach
    void stop() {
        open.close();
        guild.close();
        author.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Map<String, String> signed(FederatedNode by, String method, String target) {
        return new RequestSigner(
                        new HttpSignature(Verifier.best(), author.core.clock),
                        () -> by.core.signing,
                        new SecureRandom())
                .headers(method, target, new byte[0]);
    }

    private HttpRequest request(String method, String target, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(target)).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        return request.build();
    }

    private HttpResponse<String> ask(String method, String target, Map<String, String> headers) throws Exception {
        return client.send(
                request(method, target, headers), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private List<String> resources(String base) {
        List<String> resources = new ArrayList<>();
        for (String path : List.of(
                "checkpoint",
                "page/0",
                "page/9",
                "tail?from=0",
                "tail?from=0&wait=20",
                "tail?from=999",
                "tail?from=x",
                "tile/0/000.p/1",
                "tile/entries/000.p/1",
                "tile/9/000")) {
            resources.add(base + path);
        }
        return resources;
    }

    private String log() {
        return author.address + "/oqx/log/";
    }

    private String mirror() {
        return open.address + "/oqx/mirror/" + author.core.id.did() + "/";
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).as(String.valueOf(answer.uri())).isEqualTo(status);
        if (!answer.request().method().equals("HEAD")) {
            assertThat(answer.body()).contains("urn:oqx:problem:" + problem);
        }
        assertThat(answer.body()).doesNotContain(SECRET);
    }

    @Test
    void isShownToPeersWhosePagesAreNotForEverybodyAndToNobodyElse() throws Exception {
        assertThat(guild.core.select("select title from thread")).containsExactly(SECRET);
        assertThat(open.core.select("select title from thread")).isEmpty();
        assertThat(open.core.select("select handle from member")).isEmpty();
        assertThat(open.core.select("select distinct outcome || ' ' || code from setback"))
                .containsExactly("declined audience");
        assertThat(author.core.select("select count(*) from log_entry where log = 1 and origin <> -1"))
                .containsExactly("0");
    }

    @Test
    void refusesWhoDoesNotSignOrIsNoPeerWhateverIsAskedFor(@TempDir Path elsewhere) throws Exception {
        long before = author.size();
        List<String> all = resources(log());
        all.add(log() + "cosigned");
        for (String resource : all) {
            for (String method : List.of("GET", "HEAD")) {
                assertRefused(ask(method, resource, Map.of()), 401, "signature-missing");
            }
            assertRefused(ask("GET", resource, signed(guild, "HEAD", resource)), 401, "bad-signature");
            assertRefused(ask("GET", resource, signed(guild, "GET", resource + "0")), 401, "bad-signature");
        }
        // The signature is sound, but nobody knows the key.
        try (FederatedNode stranger = new FederatedNode(vertx, "Stranger", elsewhere)) {
            for (String resource : resources(log())) {
                assertRefused(ask("GET", resource, signed(stranger, "GET", resource)), 401, "key-unknown");
            }
        }
        assertThat(author.size()).isEqualTo(before);
        assertThat(author.core.select("select count(*) from peering")).containsExactly("2");
    }

    @Test
    void answersAPeerOnceForEachSignatureAndKeepsCachesOut() throws Exception {
        for (String path : List.of("checkpoint", "page/0", "tail?from=0", "tile/0/000.p/2", "tile/entries/000.p/2")) {
            Map<String, String> headers = signed(guild, "GET", log() + path);
            HttpResponse<String> answer = ask("GET", log() + path, headers);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().allValues("cache-control")).containsExactly("private, no-store");
            assertRefused(ask("GET", log() + path, headers), 401, "signature-replayed");
        }
        assertThat(ask("GET", log() + "page/0", signed(guild, "GET", log() + "page/0"))
                        .body())
                .contains(SECRET);
        assertThat(ask("GET", log() + "tail?from=999", signed(guild, "GET", log() + "tail?from=999"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesWhoIsNoPeerAnyMoreAlsoWhoWaitsAlready() throws Exception {
        open.goOffline();
        guild.goOffline();
        await().atMost(SOON).until(() -> author.federation().endpoints().waiting() == 0);
        String tail = log() + "tail?from=" + author.size() + "&wait=30";
        CompletableFuture<HttpResponse<String>> waiting = client.sendAsync(
                request("GET", tail, signed(guild, "GET", tail)),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        await().atMost(SOON).until(() -> author.federation().endpoints().waiting() == 1);
        author.peerings().remove(guild.core.id);
        author.core.ask(author.core.join("otto"), SECRET + " after all");
        assertRefused(waiting.get(), 403, "not-peer");
        for (String resource : resources(log())) {
            assertRefused(ask("GET", resource, signed(guild, "GET", resource)), 403, "not-peer");
        }
        author.peerings().suspend(open.core.id);
        assertRefused(ask("GET", log() + "page/0", signed(open, "GET", log() + "page/0")), 403, "not-peer");
    }

    @Test
    void isMirroredForItsOwnerOnly() throws Exception {
        for (String resource : resources(mirror())) {
            assertRefused(ask("GET", resource, Map.of()), 401, "signature-missing");
            assertRefused(ask("GET", resource, signed(guild, "GET", resource)), 401, "key-unknown");
            assertRefused(ask("GET", resource, signed(open, "GET", resource)), 403, "not-peer");
        }
        String page = mirror() + "page/0";
        HttpResponse<String> kept = ask("GET", page, signed(author, "GET", page));
        assertThat(kept.statusCode()).isEqualTo(200);
        assertThat(kept.body()).contains(SECRET);
        assertThat(kept.headers().allValues("cache-control")).containsExactly("private, no-store");
    }

    @Test
    void takesNothingIntoItsThreadsAndSaysNothingInThoseOfOthers() throws Exception {
        ObjectId question = open.core.ask(open.core.join("ole"), "Is it dry?");
        guild.peerWith(open);
        await().atMost(SOON).until(() -> guild.hasAllOf(open) && open.hasAllOf(guild));
        ObjectId bert = guild.core.join("bert");
        long before = guild.size();
        for (ObjectId elsewhere : List.of(thread, question)) {
            assertThatThrownBy(() -> guild.core.answer(bert, elsewhere, "Perhaps."))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("audience"));
        }
        assertThat(guild.size()).isEqualTo(before);
    }
}
