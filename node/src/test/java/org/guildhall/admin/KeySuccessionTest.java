package org.guildhall.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.guildhall.RunningNode;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admission.Admission;
import org.guildhall.admission.SigningPermit;
import org.guildhall.record.Audience;
import org.guildhall.record.Digest;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.Sha256;
import org.guildhall.signing.CurrentKey;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.LogQueries;
import org.guildhall.store.StoreFailed;
import org.guildhall.store.TestDisk;
import org.guildhall.store.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation of which nobody knows whether the log has it. */
class KeySuccessionTest {
    private final SecureRandom random = new SecureRandom();
    private final SigningKey identity = SigningKey.generate(random);
    private final NodeId self = NodeId.of(identity.publicKey());

    @Test
    void keepsTheNewKeyWhenTheCommitFailedAfterItWasDone(@TempDir Path parent) throws Exception {
        RunningNode.made(parent.resolve("node"));
        DataDirectory directory = DataDirectory.open(parent.resolve("node"));
        CurrentKey current = new CurrentKey(KeyFile.read(directory.signingKey()));
        Path tables = parent.resolve("tables");
        try (TestDisk disk = new TestDisk()) {
            try (Database database = disk.open(tables);
                    Writer writer = Writer.open(database, self, Clock.systemUTC())) {
                Admission admission =
                        new Admission(writer, current, SigningPermit.open(writer), random, Audience.PUBLIC);
                admission
                        .publish(desk -> desk.publishNode(profile(current.get()), identity))
                        .get();
                KeySuccession succession = new KeySuccession(admission, directory, current, random);
                assertThatThrownBy(() -> succession.run(false, (desk, old, fresh) -> {
                            desk.publishNode(profile(fresh), identity);
                            failAtTheSecondForce(disk);
                            return JsonNodeFactory.instance.objectNode();
                        }))
                        .hasCauseInstanceOf(StoreFailed.class);
            }
        }

        try (Database database = Database.open(new DatabaseLocation.Embedded(tables))) {
            LogQueries queries = new LogQueries(database);
            int log = queries.number(self).orElseThrow();
            List<Multikey> named = queries.keys(log).stream()
                    .filter(key -> queries.speaks(log, key))
                    .toList();
            assertThat(named)
                    .as("the commit was done")
                    .doesNotContain(current.get().publicKey());
            directory.finishRotation(named);
            assertThat(named)
                    .as("whom the log lets speak, and the key that is there")
                    .containsExactly(KeyFile.read(directory.signingKey()).publicKey());
        }
    }

    /** The first is for the body of what is written; what makes it count is written with the second. */
    private static void failAtTheSecondForce(TestDisk disk) {
        AtomicInteger forces = new AtomicInteger();
        disk.beforeEachForce(() -> {
            if (forces.incrementAndGet() == 2) {
                disk.failNextForce(TestDisk.Fault.PERSISTED_ANYWAY);
            }
        });
    }

    private NodeProfile profile(SigningKey key) {
        return new NodeProfile(
                "Node",
                identity.publicKey(),
                Digest.wrap(Sha256.of(new byte[0])),
                List.of(new NodeProfile.SigningKeyEntry(key.publicKey(), Optional.empty())),
                List.of("http://127.0.0.1:1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
