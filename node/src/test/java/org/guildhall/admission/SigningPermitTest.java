package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.guildhall.admission.SigningPermit.State;
import org.guildhall.record.ObjectId;
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
            node.permit.halt("two copies were seen").join();
            node.permit.halt("a later reason").join();
            node.permit.grant();
            node.permit.withhold("something else");
            assertThat(node.permit.state()).isEqualTo(new State.Halted("two copies were seen"));
            SigningPermit restarted = SigningPermit.open(node.writer);
            assertThat(restarted.state()).isEqualTo(new State.Halted("two copies were seen"));
            restarted.resume("peers are asked again").join();
            assertThat(restarted.state()).isEqualTo(new State.Waiting("peers are asked again"));
            assertThat(SigningPermit.open(node.writer).isGranted()).isTrue();
        }
    }
}
