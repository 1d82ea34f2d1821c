package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.guildhall.admission.SigningPermit.State;
import org.guildhall.log.Frame;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.junit.jupiter.api.io.TempDir;

/** A node that may not sign publishes nothing, takes nothing into its log, and remembers why. */
class SigningPermitTest {
    private static List<String> state(NodeInMemory node) throws Exception {
        return node.select("select (select count(*) from log_entry), (select count(*) from object_revision),"
                + " (select count(*) from setback) from node");
    }

    @EachDatabase
    void publishesNothingWhileItWaits(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Waiting", location)) {
            ObjectId ada = node.join("ada");
            List<String> before = state(node);
            node.permit.withhold("its peers are being asked");
            assertThatThrownBy(() -> node.ask(ada, "Why does it stall"))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(SigningPermit.NOT_SIGNING))
                    .hasMessage("its peers are being asked");
            assertThat(state(node)).isEqualTo(before);
            node.permit.grant();
            node.ask(ada, "Why does it stall");
        }
    }

    @EachDatabase
    void takesInWhatNeedsNoSignatureAndReadsTheRestAgainLater(DatabaseLocation location, @TempDir Path directory)
            throws Exception {
        try (NodeInMemory home = new NodeInMemory("Home", location);
                NodeInMemory peer =
                        new NodeInMemory("Peer", new DatabaseLocation.Embedded(directory.resolve("peer")))) {
            home.peer(peer.id, Policy.takeAll());
            ObjectId thread = home.ask(home.join("ada"), "Why does it stall");
            peer.follow(home);
            ObjectId bob = peer.join("bob");
            home.permit.withhold("its peers are being asked");
            assertThat(home.follow(peer).taken())
                    .as("an introduction needs no word of ours")
                    .isPositive();

            peer.answer(bob, thread, "Check the suction line.");
            List<String> before = state(home);
            assertThatThrownBy(() -> home.follow(peer))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(SigningPermit.NOT_SIGNING));
            assertThat(state(home)).isEqualTo(before);
            home.permit.grant();
            assertThat(home.follow(peer).taken()).isPositive();
            assertThat(home.select("select visible from post where kind = 4")).containsExactly("true");
        }
    }

    @EachDatabase
    void staysHaltedUntilAPersonResumesIt(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Halted", location)) {
            node.permit.halt("two copies were seen", 0).join();
            node.permit.halt("a later reason", 0).join();
            node.permit.grant();
            node.permit.withhold("something else");
            assertThat(node.permit.state()).isEqualTo(new State.Halted("two copies were seen"));
            SigningPermit restarted = SigningPermit.open(node.writer);
            assertThat(restarted.state()).isEqualTo(new State.Halted("two copies were seen"));
            restarted.resume("peers are asked again").join();
            assertThat(restarted.state()).isEqualTo(new State.Waiting("peers are asked again"));
            assertThat(SigningPermit.open(node.writer).isGranted()).isTrue();
            assertThat(halts(node)).as("one event for both").containsExactly("two copies were seen");
        }
    }

    /** Whoever halts while a person resumes: what is in force is what is stored. */
    @EachDatabase
    void isHaltedInMemoryAndOnDiskOrInNeitherWhenItIsResumedMeanwhile(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Halted", location)) {
            node.permit.halt("two copies were seen", 0).join();
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletableFuture<Void> goOn = new CompletableFuture<>();
            CompletableFuture<Boolean> earlier = node.writer.submit(tx -> {
                begun.complete(null);
                goOn.join();
                return true;
            });
            begun.join();
            CompletableFuture<Void> resumed = node.permit.resume("peers are asked again");
            CompletableFuture<Void> halted = node.permit.halt("asked for before the resuming is durable", 0);
            goOn.complete(null);
            CompletableFuture.allOf(earlier, resumed, halted).join();
            assertThat(node.permit.state()).isEqualTo(new State.Waiting("peers are asked again"));
            assertThat(SigningPermit.open(node.writer).isGranted()).isTrue();

            node.permit.halt("two copies were seen again", 0).join();
            AtomicReference<CompletableFuture<Void>> since = new AtomicReference<>();
            node.writer.onCommit(commit -> {
                if (since.get() == null) {
                    CompletableFuture.runAsync(() -> since.set(node.permit.halt("a copy seen since", 0)))
                            .join();
                }
            });
            node.permit.resume("peers are asked again").join();
            since.get().join();
            assertThat(node.permit.state()).isEqualTo(new State.Halted("a copy seen since"));
            assertThat(SigningPermit.open(node.writer).state()).isEqualTo(new State.Halted("a copy seen since"));
        }
    }

    /** OQX-WIT-058: who judged by the keys of before the log went on, and says so late, halts nothing. */
    @EachDatabase
    void isNotHaltedAnewForWhatWasSeenBeforeItsLogWentOn(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Forked", location)) {
            int before = node.permit.era();
            node.permit.halt("two copies were seen", before).join();
            endHalt(node);
            node.permit.halt("the other copy, seen late", before).join();
            node.permit.goOn();
            assertThat(node.permit.isGranted()).isTrue();
            assertThat(SigningPermit.open(node.writer).isGranted()).isTrue();
            assertThat(halts(node)).containsExactly("two copies were seen");

            endHalt(node);
            node.permit.halt("a copy with the new key", node.permit.era()).join();
            node.permit.goOn();
            assertThat(node.permit.state()).as("seen since").isEqualTo(new State.Halted("a copy with the new key"));
            assertThat(SigningPermit.open(node.writer).isGranted()).isFalse();
        }
    }

    /** OQX-WIT-058: until the record is durable nobody else can read which keys it gives up. */
    @EachDatabase
    void isNotHaltedForWhatWasSeenWhileItsLogWasGoingOn(DatabaseLocation location) throws Exception {
        try (NodeInMemory node = new NodeInMemory("Forked", location)) {
            int meanwhile = node.writer
                    .submit(tx -> {
                        node.permit.endHalt(tx);
                        return node.permit.era();
                    })
                    .join();
            node.permit
                    .halt("the other copy, judged by the old keys", meanwhile)
                    .join();
            node.permit.goOn();
            assertThat(node.permit.isGranted()).isTrue();
            assertThat(SigningPermit.open(node.writer).isGranted()).isTrue();
            assertThat(halts(node)).isEmpty();
        }
    }

    private static void endHalt(NodeInMemory node) {
        node.writer
                .submit(tx -> {
                    node.permit.endHalt(tx);
                    return true;
                })
                .join();
    }

    private static List<String> halts(NodeInMemory node) throws Exception {
        return node.select("select detail from event where kind = 'signing-halted' order by nr");
    }

    @EachDatabase
    void isHaltedByARecordThatOurKeySignedElsewhere(DatabaseLocation location, @TempDir Path directory)
            throws Exception {
        isHaltedByARecordSaidToBeAt(2, location, directory);
    }

    /** OQX-WIT-051, 058: the record by which a log goes on gives up keys that it does not list, too. */
    @EachDatabase
    void isNotHaltedByAKeyThatWasRetiredBeforeItsLogWentOn(DatabaseLocation location, @TempDir Path directory)
            throws Exception {
        try (NodeInMemory node = new NodeInMemory("Copied", location);
                NodeInMemory peer =
                        new NodeInMemory("Peer", new DatabaseLocation.Embedded(directory.resolve("peer")))) {
            node.peer(peer.id, Policy.takeAll());
            ObjectId ada = node.join("ada");
            OqxRecord elsewhere = node.sign(node.fresh(), 1, NodeInMemory.questionBody(ada, "Asked at the copy"));
            node.rotate();
            node.follow(peer);
            node.goOn();
            long from = peer.writer.current().size();

            node.arrive(peer, from, List.of(NodeInMemory.included(elsewhere, 1)));
            assertThat(node.permit.isGranted()).isTrue();
            assertThat(halts(node)).isEmpty();
            assertThat(node.select("select outcome, code from setback")).containsExactly("quarantined|key-revoked");
        }
    }

    /** Two copies go their own way from some entry on, so the place that a record of the other has is mostly one of ours, too. */
    @EachDatabase
    void isHaltedWhateverPlaceThatRecordHasInTheOtherCopy(DatabaseLocation location, @TempDir Path directory)
            throws Exception {
        isHaltedByARecordSaidToBeAt(1, location, directory);
    }

    private static void isHaltedByARecordSaidToBeAt(long place, DatabaseLocation location, Path directory)
            throws Exception {
        try (NodeInMemory node = new NodeInMemory("Copied", location);
                NodeInMemory peer =
                        new NodeInMemory("Peer", new DatabaseLocation.Embedded(directory.resolve("peer")))) {
            node.peer(peer.id, Policy.takeAll());
            ObjectId ada = node.join("ada");
            node.follow(peer);
            OqxRecord elsewhere = node.sign(node.fresh(), 1, NodeInMemory.questionBody(ada, "Asked at the copy"));
            List<Frame> frames = List.of(NodeInMemory.included(elsewhere, place));
            long from = peer.writer.current().size();
            List<String> before = state(node);

            // The start check may still bring it: nothing is decided before that is done.
            node.permit.withhold("its peers are being asked");
            assertThatThrownBy(() -> node.arrive(peer, from, frames))
                    .cause()
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(SigningPermit.NOT_SIGNING));
            assertThat(halts(node)).isEmpty();
            node.permit.grant();
            assertThat(node.permit.isGranted()).isTrue();

            assertThatThrownBy(() -> node.arrive(peer, from, frames))
                    .cause()
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("own-record-unknown"));
            assertThat(state(node)).isEqualTo(before);
            assertThat(node.permit.state()).isInstanceOf(State.Halted.class);
            assertThat(SigningPermit.open(node.writer).state()).isEqualTo(node.permit.state());
            assertThat(halts(node))
                    .singleElement()
                    .asString()
                    .contains(peer.id.did(), elsewhere.head().id().toString());

            // Following goes on; the record is kept in the peer's log, and not believed.
            assertThat(node.arrive(peer, from, frames).quarantined()).isEqualTo(1);
            assertThat(node.select("select code from setback")).containsExactly("own-record-unknown");
            assertThat(halts(node)).hasSize(1);
        }
    }

    @EachDatabase
    void isNotHaltedByWhatIsOursOrIsSignedByAnotherKey(DatabaseLocation location, @TempDir Path directory)
            throws Exception {
        try (NodeInMemory node = new NodeInMemory("Known", location);
                NodeInMemory peer =
                        new NodeInMemory("Peer", new DatabaseLocation.Embedded(directory.resolve("peer")))) {
            node.peer(peer.id, Policy.takeAll());
            ObjectId ada = node.join("ada");
            node.follow(peer);
            OqxRecord ours = node.publish(node.fresh(), NodeInMemory.questionBody(ada, "Asked here"));
            OqxRecord forged = DataIntegrity.sign(
                    new Draft(
                            Head.of(Kind.QUESTION, node.fresh(), 1, node.clock.instant(), new SecureRandom()),
                            NodeInMemory.questionBody(ada, "Asked by nobody")),
                    peer.signing);
            Intake.Counts counts = node.arrive(
                    peer,
                    peer.writer.current().size(),
                    List.of(NodeInMemory.included(ours, 2), NodeInMemory.included(forged, 3)));
            assertThat(counts.duplicate()).isEqualTo(1);
            assertThat(counts.quarantined()).isEqualTo(1);
            assertThat(node.permit.isGranted()).isTrue();
            assertThat(halts(node)).isEmpty();
        }
    }
}
