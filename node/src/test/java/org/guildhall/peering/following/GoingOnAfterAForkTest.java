package org.guildhall.peering.following;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.guildhall.admission.FollowedRows;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.Contradiction;
import org.guildhall.log.EvidenceDocument;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.FederatedNode;
import org.guildhall.record.Answer;
import org.guildhall.record.Audience;
import org.guildhall.record.Digest;
import org.guildhall.record.Limits;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.NodeProfile.SigningKeyEntry;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Post;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.TestDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer showed two histories of its log and goes on with one, honestly or not, over HTTP (OQX, chapter 09 §6). */
class GoingOnAfterAForkTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestDisk disk = new TestDisk();
    private final List<FederatedNode> nodes = new ArrayList<>();
    private HostilePeer peer;
    private ObjectId author;
    private ObjectId question;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        peer = new HostilePeer(vertx);
        author = peer.join("anna");
        question = peer.ask(author, "Why does it stall").object();
    }

    @AfterEach
    void stop() {
        nodes.forEach(FederatedNode::close);
        peer.close();
        disk.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private FederatedNode follower(String name) throws Exception {
        return follower(name, Database.open(new DatabaseLocation.Embedded(directory.resolve(name))));
    }

    /** One whose own address is no part of what is compared. */
    private FederatedNode follower(String name, Database database) throws Exception {
        FederatedNode node = add(new FederatedNode(
                vertx, at -> new NodeInMemory(name, database, "http://127.0.0.1:1", Audience.PUBLIC)));
        node.peerings().accept(peer.invitation().text(), Policy.takeAll());
        untilAt(node, peer.frames.size());
        return node;
    }

    private FederatedNode add(FederatedNode node) {
        nodes.add(node);
        return node;
    }

    private static void until(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(check);
    }

    private void untilAt(FederatedNode node, long size) {
        until(() -> {
            assertThat(node.table.find(peer.id).orElseThrow().stopped()).isFalse();
            assertThat(node.followedSize(peer.id)).isEqualTo(size);
        });
    }

    private void untilFault(FederatedNode node, String code) {
        until(() -> assertThat(node.standing(peer.id).flatMap(Standing::fault).map(Standing.Fault::code))
                .contains(code));
    }

    private void untilStopped(FederatedNode node, int proofs) {
        until(() -> {
            assertThat(node.table.find(peer.id).orElseThrow().stopped()).isTrue();
            assertThat(node.peerings().evidence(peer.id)).hasSize(proofs);
        });
    }

    /** The peer's people say by the identity key that a history stands, and log it, signed by a new key from there on. */
    private void goOn(long size, TreeHash root) throws Exception {
        NodeProfile old = peer.profile(peer.address.text());
        List<SigningKeyEntry> keys = new ArrayList<>();
        for (SigningKeyEntry entry : old.signingKeys()) {
            keys.add(new SigningKeyEntry(entry.key(), Optional.of(Math.min(size, peer.frames.size()))));
        }
        SigningKey fresh = SigningKey.generate(new SecureRandom());
        keys.add(new SigningKeyEntry(fresh.publicKey(), Optional.empty()));
        NodeProfile continuing = new NodeProfile(
                old.name(),
                old.identityKey(),
                old.nextIdentity(),
                keys,
                old.addresses(),
                old.contact(),
                old.license(),
                old.cosigningKey(),
                Optional.of(new NodeProfile.Continuation(size, Digest.wrap(root.toBytes()))));
        peer.introduce(continuing);
        peer.signing = fresh;
    }

    private void goOn() throws Exception {
        goOn(peer.frames.size(), HostilePeer.root(peer.frames));
    }

    /** What is believed of the peer, and what is proven against it. */
    private List<String> state(FederatedNode node) throws Exception {
        return Stream.concat(
                        FollowedRows.of(node.core, peer.id).stream(),
                        node.core.select("select proof from evidence order by nr").stream())
                .toList();
    }

    private static List<String> events(FederatedNode node, String kind) throws Exception {
        return node.core.select("select code, times, detail from event where kind = ? order by nr", kind);
    }

    /** The power goes after one of several pieces was taken back, and while the next one is written. */
    @Test
    void takesTheRestBackAfterAPowerCutBetweenTwoPieces() throws Exception {
        Frame[] common = peer.frames.toArray(Frame[]::new);
        String text = "Only our oil helps. ".repeat(Limits.POST_TEXT / 20);
        for (int i = 0; i < 100; i++) {
            Answer answer = new Answer(author.id(), question, text, "en", "CC-BY-SA-4.0", Post.Origin.HERE);
            peer.log(peer.sign(peer.fresh(), 1, answer, peer.signing));
        }
        long whole = peer.frames.size();
        FederatedNode misled = follower("misled", disk.open(directory.resolve("misled")));
        misled.goOffline();
        peer.cut(common.length);
        peer.ask(author, "Asked where it stands");
        goOn();
        peer.ask(author, "Asked by the new key");

        List<Path> left = new ArrayList<>();
        misled.core.writer.onCommit(commit -> {
            long size = misled.followedSize(peer.id);
            if (left.isEmpty() && size > common.length && size < whole) {
                cutPower(left);
                disk.beforeEachForce(() -> {
                    if (left.size() == 1) {
                        cutPower(left);
                    }
                });
            }
        });
        misled.comeBack();
        untilAt(misled, peer.frames.size());
        List<String> expected = FollowedRows.of(follower("fresh").core, peer.id);
        assertThat(FollowedRows.of(misled.core, peer.id)).isEqualTo(expected);

        assertThat(left).hasSize(2);
        for (Path image : left) {
            Database database = Database.open(new DatabaseLocation.Embedded(image));
            NodeInMemory core = new NodeInMemory(misled.core, database);
            assertThat(FollowedRows.of(core, peer.id)).as("it is in the middle").isNotEqualTo(expected);
            FederatedNode again = add(new FederatedNode(vertx, at -> core));
            untilAt(again, peer.frames.size());
            assertThat(FollowedRows.of(core, peer.id)).isEqualTo(expected);
            assertThat(again.peerings().evidence(peer.id)).hasSize(1);
        }
    }

    private void cutPower(List<Path> left) {
        Path image = directory.resolve("left" + left.size());
        left.add(image);
        disk.powerCut(new Random(left.size()), image);
    }

    /** The peer has shown two histories, and the follower, which read the first, has stopped. */
    private FederatedNode misled() throws Exception {
        peer.ask(author, "One history");
        FederatedNode misled = follower("misled");
        peer.cut(peer.frames.size() - 1);
        peer.ask(author, "Another history");
        peer.ask(author, "And more of it");
        untilStopped(misled, 1);
        return misled;
    }

    /** Its people ask the follower to go on, and what it finds there is not what the Node record says: nothing is believed. */
    private void refuses(FederatedNode misled, String code, List<String> before) throws Exception {
        untilFault(misled, code);
        assertThat(state(misled)).isEqualTo(before);
        until(() -> assertThat(events(misled, "fault-begun")).anyMatch(event -> event.startsWith(code + "|")));
        int asked = peer.requests.size();
        until(() -> assertThat(peer.requests.size()).isGreaterThan(asked + 5));
        assertThat(state(misled)).as("however often it is tried").isEqualTo(before);
    }

    @Test
    void a38StaysWhereItIsWhenTheLogIsNotTheOneThatItsNodeStandsBy() throws Exception {
        FederatedNode misled = misled();
        List<String> before = state(misled);
        goOn(peer.frames.size(), TreeHash.wrap(new byte[32]));
        peer.ask(author, "Asked by the new key");
        refuses(misled, "continuation", before);
        assertThat(events(misled, "fault-begun"))
                .anyMatch(event -> event.contains("are not those that its Node record stands by"));
    }

    @Test
    void a38StaysWhereItIsWhenTheLogDoesNotReachWhereItGoesOn() throws Exception {
        FederatedNode misled = misled();
        List<String> before = state(misled);
        goOn(1_000, HostilePeer.root(peer.frames));
        refuses(misled, "continuation", before);
        assertThat(events(misled, "fault-begun")).anyMatch(event -> event.contains("and shows only"));
    }

    /** By its own word the other history stands: what the key that it gave up signed is that no more. */
    @Test
    void a38BelievesNoHistoryThatAKeyGivenUpSigns() throws Exception {
        FederatedNode misled = misled();
        List<Frame> forked = peer.frames;
        SigningKey old = peer.signing;
        goOn();
        peer.ask(author, "Asked by the new key");
        untilAt(misled, peer.frames.size());
        List<String> before = state(misled);
        byte[] discovery = peer.discovery();
        peer.instead.put("/.well-known/oqx", request -> HostilePeer.answer(request, "application/json", discovery));
        peer.frames = forked;
        peer.signing = old;
        peer.ask(author, "Asked by the old key");
        peer.ask(author, "And again");
        peer.ask(author, "And more than before");
        refuses(misled, "checkpoint-key", before);
        assertThat(misled.table.find(peer.id).orElseThrow().stopped()).isFalse();
    }

    @Test
    void a38StopsAgainAtASecondForkAndGoesOnFromThatToo() throws Exception {
        FederatedNode misled = misled();
        goOn();
        peer.ask(author, "Asked by the new key");
        untilAt(misled, peer.frames.size());
        // What was found first, and what the copy that was taken back contradicts (OQX-WIT-053).
        assertThat(misled.peerings().evidence(peer.id)).as("shown for ever").hasSize(2);
        List<String> rows = FollowedRows.of(misled.core, peer.id);

        peer.cut(peer.frames.size() - 1);
        peer.ask(author, "A third history");
        untilStopped(misled, 3);
        assertThat(FollowedRows.of(misled.core, peer.id))
                .as("what was taken stays")
                .isEqualTo(rows);
        assertThat(misled.core.select(
                        "select code, sum(times) from event where kind = 'following-stopped' group by code"))
                .containsExactly("equivocation|2");
        int asked = peer.requests.size();
        until(() -> assertThat(peer.requests.size()).as("it is asked who it is").isGreaterThan(asked + 5));
        assertThat(misled.table.find(peer.id).orElseThrow().stopped()).isTrue();

        goOn();
        untilAt(misled, peer.frames.size());
        assertThat(FollowedRows.of(misled.core, peer.id)).isEqualTo(FollowedRows.of(follower("fresh").core, peer.id));
        assertThat(misled.peerings().evidence(peer.id)).hasSizeGreaterThanOrEqualTo(3);
    }

    /** Proofs against the node's old key, which it gave up, as many as there is room for. */
    private void fillRoom(FederatedNode node, SigningKey old) throws Exception {
        for (int i = 0; i < EvidenceTable.MOST; i++) {
            byte[] proof = contradiction(old, 1_000 + i);
            node.core
                    .writer
                    .submit(tx -> EvidenceTable.keep(tx, peer.id, tx.now(), Optional.empty(), proof, List.of()))
                    .get();
        }
        assertThat(node.peerings().evidence(peer.id)).hasSize(EvidenceTable.MOST);
    }

    private byte[] contradiction(SigningKey key, long size) {
        SignedCheckpoint one = SignedCheckpoint.sign(Checkpoint.of(peer.id, size, filled(1)), key);
        SignedCheckpoint other = SignedCheckpoint.sign(Checkpoint.of(peer.id, size, filled(2)), key);
        return new Contradiction(one, other, other.root(), List.of()).toBytes(peer.id);
    }

    private static TreeHash filled(int value) {
        byte[] bytes = new byte[TreeHash.LENGTH];
        Arrays.fill(bytes, (byte) value);
        return TreeHash.wrap(bytes);
    }

    private FederatedNode wentOnWithNoRoomForProofs() throws Exception {
        FederatedNode misled = misled();
        SigningKey old = peer.signing;
        goOn();
        peer.ask(author, "Asked by the new key");
        untilAt(misled, peer.frames.size());
        fillRoom(misled, old);
        return misled;
    }

    private void staysStopped(FederatedNode node) {
        untilStopped(node, EvidenceTable.MOST);
        int asked = peer.requests.size();
        until(() -> assertThat(peer.requests.size()).as("it is asked who it is").isGreaterThan(asked + 5));
        assertThat(node.table.find(peer.id).orElseThrow().stopped()).isTrue();
        assertThat(node.peerings().evidence(peer.id)).hasSize(EvidenceTable.MOST);
    }

    @Test
    void a38StopsAtANewForkWhenTheRoomForProofsIsUsedUp() throws Exception {
        FederatedNode misled = wentOnWithNoRoomForProofs();
        List<byte[]> settled = misled.peerings().evidence(peer.id);
        List<String> went = events(misled, "fork-continued");
        peer.cut(peer.frames.size() - 1);
        peer.ask(author, "A third history");
        staysStopped(misled);
        assertThat(misled.peerings().evidence(peer.id))
                .as("the new one took the place of the newest that was settled")
                .startsWith(settled.subList(0, EvidenceTable.MOST - 1).toArray(byte[][]::new))
                .isNotEqualTo(settled);
        assertThat(events(misled, "fork-continued"))
                .as("it did not go on again and again")
                .isEqualTo(went);
    }

    @Test
    void a38StopsAtANewForkThatAnotherProvesWhenTheRoomForProofsIsUsedUp() throws Exception {
        FederatedNode misled = wentOnWithNoRoomForProofs();
        byte[] proof = contradiction(peer.signing, 2_000);
        byte[] evidence = new EvidenceDocument(
                        peer.id,
                        peer.introductions.stream()
                                .map(record -> record.payload().bytes())
                                .toList(),
                        List.of(proof))
                .toBytes();
        try (HostilePeer witness = new HostilePeer(vertx)) {
            witness.instead.put(
                    "/oqx/mirror/" + peer.id.did() + "/evidence",
                    request -> HostilePeer.answer(request, EvidenceDocument.MEDIA_TYPE, evidence));
            misled.peerings().accept(witness.invitation().text(), Policy.takeAll());
            staysStopped(misled);
        }
        assertThat(misled.peerings().evidence(peer.id)).contains(proof);
    }
}
