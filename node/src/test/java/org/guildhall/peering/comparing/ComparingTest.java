package org.guildhall.peering.comparing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.guildhall.admission.Policy;
import org.guildhall.admission.SigningPermit;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.EvidenceDocument;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.FederatedNode;
import org.guildhall.peering.following.HostilePeer;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.Verifier;
import org.guildhall.store.EvidenceTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Honest nodes compare what they saw of a node that shows each another history, and of themselves (OQX, chapter 09 §5). */
@Tag("concurrent")
class ComparingTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private FederatedNode anna;
    private FederatedNode ben;
    private final List<HostilePeer> twins = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        anna = new FederatedNode(vertx, "Anna", directory);
        ben = new FederatedNode(vertx, "Ben", directory);
        anna.peerWith(ben);
        twins.addAll(HostilePeer.twins(vertx));
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
        twins.forEach(HostilePeer::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void follow(FederatedNode reader, HostilePeer peer) throws Exception {
        reader.peerings().accept(peer.invitation().text(), Policy.takeAll());
        until(() -> assertThat(reader.followedSize(peer.id)).isEqualTo(peer.frames.size()));
    }

    private static void until(ThrowingCallable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    try {
                        check.call();
                    } catch (AssertionError | Exception e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                });
    }

    /** Both have stopped, both can prove it, and what they serve is proof for anybody. */
    private void stoppedByBoth(List<Long> sizes) throws Exception {
        HostilePeer liar = twins.get(0);
        for (FederatedNode honest : List.of(anna, ben)) {
            until(() -> {
                assertThat(honest.table.find(liar.id).orElseThrow().stopped()).isTrue();
                assertThat(honest.standing(liar.id)).isEmpty();
            });
            assertThat(honest.table.find(liar.id).orElseThrow().fault().orElseThrow())
                    .startsWith("equivocation: ");
            assertThat(honest.core.select("select kind, code from event")).contains("following-stopped|equivocation");
            EvidenceDocument served = EvidenceDocument.read(get(honest, liar).body());
            EvidenceDocument.Verified verified = served.verify(Verifier.best());
            assertThat(verified.node().node()).isEqualTo(liar.id);
            assertThat(verified.pieces()).isNotEmpty().allSatisfy(piece -> {
                assertThat(piece.proof().length).as("a proof is small").isLessThan(1_024);
                assertThat(List.of(
                                piece.contradiction().orElseThrow().shorter().size(),
                                piece.contradiction().orElseThrow().longer().size()))
                        .isEqualTo(sizes);
            });
        }
        assertThat(anna.table.find(ben.core.id).orElseThrow().stopped())
                .as("who told the truth is followed on")
                .isFalse();
        assertThat(anna.federation().permit().isGranted()).isTrue();
    }

    private HttpResponse<byte[]> get(FederatedNode from, HostilePeer about) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(from.address + "/oqx/mirror/" + about.id.did() + "/evidence"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void a38FindsOutWhoShowsEachAnotherLogOfOneSize() throws Exception {
        twins.get(0).join("mallory");
        twins.get(1).join("oscar");
        follow(anna, twins.get(0));
        follow(ben, twins.get(1));
        stoppedByBoth(List.of(2L, 2L));
    }

    @Test
    void a38FindsOutWhoShowsEachAnotherLogOfAnotherSize() throws Exception {
        ObjectId mallory = twins.get(0).join("mallory");
        twins.get(1).join("oscar");
        for (int i = 0; i < 5; i++) {
            twins.get(0).ask(mallory, "Only for Anna " + i);
        }
        follow(anna, twins.get(0));
        follow(ben, twins.get(1));
        stoppedByBoth(List.of(2L, 7L));
    }

    @Test
    void goesOnWithWhoIsOnlySlow() throws Exception {
        ObjectId vera = twins.get(0).join("vera");
        twins.get(1).frames = twins.get(0).frames;
        for (int i = 0; i < 5; i++) {
            twins.get(0).ask(vera, "Question " + i);
        }
        follow(anna, twins.get(0));
        follow(ben, twins.get(1));
        HostilePeer honest = twins.get(0);
        // Both have been asked for the other's, the larger with the tiles that prove it.
        until(() ->
                assertThat(anna.core.select("select count(*) from evidence")).containsExactly("0"));
        twins.get(1).frames = honest.frames;
        until(() -> assertThat(ben.followedSize(honest.id)).isEqualTo(7));
        assertThat(anna.standing(honest.id)).isPresent();
        assertThat(ben.standing(honest.id)).isPresent();
        assertThat(new EvidenceTable(anna.core.database).all()).isEmpty();
        assertThat(new EvidenceTable(ben.core.database).all()).isEmpty();
    }

    /** A mirror that stays as it is was compared when all that we held was in both histories. */
    @Test
    void a38FindsOutOnceItsOwnCopyHasGrownOntoTheOtherHistory() throws Exception {
        HostilePeer liar = twins.get(0);
        ObjectId oscar = twins.get(1).join("oscar");
        for (int i = 0; i < 5; i++) {
            twins.get(1).ask(oscar, "Only for the mirror " + i);
        }
        follow(anna, liar);
        try (HostilePeer mirror = new HostilePeer(vertx)) {
            mirror.mirrors(twins.get(1));
            follow(anna, mirror);
            String looked = "/oqx/mirror/" + liar.id.did() + "/checkpoint";
            until(() -> {
                assertThat(mirror.requests).anyMatch(path -> path.contains(liar.id.did() + "/tile/"));
                // Rounds are one after the other: what was asked for in an earlier one was compared.
                assertThat(mirror.requests.stream().filter(looked::equals)).hasSizeGreaterThan(2);
            });
            assertThat(new EvidenceTable(anna.core.database).all()).isEmpty();

            ObjectId mallory = liar.join("mallory");
            for (int i = 0; i < 10; i++) {
                liar.ask(mallory, "Only for Anna " + i);
            }
            until(() ->
                    assertThat(anna.table.find(liar.id).orElseThrow().stopped()).isTrue());
            assertThat(anna.table.find(mirror.id).orElseThrow().stopped())
                    .as("who told the truth is followed on")
                    .isFalse();
        }
    }

    @Test
    void a38BelievesNoFalseEvidence() throws Exception {
        HostilePeer slanderer = twins.get(0);
        SignedCheckpoint forged = SignedCheckpoint.sign(
                Checkpoint.of(ben.core.id, 1_000, TreeHash.wrap(new byte[32])), slanderer.signing);
        byte[] slander = new EvidenceDocument(
                        ben.core.id, anna.queries.introductions(ben.core.id), List.of(new byte[] {1, 2, 3}))
                .toBytes();
        String mirror = "/oqx/mirror/" + ben.core.id.did();
        slanderer.instead.put(
                mirror + "/checkpoint",
                request -> HostilePeer.answer(request, "text/plain; charset=utf-8", forged.note()));
        slanderer.instead.put(
                mirror + "/evidence", request -> HostilePeer.answer(request, "application/json", slander));
        follow(anna, slanderer);
        until(() ->
                assertThat(slanderer.requests).contains(mirror + "/checkpoint").contains(mirror + "/evidence"));
        ben.core.join("vera");
        until(() -> assertThat(anna.hasAllOf(ben)).isTrue());
        assertThat(new EvidenceTable(anna.core.database).all()).isEmpty();
        assertThat(anna.table.find(ben.core.id).orElseThrow().stopped()).isFalse();
        assertThat(anna.table.find(slanderer.id).orElseThrow().stopped()).isFalse();
    }

    @Test
    void signsNothingMoreWhenSomebodyElseSignsWithItsKey() throws Exception {
        HostilePeer witness = twins.get(0);
        long size = anna.size() + 10;
        SignedCheckpoint twin = SignedCheckpoint.sign(
                Checkpoint.of(anna.core.id, size, TreeHash.wrap(new byte[32])), anna.core.signing);
        witness.instead.put(
                "/oqx/mirror/" + anna.core.id.did() + "/checkpoint",
                request -> HostilePeer.answer(request, "text/plain; charset=utf-8", twin.note()));
        follow(anna, witness);
        until(() -> assertThat(anna.federation().permit().state()).isInstanceOf(SigningPermit.State.Halted.class));
        assertThat(((SigningPermit.State.Halted) anna.federation().permit().state()).reason())
                .contains(size + " entries of our log", "copy of this node");
        until(() -> assertThat(SigningPermit.open(anna.core.writer).state())
                .as("stored")
                .isInstanceOf(SigningPermit.State.Halted.class));
        long signed = anna.federation().publisher().newest().orElseThrow().size();
        anna.goOffline();
        anna.comeBack();
        assertThat(anna.federation().permit().isGranted())
                .as("also after a restart")
                .isFalse();
        assertThat(anna.federation()
                        .publisher()
                        .newest()
                        .map(SignedCheckpoint::size)
                        .orElse(signed))
                .isEqualTo(signed);
    }

    /** An old disk is no second copy: that it is brought up to date comes first. */
    @Test
    void doesNotJudgeItsOwnLogBeforeItKnowsItsNewestEnd() throws Exception {
        HostilePeer witness = twins.get(0);
        String own = "/oqx/mirror/" + anna.core.id.did() + "/checkpoint";
        String bens = "/oqx/mirror/" + ben.core.id.did() + "/checkpoint";
        SignedCheckpoint newer = SignedCheckpoint.sign(
                Checkpoint.of(anna.core.id, anna.size() + 10, TreeHash.wrap(new byte[32])), anna.core.signing);
        witness.instead.put(own, request -> HostilePeer.answer(request, "text/plain; charset=utf-8", newer.note()));
        anna.federation().permit().withhold("its newest end is looked for");
        follow(anna, witness);
        until(() -> assertThat(witness.requests.stream().filter(bens::equals)).hasSizeGreaterThan(2));
        assertThat(witness.requests).doesNotContain(own);
        assertThat(anna.federation().permit().state()).isInstanceOf(SigningPermit.State.Waiting.class);

        anna.federation().permit().grant();
        until(() -> assertThat(anna.federation().permit().state()).isInstanceOf(SigningPermit.State.Halted.class));
    }

    @Test
    void isNotStoppedByAClaimThatItDidNotSign() throws Exception {
        HostilePeer witness = twins.get(0);
        SignedCheckpoint claim =
                SignedCheckpoint.sign(Checkpoint.of(anna.core.id, 1_000, TreeHash.wrap(new byte[32])), witness.signing);
        String path = "/oqx/mirror/" + anna.core.id.did() + "/checkpoint";
        witness.instead.put(path, request -> HostilePeer.answer(request, "text/plain; charset=utf-8", claim.note()));
        follow(anna, witness);
        until(() -> assertThat(witness.requests.stream().filter(path::equals)).hasSizeGreaterThan(2));
        assertThat(anna.federation().permit().isGranted()).isTrue();
    }
}
