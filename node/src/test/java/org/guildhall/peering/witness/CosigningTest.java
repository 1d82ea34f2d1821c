package org.guildhall.peering.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.guildhall.admission.Policy;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.AddCheckpoint;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.CompactRange;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.FederatedNode;
import org.guildhall.peering.following.HostilePeer;
import org.guildhall.peering.serving.WitnessDesk;
import org.guildhall.record.NodeId;
import org.guildhall.signing.Cosignature;
import org.guildhall.signing.SignedNote;
import org.guildhall.signing.Verifier;
import org.guildhall.store.WitnessTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log has its checkpoints cosigned by a peer, over HTTP, and neither believes the other's bare word (OQX, chapter 09 §2). */
@Tag("concurrent")
class CosigningTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private FederatedNode log;
    private FederatedNode witness;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        log = new FederatedNode(vertx, "Log", directory);
        witness = new FederatedNode(vertx, "Witness", directory);
        log.peerWith(witness);
        until(() -> assertThat(witness.hasAllOf(log) && log.hasAllOf(witness)).isTrue());
    }

    @AfterEach
    void stop() {
        log.close();
        witness.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void until(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(check);
    }

    private void choose() throws Exception {
        choose(witness);
    }

    private void choose(FederatedNode one) throws Exception {
        assertThat(log.core
                        .writer
                        .submit(tx -> WitnessTable.add(tx, one.core.id))
                        .get())
                .isTrue();
    }

    private void untilCosigned(long size) {
        until(() -> assertThat(log.federation().cosigning().newest().map(Cosigning.Cosigned::size))
                .contains(size));
    }

    private HttpResponse<String> add(byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(witness.address + "/oqx/witness/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(FederatedNode from, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(from.address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private SignedCheckpoint signed(long size, TreeHash root) {
        return SignedCheckpoint.sign(Checkpoint.of(log.core.id, size, root), log.core.signing);
    }

    private List<String> witnessed() throws Exception {
        return witness.core.select("select size, root from witnessed");
    }

    @Test
    void servesEachNewCheckpointCosigned() throws Exception {
        assertThat(get(log, "/oqx/log/cosigned").statusCode()).isEqualTo(404);
        choose();
        for (int i = 0; i < 3; i++) {
            log.core.join("member" + i);
            untilCosigned(log.size());
            HttpResponse<String> served = get(log, "/oqx/log/cosigned");
            SignedNote note = SignedNote.parse(served.body().getBytes(StandardCharsets.UTF_8));
            assertThat(Cosignature.find(
                            note,
                            Checkpoint.origin(witness.core.id),
                            witness.core.cosigning.publicKey(),
                            Verifier.best()))
                    .isPresent();
            assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(log.size());
        }
        String latest = get(witness, "/oqx/witness/" + WitnessDesk.hash(log.core.id) + "/checkpoint")
                .body();
        assertThat(latest).contains("\n" + log.size() + "\n");
    }

    /** One cosigns, is away while the other does, and what it said is not forgotten. */
    @Test
    void keepsWhatItHasWhileItAsksTheOthersAgain(@TempDir Path directory) throws Exception {
        try (FederatedNode second = new FederatedNode(vertx, "Second", directory)) {
            log.peerWith(second);
            until(() -> assertThat(second.hasAllOf(log) && log.hasAllOf(second)).isTrue());
            choose(witness);
            choose(second);
            second.goOffline();
            log.core.join("vera");
            untilCosigned(log.size());
            assertThat(cosigners()).containsExactly(witness.core.id);

            witness.goOffline();
            second.comeBack();
            log.federation()
                    .cosigning()
                    .published(log.federation().publisher().newest().orElseThrow());
            until(() -> assertThat(cosigners()).containsExactly(witness.core.id, second.core.id));
            SignedNote note =
                    SignedNote.parse(get(log, "/oqx/log/cosigned").body().getBytes(StandardCharsets.UTF_8));
            for (FederatedNode one : List.of(witness, second)) {
                assertThat(Cosignature.find(
                                note, Checkpoint.origin(one.core.id), one.core.cosigning.publicKey(), Verifier.best()))
                        .isPresent();
            }
        }
    }

    private List<NodeId> cosigners() {
        return log.federation()
                .cosigning()
                .newest()
                .map(Cosigning.Cosigned::witnesses)
                .orElse(List.of());
    }

    /** The answer was lost, or either was started anew: the log finds its place again. */
    @Test
    void findsItsPlaceAgain() throws Exception {
        choose();
        log.core.join("vera");
        untilCosigned(2);
        log.core
                .writer
                .submit(tx -> {
                    WitnessTable.remove(tx, witness.core.id);
                    return WitnessTable.add(tx, witness.core.id);
                })
                .get();
        witness.goOffline();
        witness.comeBack();
        log.core.join("anna");
        untilCosigned(3);
        assertThat(log.federation().permit().isGranted()).isTrue();
    }

    @Test
    void cosignsNeitherSmallerNorAnotherOfOneSize() throws Exception {
        choose();
        log.core.join("vera");
        untilCosigned(2);
        List<String> before = witnessed();
        TreeHash zero = TreeHash.wrap(new byte[32]);
        HttpResponse<String> other =
                add(new AddCheckpoint(2, List.of(), signed(2, zero).note()).toBytes());
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.headers().firstValue("content-type")).contains("text/x.tlog.size");
        assertThat(other.body()).isEqualTo("2\n");
        assertThat(add(new AddCheckpoint(0, List.of(), signed(1, zero).note()).toBytes())
                        .statusCode())
                .isEqualTo(409);
        HttpResponse<String> unproven =
                add(new AddCheckpoint(2, List.of(), signed(9, zero).note()).toBytes());
        assertThat(unproven.statusCode()).isEqualTo(422);
        assertThat(unproven.body()).contains("urn:oqx:problem:consistency");
        SignedCheckpoint foreign = SignedCheckpoint.sign(Checkpoint.of(log.core.id, 9, zero), witness.core.signing);
        assertThat(add(new AddCheckpoint(2, List.of(), foreign.note()).toBytes())
                        .statusCode())
                .isEqualTo(403);
        SignedCheckpoint stranger =
                SignedCheckpoint.sign(Checkpoint.of(witness.core.id, 9, zero), witness.core.signing);
        assertThat(add(new AddCheckpoint(0, List.of(), stranger.note()).toBytes())
                        .statusCode())
                .isEqualTo(404);
        assertThat(add("old two\n\n".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(400);
        assertThat(add(new byte[AddCheckpoint.LONGEST + 1]).statusCode()).isEqualTo(413);
        assertThat(witnessed()).isEqualTo(before);
    }

    @Test
    void signsNothingMoreWhenItsWitnessKnowsWhatItNeverSigned() throws Exception {
        SignedCheckpoint twin = signed(50, TreeHash.wrap(new byte[32]));
        assertThat(add(new AddCheckpoint(0, List.of(), twin.note()).toBytes()).statusCode())
                .as("the witness can't know better")
                .isEqualTo(200);
        choose();
        log.core.join("vera");
        until(() -> assertThat(log.federation().permit().isGranted()).isFalse());
    }

    /** OQX-WIT-054: that it cosigned the history which was given up does not bind a witness. */
    @Test
    void cosignsAgainWhenTheLogGoesOnAfterAFork() throws Exception {
        choose();
        log.core.join("vera");
        untilCosigned(2);
        TreeHash elsewhere = TreeHash.wrap(new byte[32]);
        CompactRange copy = CompactRange.empty();
        log.core.frames(0).forEach(frame -> copy.append(frame.entry().leafHash()));
        copy.append(elsewhere);
        AddCheckpoint twin =
                new AddCheckpoint(2, List.of(elsewhere), signed(3, copy.root()).note());
        assertThat(add(twin.toBytes()).statusCode()).isEqualTo(200);
        log.core.join("anna");
        until(() -> assertThat(SigningPermit.open(log.core.writer).isGranted()).isFalse());
        assertThat(log.federation().cosigning().newest().map(Cosigning.Cosigned::size))
                .contains(2L);

        witness.goOffline();
        log.goOffline();
        log.core.goOn();
        log.comeBack();
        witness.comeBack();
        until(() -> assertThat(witness.hasAllOf(log)).isTrue());
        log.federation()
                .cosigning()
                .published(log.federation().publisher().newest().orElseThrow());
        untilCosigned(log.size());
        log.core.join("mona");
        untilCosigned(log.size());
        assertThat(log.federation().permit().isGranted()).isTrue();
        assertThat(witnessed()).singleElement().asString().startsWith(log.size() + "|");
        assertThat(add(new AddCheckpoint(3, List.of(elsewhere), twin.note()).toBytes())
                        .statusCode())
                .as("by a key that is given up")
                .isEqualTo(403);
    }

    @Test
    void isNotStoppedByALyingWitness() throws Exception {
        try (HostilePeer liar = new HostilePeer(vertx)) {
            liar.instead.put(
                    "/oqx/witness/add-checkpoint",
                    request -> request.response()
                            .setStatusCode(409)
                            .putHeader("content-type", "text/x.tlog.size")
                            .end("1000000\n"));
            log.peerings().accept(liar.invitation().text(), Policy.takeAll());
            until(() -> assertThat(log.followedSize(liar.id)).isEqualTo(1));
            log.core.writer.submit(tx -> WitnessTable.add(tx, liar.id)).get();
            choose();
            log.core.join("vera");
            untilCosigned(2);
            until(() -> assertThat(new WitnessTable(log.core.database)
                            .witnesses().stream()
                                    .filter(one -> one.node().equals(liar.id))
                                    .findFirst()
                                    .orElseThrow()
                                    .fault())
                    .isPresent());
            assertThat(log.federation().permit().isGranted()).isTrue();
            log.peerings().remove(liar.id);
        }
    }
}
