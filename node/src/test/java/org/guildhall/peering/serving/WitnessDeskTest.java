package org.guildhall.peering.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.log.AddCheckpoint;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.log.TreeHash;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.record.Multikey;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.WitnessTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anybody may ask a witness, so what it costs is bounded. */
class WitnessDeskTest {
    private final AtomicInteger verifications = new AtomicInteger();

    private final Verifier counting = new Verifier() {
        private final Verifier best = Verifier.best();

        @Override
        public boolean verify(Multikey key, byte[] message, byte[] signature) {
            verifications.incrementAndGet();
            return best.verify(key, message, signature);
        }

        @Override
        public boolean isSound(Multikey key) {
            return best.isSound(key);
        }
    };

    @Test
    void verifiesTheRecordsOfALogOnceAndSeesTheNextOne(@TempDir Path directory) throws Exception {
        try (NodeInMemory log = new NodeInMemory("Log", new DatabaseLocation.Embedded(directory.resolve("log")));
                NodeInMemory witness =
                        new NodeInMemory("Witness", new DatabaseLocation.Embedded(directory.resolve("witness")))) {
            for (int i = 0; i < 4; i++) {
                introduce(log, SigningKey.generate(new SecureRandom()));
            }
            witness.peer(log.id, Policy.takeAll());
            witness.follow(log);
            WitnessDesk desk = new WitnessDesk(
                    witness.cosigning,
                    witness.writer,
                    new WitnessTable(witness.database),
                    new PeeringTable(witness.database),
                    new StoredIntroductions(new LogQueries(witness.database), new DataIntegrity(counting)),
                    counting,
                    witness.clock);
            SigningKey next = SigningKey.generate(new SecureRandom());
            byte[] asked = request(log, next);

            assertThatThrownBy(() -> desk.addCheckpoint(asked)).isInstanceOf(Refusal.class);
            assertThat(verifications.getAndSet(0))
                    .as("one for each Node record")
                    .isEqualTo(5);
            assertThatThrownBy(() -> desk.addCheckpoint(asked)).isInstanceOf(Refusal.class);
            assertThat(verifications.getAndSet(0))
                    .as("by a key that nobody knows")
                    .isZero();

            introduce(log, next);
            witness.follow(log);
            assertThat(desk.addCheckpoint(asked)).isInstanceOf(WitnessDesk.Answer.Cosigned.class);
        }
    }

    private static void introduce(NodeInMemory log, SigningKey key) throws Exception {
        log.admission
                .publish(desk -> desk.publishNode(log.profile(key.publicKey()), log.identity))
                .get();
    }

    private static byte[] request(NodeInMemory log, SigningKey key) {
        Checkpoint checkpoint = Checkpoint.of(log.id, 9, TreeHash.wrap(new byte[32]));
        return new AddCheckpoint(
                        0, List.of(), SignedCheckpoint.sign(checkpoint, key).note())
                .toBytes();
    }
}
