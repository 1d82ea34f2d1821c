package org.guildhall.peering.following;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.guildhall.admission.Policy;
import org.guildhall.admission.StorageLimit;
import org.guildhall.log.Contradiction;
import org.guildhall.log.Entry;
import org.guildhall.log.Frame;
import org.guildhall.log.Tail;
import org.guildhall.peering.FederatedNode;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.signing.DataIntegrity;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One peer after the other misbehaves, and the same node follows them all. Ids are those of the table of abuse and faults. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FollowingHostilePeersTest {
    private final Vertx vertx = Vertx.vertx();
    private FederatedNode node;
    private HostilePeer peer;
    private ObjectId author;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        node = new FederatedNode(vertx, "Follower", directory);
    }

    @AfterAll
    void stop() {
        node.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void meet() throws Exception {
        peer = new HostilePeer(vertx);
        author = peer.join("mallory");
    }

    @AfterEach
    void part() throws Exception {
        if (node.table.find(peer.id).isPresent()) {
            node.peerings().remove(peer.id);
        }
        peer.close();
    }

    private void follow() throws Exception {
        node.peerings().accept(peer.invitation().text(), Policy.takeAll());
    }

    private static void until(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(check);
    }

    private void untilAt(long size) {
        until(() -> {
            assertThat(standing().fault()).isEmpty();
            assertThat(node.followedSize(peer.id)).isEqualTo(size);
        });
    }

    private Standing standing() {
        return node.standing(peer.id).orElseThrow();
    }

    private Lag lag() {
        return node.followers().all().stream()
                .filter(one -> one.peer().node().equals(peer.id))
                .findFirst()
                .orElseThrow()
                .lag();
    }

    /** It keeps the connection open and says nothing: that is no news, and no news is not "nothing missing". */
    @Test
    void doesNotSayThatNothingIsMissingWhenNothingIsHeard() throws Exception {
        peer.ask(author, "One");
        follow();
        untilAt(3);
        until(() -> assertThat(lag().records()).hasValue(0));
        int before = peer.requests.size();
        peer.instead.put("/oqx/log/tail", request -> {});
        peer.ask(author, "Two");
        until(() -> assertThat(peer.requests.size()).isGreaterThan(before));
        node.core.clock.advance(Lag.FRESH.plusSeconds(1));
        until(() -> assertThat(lag().unknown()).contains("silent"));
        assertThat(lag().records()).isEmpty();
    }

    @Test
    void doesNotSayThatNothingIsMissingOfAPeerThatIsNotFollowed() throws Exception {
        follow();
        untilAt(2);
        until(() -> assertThat(lag().records()).hasValue(0));
        node.peerings().suspend(peer.id);
        until(() -> assertThat(lag().unknown()).contains("suspended"));
        assertThat(lag().records()).isEmpty();
        node.peerings().resume(peer.id);
        until(() -> assertThat(lag().records()).hasValue(0));
    }

    @Test
    void saysHowMuchIsMissingAndSinceWhen() throws Exception {
        follow();
        untilAt(2);
        peer.instead.put("/oqx/log/page", request -> {});
        peer.shown = Optional.of(2);
        List<Frame> before = peer.frames;
        for (int i = 0; i < 300; i++) {
            peer.ask(author, "Question " + i);
        }
        peer.shown = Optional.empty();
        until(() -> assertThat(lag().records()).hasValue(300));
        // The page of the federation is made from what is stored.
        until(() -> {
            assertThat(standing().fault()).as("it is still at it").isEmpty();
            assertThat(node.table.find(peer.id).orElseThrow().remoteSize()).contains(302L);
        });
        assertThat(lag().since())
                .as("when the oldest missing entry was logged")
                .contains(Instant.ofEpochMilli(
                        peer.frames.get(before.size()).entry().time()));
    }

    private void untilFault(String code) {
        until(() -> assertThat(standing().fault().map(Standing.Fault::code)).contains(code));
        assertThat(lag().records()).as("nobody knows while something is wrong").isEmpty();
        assertThat(lag().unknown()).contains(code);
        assertThat(lag().since()).isPresent();
    }

    private List<String> setbacks() throws Exception {
        return node.core.select(
                "select b.idx, b.outcome, b.code from setback b join node n on n.nr = b.log where n.id = ?"
                        + " order by b.idx",
                peer.id.did());
    }

    private List<String> events() throws Exception {
        return node.core.select(
                "select e.kind, e.code from event e join node n on n.nr = e.node where n.id = ? order by e.nr",
                peer.id.did());
    }

    private List<String> titles() throws Exception {
        return node.core.select(
                "select t.title from thread t join node n on n.nr = t.node where n.id = ? order by t.created_at",
                peer.id.did());
    }

    /** Whoever is stopped once stays stopped, over a restart too, until a person resumes. */
    private Contradiction stoppedForGood() throws Exception {
        untilFault("equivocation");
        assertThat(standing().fault().orElseThrow().isFinal()).isTrue();
        until(() -> assertThat(node.peerings().evidence(peer.id)).hasSize(1));
        until(() -> assertThat(node.table.find(peer.id).orElseThrow().stopped()).isTrue());
        node.followers().refresh();
        long before = requests("/oqx/log/");
        assertThat(node.standing(peer.id)).isEmpty();
        PeerStatus status = node.followers().all().stream()
                .filter(one -> one.peer().node().equals(peer.id))
                .findFirst()
                .orElseThrow();
        assertThat(status.stopped()).isTrue();
        assertThat(status.fault().orElseThrow()).startsWith("equivocation: ");
        assertThat(status.behind()).isEmpty();
        long asked = requests("/.well-known/oqx");
        until(() -> assertThat(requests("/.well-known/oqx"))
                .as("whether it says which history stands is asked")
                .isGreaterThan(asked + 2));
        assertThat(requests("/oqx/log/")).as("its log is read no more").isEqualTo(before);
        Contradiction proof = Contradiction.read(
                node.peerings().evidence(peer.id).get(0), peer.id, List.of(peer.signing.publicKey()), Verifier.best());
        assertThat(proof.toBytes(peer.id).length).as("a proof is small").isLessThan(1_024);
        return proof;
    }

    private long requests(String below) {
        return peer.requests.stream().filter(path -> path.startsWith(below)).count();
    }

    // ------------------------------------------------------------------------------------------------- one bad record

    /** A31: who answers at once although it has no news is not asked at once again, so it cannot keep us busy. */
    @Test
    void doesNotAskAtOnceAgainWhoHasNoNews() throws Exception {
        follow();
        until(() -> assertThat(waitsForNews()).isPositive());
        // The clock first: what comes between the two lines makes the rounds look longer, never shorter.
        long began = System.nanoTime();
        long before = waitsForNews();
        until(() -> assertThat(waitsForNews()).isGreaterThanOrEqualTo(before + 11));
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("ten rounds, each as long as the shortest wait")
                .isGreaterThan(FederatedNode.SHORTEST_WAIT.multipliedBy(9));
    }

    private long waitsForNews() {
        return peer.requests.stream().filter(uri -> uri.endsWith("&wait=10")).count();
    }

    /** A31: a log that grows without end does not fill this disk; and nobody takes the pause for "nothing is missing". */
    @Test
    void a31PausesAtTheBoundOfWhatIsStoredAndGoesOnWhenItIsRaised() throws Exception {
        follow();
        untilAt(2);
        int log = node.queries.number(peer.id).orElseThrow();
        node.peerings().setPolicy(peer.id, stored(node.queries.volume(log).bytes() + 1));
        peer.ask(author, "At the bound");
        untilFault(StorageLimit.CODE);
        assertThat(standing().fault().orElseThrow().isFinal()).isFalse();
        assertThat(node.followedSize(peer.id)).isEqualTo(3);
        peer.ask(author, "Beyond it");
        long before = askedForItsLog();
        await().during(FederatedNode.SHORTEST_WAIT.multipliedBy(10))
                .untilAsserted(() -> assertThat(askedForItsLog())
                        .as("what could not be stored is not fetched")
                        .isEqualTo(before));
        until(() -> assertThat(events()).endsWith("fault-begun|" + StorageLimit.CODE));

        node.peerings().setPolicy(peer.id, stored(1_000_000));

        untilAt(4);
        assertThat(titles()).containsExactly("At the bound", "Beyond it");
        until(() -> assertThat(lag().records()).hasValue(0));
        until(() -> assertThat(events()).contains("fault-ended|" + StorageLimit.CODE));
    }

    private long askedForItsLog() {
        return peer.requests.stream()
                .filter(path -> path.startsWith("/oqx/log"))
                .count();
    }

    private static Policy stored(long bytes) {
        Policy all = Policy.takeAll();
        return new Policy(
                all.questions(),
                all.answers(),
                all.comments(),
                all.tallies(),
                all.topics(),
                all.voteWeight(),
                all.recordsPerDay(),
                all.bytesPerDay(),
                all.relay(),
                new Policy.Storage(Policy.Storage.STANDARD.bytesPerDay(), bytes),
                all.labels(),
                all.attestations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "not json", "{\"oqx\":1,\"oqx\":1}", "\u0000", "\u00ff\u00fe"})
    void a18QuarantinesBytesThatAreNoRecordAndTakesTheNext(String bytes) throws Exception {
        OqxRecord like = peer.ask(author, "Before");
        peer.logBytes(bytes.getBytes(StandardCharsets.UTF_8), Entry.of(like, Instant.EPOCH));
        peer.ask(author, "After");
        follow();
        untilAt(5);
        assertThat(titles()).containsExactly("Before", "After");
        assertThat(setbacks()).singleElement().asString().startsWith("3|quarantined|");
    }

    @Test
    void a01QuarantinesWhatAKeySignedThatIsNotTheNodes() throws Exception {
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        peer.log(peer.sign(peer.fresh(), 1, HostilePeer.question(author, "By a stranger"), stranger));
        peer.ask(author, "By the node");
        follow();
        untilAt(4);
        assertThat(titles()).containsExactly("By the node");
        assertThat(setbacks()).containsExactly("2|quarantined|key-unknown");
    }

    @Test
    void a01QuarantinesASignatureThatDoesNotHold() throws Exception {
        peer.log(HostilePeer.forged(peer.sign(peer.fresh(), 1, HostilePeer.question(author, "Forged"), peer.signing)));
        peer.ask(author, "Genuine");
        follow();
        untilAt(4);
        assertThat(titles()).containsExactly("Genuine");
        assertThat(setbacks()).containsExactly("2|quarantined|bad-signature");
    }

    @Test
    void a02QuarantinesARecordThatSaysItIsAnotherNodes() throws Exception {
        ObjectId ours = node.core.fresh();
        peer.log(peer.sign(ours, 1, HostilePeer.question(author, "In your name"), peer.signing));
        peer.ask(author, "In mine");
        follow();
        untilAt(4);
        assertThat(titles()).containsExactly("In mine");
        assertThat(setbacks()).containsExactly("2|quarantined|origin-index");
        assertThat(node.core.select("select count(*) from thread t where t.title = 'In your name'"))
                .containsExactly("0");
    }

    @Test
    void a14QuarantinesAnEntryThatSpeaksOfAnotherObject() throws Exception {
        OqxRecord record = peer.sign(peer.fresh(), 1, HostilePeer.question(author, "Filed wrongly"), peer.signing);
        Entry entry = Entry.of(record, Instant.parse("2026-11-02T00:00:00Z"));
        peer.log(new Frame(
                new Entry(
                        entry.kindCode(),
                        entry.time(),
                        entry.revision(),
                        entry.thread(),
                        peer.fresh().key(),
                        entry.digest()),
                Frame.OWN,
                new Frame.Content.Payload(record.payload().bytes())));
        follow();
        untilAt(3);
        assertThat(titles()).isEmpty();
        assertThat(setbacks()).containsExactly("2|quarantined|entry-mismatch");
    }

    @Test
    void quarantinesAnEntryThatWasLoggedBeforeTheOneBefore() throws Exception {
        OqxRecord record = peer.sign(peer.fresh(), 1, HostilePeer.question(author, "Early"), peer.signing);
        peer.log(new Frame(
                Entry.of(record, Instant.EPOCH),
                Frame.OWN,
                new Frame.Content.Payload(record.payload().bytes())));
        peer.ask(author, "After");
        follow();
        untilAt(4);
        assertThat(titles()).containsExactly("After");
        assertThat(setbacks()).containsExactly("2|quarantined|time-order");
    }

    @Test
    void stopsAtALogThatDoesNotBeginWithItsNode() throws Exception {
        List<Frame> turned = new ArrayList<>(peer.frames.subList(1, 2));
        turned.add(peer.frames.get(0));
        peer.frames = turned;
        follow();
        untilFault("first-entry");
        assertThat(standing().fault().orElseThrow().isFinal()).isTrue();
        assertThat(node.followedSize(peer.id)).isZero();
    }

    // ---------------------------------------------------------------------------------------------------- bad answers

    @ParameterizedTest
    @CsvSource({
        "application/json",
        "application/octet-stream",
        "application/vnd.oqx.frames",
        "application/vnd.oqx.tail+json",
        "text/html"
    })
    void a04BelievesNothingUnderAnotherMediaType(String type) throws Exception {
        peer.instead.put(
                "/oqx/log/tail",
                request -> HostilePeer.answer(request, type, new Tail(peer.note(), peer.frames).toBytes()));
        follow();
        untilFault("media-type");
        assertThat(node.followedSize(peer.id)).isZero();
        peer.instead.clear();
        untilAt(2);
    }

    @Test
    void a20DoesNotFollowARedirect() throws Exception {
        AtomicInteger elsewhere = new AtomicInteger();
        peer.instead.put("/elsewhere", request -> {
            elsewhere.incrementAndGet();
            peer.honest(request);
        });
        peer.instead.put(
                "/oqx/log/tail",
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("location", "/elsewhere")
                        .end());
        follow();
        untilFault("redirect");
        assertThat(elsewhere).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "longer", "empty", "noise", "huge-length"})
    void refusesAnAnswerThatIsNotOfItsForm(String how) throws Exception {
        peer.ask(author, "A question");
        peer.instead.put("/oqx/log/tail", request -> {
            byte[] good = new Tail(peer.note(), peer.frames).toBytes();
            byte[] bad = switch (how) {
                case "cut" -> java.util.Arrays.copyOf(good, good.length - 1);
                case "longer" -> java.util.Arrays.copyOf(good, good.length + 1);
                case "empty" -> new byte[0];
                case "noise" -> new byte[5_000];
                default -> new byte[] {127, -1, -1, -1, 0};
            };
            HostilePeer.answer(request, Tail.MEDIA_TYPE, bad);
        });
        follow();
        until(() -> assertThat(standing().fault()).isPresent());
        assertThat(node.followedSize(peer.id)).isZero();
        peer.instead.clear();
        untilAt(3);
    }

    @Test
    void refusesFramesThatAreNotUnderTheSignedRoot() throws Exception {
        peer.ask(author, "Signed");
        byte[] note = peer.note();
        OqxRecord other = peer.sign(peer.fresh(), 1, HostilePeer.question(author, "Slipped in"), peer.signing);
        List<Frame> changed = new ArrayList<>(peer.frames);
        changed.set(
                2,
                new Frame(
                        Entry.of(other, peer.frames.get(2).entry().logged()),
                        Frame.OWN,
                        new Frame.Content.Payload(other.payload().bytes())));
        peer.instead.put(
                "/oqx/log/tail",
                request -> HostilePeer.answer(request, Tail.MEDIA_TYPE, new Tail(note, changed).toBytes()));
        follow();
        untilFault("root-mismatch");
        assertThat(node.followedSize(peer.id)).isZero();
        assertThat(node.core.select("select count(*) from post where title in ('Signed', 'Slipped in')"))
                .containsExactly("0");
        peer.instead.clear();
        untilAt(3);
        assertThat(titles()).containsExactly("Signed");
    }

    @Test
    void leavesFramesBeyondTheCheckpointForTheNextOne() throws Exception {
        peer.ask(author, "Covered");
        peer.ask(author, "Not yet covered");
        peer.shown = Optional.of(3);
        peer.instead.put(
                "/oqx/log/tail?from=0",
                request -> HostilePeer.answer(request, Tail.MEDIA_TYPE, new Tail(peer.note(), peer.frames).toBytes()));
        follow();
        untilAt(3);
        assertThat(titles()).containsExactly("Covered");
        peer.shown = Optional.empty();
        untilAt(4);
        assertThat(titles()).containsExactly("Covered", "Not yet covered");
    }

    @Test
    void refusesACheckpointOfAnotherLogAndOneByAnotherKey() throws Exception {
        HostilePeer other = new HostilePeer(vertx);
        peer.instead.put(
                "/oqx/log/tail",
                request -> HostilePeer.answer(request, Tail.MEDIA_TYPE, new Tail(other.note(), peer.frames).toBytes()));
        follow();
        untilFault("checkpoint");
        SigningKey honest = peer.signing;
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        peer.instead.put("/oqx/log/tail", request -> {
            peer.signing = stranger;
            byte[] note = peer.note();
            peer.signing = honest;
            HostilePeer.answer(request, Tail.MEDIA_TYPE, new Tail(note, peer.frames).toBytes());
        });
        untilFault("checkpoint-key");
        assertThat(node.followedSize(peer.id)).isZero();
        peer.instead.clear();
        untilAt(2);
        other.close();
    }

    @Test
    void a26GivesUpAnAnswerThatIsTooLarge() throws Exception {
        peer.instead.put("/oqx/log/tail", request -> HostilePeer.answer(request, Tail.MEDIA_TYPE, new byte[3 << 20]));
        peer.instead.put(
                "/oqx/log/checkpoint",
                request -> HostilePeer.answer(request, "text/plain; charset=utf-8", new byte[9_000]));
        follow();
        untilFault("too-large");
        peer.instead.remove("/oqx/log/checkpoint");
        // The pages say the same: following goes on without the tail.
        untilAt(2);
    }

    @Test
    void takesAPageThatIsLargerThanUsual() throws Exception {
        for (int i = 0; i < 60; i++) {
            peer.log(peer.sign(
                    peer.fresh(),
                    1,
                    new org.guildhall.record.Question(
                            author.id(),
                            "Long " + i,
                            "x".repeat(60_000),
                            List.of("pumps"),
                            "en",
                            "CC-BY-SA-4.0",
                            org.guildhall.record.Post.Origin.HERE),
                    peer.signing));
        }
        follow();
        untilAt(62);
        assertThat(peer.requests).contains("/oqx/log/checkpoint", "/oqx/log/page/0");
    }

    // ------------------------------------------------------------------------------------------------- who it says it
    // is

    @Test
    void a02AndA03StopBelievingAnAddressWhereAnotherNodeAnswers() throws Exception {
        follow();
        untilAt(2);
        HostilePeer impostor = new HostilePeer(vertx);
        peer.instead.put(
                "/.well-known/oqx", request -> HostilePeer.answer(request, "application/json", impostor.discovery()));
        node.goOffline();
        peer.ask(author, "Meanwhile");
        node.comeBack();
        untilFault("node-address");
        assertThat(node.followedSize(peer.id)).isEqualTo(2);
        assertThat(node.core.select("select count(*) from node where id = ?", impostor.id.did()))
                .as("the impostor is not even heard of")
                .containsExactly("0");
        peer.instead.clear();
        untilAt(3);
        impostor.close();
    }

    @Test
    void takesANewSigningKeyFromTheNextIntroduction() throws Exception {
        follow();
        untilAt(2);
        SigningKey before = peer.signing;
        peer.signing = SigningKey.generate(new SecureRandom());
        NodeProfile rotated = peer.profile(peer.address.text());
        peer.introduce(rotated);
        peer.ask(author, "By the new key");
        untilAt(4);
        assertThat(titles()).containsExactly("By the new key");
        assertThat(before).isNotEqualTo(peer.signing);
        assertThat(setbacks()).isEmpty();
    }

    @Test
    void proposesNothingToANodeThatCanNotSayWhoItIs() throws Exception {
        ObjectNode elsewhere = peer.discoveryUnsigned().put("log", "https://elsewhere.example/oqx/log");
        ObjectNode another = peer.discoveryUnsigned();
        another.withArray("/records").removeAll();
        List<byte[]> documents = List.of(
                DataIntegrity.sign(elsewhere, peer.signing),
                DataIntegrity.sign(another, peer.signing),
                DataIntegrity.sign(peer.discoveryUnsigned(), SigningKey.generate(new SecureRandom())),
                "{}".getBytes(StandardCharsets.UTF_8),
                new byte[0]);
        for (byte[] document : documents) {
            peer.instead.put("/.well-known/oqx", request -> HostilePeer.answer(request, "application/json", document));
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    org.guildhall.peering.agreement.PeeringFault.class, this::follow)
                            .code())
                    .isEqualTo("node-address");
        }
        assertThat(peer.requests).doesNotContain("/oqx/peering");
        assertThat(node.table.find(peer.id)).isEmpty();
    }

    @Test
    void a38TwoIntroductionsOfOneRevisionAreAnEquivocation() throws Exception {
        follow();
        untilAt(2);
        OqxRecord other =
                peer.sign(new ObjectId(peer.id, NodeProfile.ID), 1, peer.profile(peer.address.text()), peer.identity);
        peer.introductions.set(0, other);
        node.goOffline();
        node.comeBack();
        untilFault("equivocation");
        until(() -> assertThat(node.peerings().evidence(peer.id)).hasSize(1));
    }

    /** OQX-FOL-053, 054: the second one is in the log itself, whose tree contradicts nothing. */
    @Test
    void a38StopsAtASecondIntroductionOfOneRevisionInTheLog() throws Exception {
        follow();
        untilAt(2);
        peer.log(second("http://127.0.0.1:9"));
        untilFault("equivocation");
        until(() -> assertThat(node.table.find(peer.id).orElseThrow().stopped()).isTrue());
        until(() -> assertThat(node.peerings().evidence(peer.id)).hasSize(1));
        assertThat(node.followedSize(peer.id)).as("what was taken before stays").isEqualTo(2);
    }

    /** OQX-FOL-053, 054: wherever the second is seen; who shows it is not at fault. */
    @Test
    void a38StopsAtASecondIntroductionThatAHubIncludes() throws Exception {
        follow();
        untilAt(2);
        try (HostilePeer hub = new HostilePeer(vertx)) {
            hub.include(second("http://127.0.0.1:9"), 0);
            node.peerings().accept(hub.invitation().text(), Policy.takeAll());
            until(() -> assertThat(
                            node.table.find(peer.id).orElseThrow().fault().orElse(""))
                    .isEqualTo("equivocation: it signed two Node records of revision 1, as " + hub.id + " shows"));
            until(() -> assertThat(node.standing(peer.id)).isEmpty());
            assertThat(node.peerings().evidence(peer.id)).hasSize(1);
            until(() -> assertThat(node.followedSize(hub.id)).isEqualTo(2));
            assertThat(node.table.find(hub.id).orElseThrow().stopped()).isFalse();
        }
    }

    @Test
    void a38KeepsTwoIntroductionsOfAStrangerThatComeTogether() throws Exception {
        try (HostilePeer hub = new HostilePeer(vertx)) {
            hub.include(second("http://127.0.0.1:9"), 0);
            hub.include(second("http://127.0.0.1:10"), 0);
            hub.include(
                    peer.sign(
                            new ObjectId(peer.id, NodeProfile.ID),
                            1,
                            peer.profile("http://127.0.0.1:11"),
                            SigningKey.generate(new SecureRandom())),
                    0);
            node.peerings().accept(hub.invitation().text(), Policy.takeAll());
            until(() -> assertThat(node.followedSize(hub.id)).isEqualTo(4));
            assertThat(node.peerings().evidence(peer.id))
                    .as("what another key signed proves nothing")
                    .hasSize(1);
        }
    }

    private OqxRecord second(String address) throws Exception {
        return peer.sign(new ObjectId(peer.id, NodeProfile.ID), 1, peer.profile(address), peer.identity);
    }

    // ------------------------------------------------------------------------------------------------- two histories

    @Test
    void a38StopsAtTwoCheckpointsOfOneSize() throws Exception {
        OqxRecord first = peer.ask(author, "One history");
        follow();
        untilAt(3);
        peer.cut(2);
        peer.ask(author, "Another history");
        Contradiction proof = stoppedForGood();
        assertThat(proof.shorter().size()).isEqualTo(3);
        assertThat(proof.longer().size()).isEqualTo(3);
        assertThat(titles()).as("what was taken stays").containsExactly("One history");
        assertThat(first).isNotNull();
    }

    @Test
    void a38StopsAtARewrittenLogThatHasGrown() throws Exception {
        peer.ask(author, "One history");
        follow();
        untilAt(3);
        node.goOffline();
        peer.cut(2);
        for (int i = 0; i < 5; i++) {
            peer.ask(author, "Another history " + i);
        }
        node.comeBack();
        Contradiction proof = stoppedForGood();
        assertThat(proof.shorter().size()).isEqualTo(3);
        assertThat(proof.longer().size()).isEqualTo(7);
        assertThat(titles()).containsExactly("One history");
    }

    @Test
    void a38StopsAtAnOlderCheckpointOfAnotherHistory() throws Exception {
        for (int i = 0; i < 4; i++) {
            peer.ask(author, "One history " + i);
        }
        follow();
        untilAt(6);
        node.goOffline();
        peer.cut(3);
        peer.ask(author, "Another history");
        node.comeBack();
        Contradiction proof = stoppedForGood();
        assertThat(proof.shorter().size()).isEqualTo(4);
        assertThat(proof.longer().size()).isEqualTo(6);
    }

    @Test
    void a38WaitsWhenALogWasSetBackAndGoesOnWhenItIsThereAgain() throws Exception {
        for (int i = 0; i < 4; i++) {
            peer.ask(author, "Question " + i);
        }
        List<Frame> whole = peer.frames;
        follow();
        untilAt(6);
        node.goOffline();
        peer.cut(4);
        node.comeBack();
        untilFault("behind");
        assertThat(standing().fault().orElseThrow().isFinal()).isFalse();
        assertThat(node.followedSize(peer.id)).isEqualTo(6);
        peer.frames = whole;
        peer.ask(author, "And on");
        untilAt(7);
        until(() -> assertThat(events()).containsSubsequence("fault-begun|behind", "fault-ended|behind"));
        assertThat(events().stream().filter("fault-begun|behind"::equals))
                .as("begun once, however often it was tried")
                .hasSize(1);
    }

    @Test
    void a38ResumesWhenAPersonSaysSo() throws Exception {
        peer.ask(author, "One history");
        List<Frame> first = peer.frames;
        follow();
        untilAt(3);
        peer.cut(2);
        peer.ask(author, "Another history");
        stoppedForGood();
        assertThat(events()).contains("following-stopped|equivocation");
        peer.frames = first;
        node.peerings().resume(peer.id);
        peer.ask(author, "Back on the first");
        untilAt(4);
        assertThat(node.peerings().evidence(peer.id)).as("shown for ever").hasSize(1);
        assertThat(node.table.find(peer.id).orElseThrow().state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void a38LeavesOutAPayloadThatStaysDamagedAndListsIt() throws Exception {
        OqxRecord good = peer.ask(author, "Damaged on their disk");
        peer.ask(author, "After");
        Frame frame = peer.frames.get(2);
        byte[] flipped = good.payload().bytes().clone();
        flipped[40] ^= 1;
        peer.replace(2, new Frame(frame.entry(), Frame.OWN, new Frame.Content.Payload(flipped)));
        follow();
        untilFault("payload-digest");
        assertThat(node.followedSize(peer.id)).as("the whole answer is refused").isZero();
        int asked = peer.requests.size();
        until(() -> assertThat(peer.requests).hasSizeGreaterThan(asked + 4));
        assertThat(node.followedSize(peer.id)).isZero();
        node.core.clock.advance(Duration.ofSeconds(61));
        untilAt(4);
        assertThat(titles()).containsExactly("After");
        assertThat(setbacks()).containsExactly("2|quarantined|payload-digest");
    }

    @Test
    void a38AsksAgainPastCachesWhenAPayloadWasDamagedOnTheWay() throws Exception {
        OqxRecord good = peer.ask(author, "A question");
        Frame whole = peer.frames.get(2);
        byte[] flipped = good.payload().bytes().clone();
        flipped[40] ^= 1;
        peer.replace(2, new Frame(whole.entry(), Frame.OWN, new Frame.Content.Payload(flipped)));
        peer.instead.put("/oqx/log/tail", request -> {
            if ("no-cache".equals(request.getHeader("cache-control"))) {
                peer.replace(2, whole);
            }
            peer.honest(request);
        });
        follow();
        untilAt(3);
        assertThat(titles()).containsExactly("A question");
        assertThat(setbacks()).isEmpty();
    }

    // ------------------------------------------------------------------------------------------------------ long logs

    private void askMany(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            peer.ask(author, "Question " + i);
        }
    }

    @Test
    void believesALongLogInPartsByItsTiles() throws Exception {
        askMany(2_700);
        follow();
        untilAt(2_702);
        assertThat(peer.requests.stream().filter(path -> path.contains("/tile/")))
                .containsExactly("/oqx/log/tile/1/000.p/10", "/oqx/log/tile/0/010.p/142");
        assertThat(titles()).hasSize(2_700);
    }

    @Test
    void believesNoPartOfALongLogByTilesThatAreNotUnderTheSignedRoot() throws Exception {
        askMany(2_700);
        peer.instead.put(
                "/oqx/log/tile/1",
                request -> HostilePeer.answer(request, "application/octet-stream", new byte[10 * 32]));
        follow();
        untilFault("root-mismatch");
        assertThat(node.followedSize(peer.id)).isZero();
        assertThat(titles()).isEmpty();
        peer.instead.clear();
        untilAt(2_702);
    }

    @Test
    void keepsTheVerifiedPartWhenALaterPageIsBad() throws Exception {
        askMany(2_700);
        peer.instead.put(
                "/oqx/log/page/9",
                request -> HostilePeer.answer(request, Frame.MEDIA_TYPE, Frame.encode(peer.frames.subList(0, 256))));
        follow();
        untilFault("root-mismatch");
        until(() -> assertThat(node.followedSize(peer.id)).isEqualTo(2_048));
        peer.instead.clear();
        untilAt(2_702);
        assertThat(titles()).hasSize(2_700);
    }

    @Test
    void refusesAPageThatEndsTooEarly() throws Exception {
        askMany(300);
        peer.instead.put(
                "/oqx/log/page/1",
                request -> HostilePeer.answer(request, Frame.MEDIA_TYPE, Frame.encode(peer.frames.subList(256, 300))));
        follow();
        untilFault("frame");
        assertThat(node.followedSize(peer.id)).isZero();
    }
}
