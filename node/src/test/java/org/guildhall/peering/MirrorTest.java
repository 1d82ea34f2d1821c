package org.guildhall.peering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.guildhall.log.CompactRange;
import org.guildhall.log.ConsistencyProof;
import org.guildhall.log.Frame;
import org.guildhall.log.FrameReader;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.Tail;
import org.guildhall.log.Tiles;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node shows what it verified of another's log under the same forms, also when that node is gone (OQX, chapter Mirrors). */
@Tag("concurrent")
class MirrorTest {
    private static final int QUESTIONS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FederatedNode author;
    private FederatedNode mirror;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        author = new FederatedNode(vertx, "Author", directory);
        mirror = new FederatedNode(vertx, "Mirror", directory);
        ObjectId vera = author.core.join("vera");
        for (int i = 0; i < QUESTIONS; i++) {
            author.core.ask(vera, "Question " + i);
        }
        mirror.peerWith(author);
        await().atMost(Duration.ofSeconds(30)).until(() -> mirror.hasAllOf(author));
    }

    @AfterEach
    void stop() {
        mirror.close();
        author.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<byte[]> get(FederatedNode from, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(from.address + path)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> mirrored(String path) throws Exception {
        return get(mirror, "/oqx/mirror/" + author.core.id.did() + "/" + path);
    }

    private SignedCheckpoint read(byte[] note) throws Exception {
        return SignedCheckpoint.read(note, author.core.id, List.of(author.core.signing.publicKey()), Verifier.best());
    }

    @Test
    void servesTheLogAsItsAuthorDoes() throws Exception {
        long size = author.size();
        SignedCheckpoint newest = read(mirrored("checkpoint").body());
        assertThat(newest.size()).isEqualTo(size);
        for (String path : List.of(
                "page/0",
                "page/1",
                "tile/0/000",
                "tile/0/001.p/" + (size - 256),
                "tile/1/000.p/1",
                "tile/entries/000",
                "tail?from=" + (size - 3))) {
            HttpResponse<byte[]> original = get(author, "/oqx/log/" + path);
            HttpResponse<byte[]> copy = mirrored(path);
            assertThat(copy.statusCode()).as(path).isEqualTo(200);
            assertThat(copy.body()).as(path).isEqualTo(original.body());
            for (String header : List.of("content-type", "cache-control", "etag")) {
                assertThat(copy.headers().allValues(header))
                        .as(path + " " + header)
                        .isEqualTo(original.headers().allValues(header));
            }
        }
    }

    @Test
    void staysReadableAndVerifiableWhenTheNodeIsGone() throws Exception {
        author.goOffline();
        SignedCheckpoint newest = read(mirrored("checkpoint").body());
        CompactRange range = CompactRange.empty();
        for (long page = 0; page * Frame.PAGE < newest.size(); page++) {
            for (Frame frame : new FrameReader(mirrored("page/" + page).body(), 0).rest()) {
                range.append(frame.entry().leafHash());
            }
        }
        assertThat(range.root()).isEqualTo(newest.root());
        var tree = Tiles.nodes(newest.size(), path -> {
            try {
                return mirrored(path.text()).body();
            } catch (Exception e) {
                throw new java.io.IOException(e);
            }
        });
        CompactRange first = CompactRange.empty();
        for (Frame frame : new FrameReader(mirrored("page/0").body(), 0).rest()) {
            first.append(frame.entry().leafHash());
        }
        assertThat(ConsistencyProof.prove(256, newest.size(), tree).verify(first.root(), newest.root()))
                .isTrue();
    }

    @Test
    void servesNothingBeyondWhatItVerified() throws Exception {
        long size = author.size();
        author.goOffline();
        author.core.ask(author.core.join("nina"), "A question that the mirror has not read");
        mirror.core
                .writer
                .submit(tx -> tx.sql()
                        .update(
                                "update log_state set checkpoint = ? where log = ?",
                                "one that is ahead of what is stored",
                                tx.number(author.core.id)))
                .get();
        assertThat(read(mirrored("checkpoint").body()).size()).isEqualTo(size);
        assertThat(Tail.read(mirrored("tail?from=" + size).body()).frames()).isEmpty();
        assertThat(mirrored("page/2").statusCode()).isEqualTo(404);
        assertThat(mirrored("tail?from=" + (size + 1)).statusCode()).isEqualTo(400);
        assertThat(mirrored("tile/0/001.p/" + (size - 255)).statusCode()).isEqualTo(404);
    }

    @Test
    void readsANodeIdWithEscapedColonsAlike() throws Exception {
        String escaped = author.core.id.did().replace(":", "%3A");
        HttpResponse<byte[]> answer = get(mirror, "/oqx/mirror/" + escaped + "/page/0");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(mirrored("page/0").body());
    }

    @Test
    void hasNothingOfNodesItNeverFollowed() throws Exception {
        assertThat(get(mirror, "/oqx/mirror/" + mirror.core.id.did() + "/checkpoint")
                        .statusCode())
                .isEqualTo(404);
        String stranger =
                "did:key:" + SigningKey.generate(new SecureRandom()).publicKey().text();
        assertThat(get(mirror, "/oqx/mirror/" + stranger + "/page/0").statusCode())
                .isEqualTo(404);
        assertThat(get(mirror, "/oqx/mirror/nobody/checkpoint").statusCode()).isEqualTo(404);
        assertThat(get(mirror, "/oqx/mirror/").statusCode()).isEqualTo(404);
    }
}
