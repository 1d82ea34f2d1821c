package org.guildhall.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.guildhall.RunningNode;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admission.Admission;
import org.guildhall.admission.SigningPermit;
import org.guildhall.peering.recovery.OwnCopies;
import org.guildhall.record.Audience;
import org.guildhall.record.Digest;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.NodeProfile.SigningKeyEntry;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Sha256;
import org.guildhall.signing.CurrentKey;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.StoreFailed;
import org.guildhall.store.TestDisk;
import org.guildhall.store.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new signing key, on the disk and in the log, whatever goes wrong between the two. */
class KeySuccessionTest {
    @TempDir
    private Path parent;

    private final SecureRandom random = new SecureRandom();
    private final SigningKey identity = SigningKey.generate(random);
    private final NodeId self = NodeId.of(identity.publicKey());
    private final TestDisk disk = new TestDisk();
    private DataDirectory directory;
    private CurrentKey current;
    private Database database;
    private Writer writer;
    private SigningPermit permit;
    private Admission admission;
    private KeySuccession succession;

    @BeforeEach
    void begin() throws Exception {
        RunningNode.made(parent.resolve("node"));
        directory = DataDirectory.open(parent.resolve("node"));
        current = new CurrentKey(KeyFile.read(directory.signingKey()));
        database = disk.open(parent.resolve("tables"));
        writer = Writer.open(database, self, Clock.systemUTC());
        permit = SigningPermit.open(writer);
        admission = new Admission(writer, current, permit, random, Audience.PUBLIC);
        admission
                .publish(desk -> desk.publishNode(profile(current.get()), identity))
                .get();
        succession = new KeySuccession(admission, directory, current, random);
    }

    @AfterEach
    void end() {
        writer.close();
        database.close();
        disk.close();
    }

    @Test
    void keepsTheNewKeyWhenTheCommitFailedAfterItWasDone() throws Exception {
        assertThatThrownBy(() -> succession.run(false, (desk, old, fresh) -> {
                    desk.publishNode(profile(fresh), identity);
                    failAtTheSecondForce();
                    return answer();
                }))
                .hasCauseInstanceOf(StoreFailed.class);
        writer.close();
        database.close();

        try (Database again = Database.open(new DatabaseLocation.Embedded(parent.resolve("tables")))) {
            List<Multikey> named = speaking(again);
            assertThat(named)
                    .as("the commit was done")
                    .doesNotContain(current.get().publicKey());
            directory.finishRotation(named);
            assertThat(named)
                    .as("whom the log lets speak, and the key that is there")
                    .containsExactly(KeyFile.read(directory.signingKey()).publicKey());
        }
    }

    @Test
    void lastsTwoAtOnceOneAfterTheOther() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch may = new CountDownLatch(1);
        AtomicReference<SigningKey> first = new AtomicReference<>();
        AtomicReference<SigningKey> secondOld = new AtomicReference<>();
        CompletableFuture<ObjectNode> done = new CompletableFuture<>();
        Thread one = begun(() -> succession.run(false, (desk, old, fresh) -> {
            first.set(fresh);
            ready.countDown();
            may.await();
            desk.publishNode(profile(fresh), identity);
            return answer();
        }));
        ready.await();
        Thread two = begun(() -> {
            done.complete(succession.run(false, (desk, old, fresh) -> {
                secondOld.set(old);
                desk.publishNode(profile(fresh), identity);
                return answer();
            }));
        });
        await().until(() -> two.getState() == Thread.State.BLOCKED || two.getState() == Thread.State.WAITING);
        Multikey onDisk = KeyFile.read(directory.nextSigningKey()).publicKey();
        may.countDown();
        one.join();
        two.join();

        assertThat(onDisk)
                .as("the only copy of the key that the log is about to name")
                .isEqualTo(first.get().publicKey());
        assertThat(secondOld.get().publicKey()).isEqualTo(first.get().publicKey());
        assertThat(done.join().path("key").asText())
                .isEqualTo(KeyFile.read(directory.signingKey()).publicKey().text())
                .isEqualTo(current.get().publicKey().text());
        assertThat(speaking(database)).containsExactly(current.get().publicKey());
        assertThat(directory.nextSigningKey()).doesNotExist();
    }

    @Test
    void keepsTheKeyThatCouldNotBePutInItsPlace() throws Exception {
        Path obstacle = Files.createDirectories(parent.resolve("node/keys/signing.key.new/obstacle"));

        assertThat(rotate().path("key").asText())
                .as("it is done, since the log says so")
                .isEqualTo(current.get().publicKey().text());
        assertThat(speaking(database)).containsExactly(current.get().publicKey());
        assertThatThrownBy(this::refused).isInstanceOf(Refusal.class);
        assertThat(KeyFile.read(directory.nextSigningKey()).publicKey())
                .as("the only copy of the key that the log names")
                .isEqualTo(current.get().publicKey());

        Files.delete(obstacle);
        assertThatThrownBy(this::refused).isInstanceOf(Refusal.class).hasMessageContaining("a test");
        assertThat(KeyFile.read(directory.signingKey()).publicKey())
                .as("the next one finishes it, whatever becomes of itself")
                .isEqualTo(current.get().publicKey());
        assertThat(directory.nextSigningKey()).doesNotExist();
        rotate();
        assertThat(speaking(database)).containsExactly(current.get().publicKey());
    }

    @Test
    void leavesAKeyAloneThatItDoesNotKnow() throws Exception {
        SigningKey lost = SigningKey.generate(random);
        KeyFile.create(directory.nextSigningKey(), lost);

        assertThatThrownBy(this::rotate).isInstanceOf(Refusal.class).hasMessageContaining("was not finished");
        assertThat(KeyFile.read(directory.nextSigningKey()).publicKey()).isEqualTo(lost.publicKey());
    }

    @Test
    void signsByTheNewKeyFromTheCommitOn() throws Exception {
        SigningKey before = current.get();
        CountDownLatch may = new CountDownLatch(1);
        List<Multikey> atForce = new ArrayList<>();
        var blocked = writer.submit(tx -> {
            may.await();
            return true;
        });
        CompletableFuture<ObjectNode> rotated = new CompletableFuture<>();
        Thread rotating = begun(() -> rotated.complete(succession.run(false, (desk, old, fresh) -> {
            desk.publishNode(profile(fresh), identity);
            disk.beforeEachForce(() -> atForce.add(current.get().publicKey()));
            return answer();
        })));
        await().until(() -> writer.queued() == 1);
        CompletableFuture<OqxRecord> member =
                admission.publish(desk -> desk.publish(new ObjectId(self, new java.util.UUID(0, 7)), member()));
        may.countDown();
        blocked.join();
        rotating.join();

        assertThat(atForce.get(0))
                .as("nobody may sign anything with a key that no durable record lists")
                .isEqualTo(before.publicKey());
        assertThat(current.get().publicKey().text())
                .isEqualTo(rotated.join().path("key").asText());
        assertThat(member.join().proof().key())
                .as("what came in together with the rotation, and is logged after it")
                .isEqualTo(current.get().publicKey());
    }

    @Test
    void goesOnAfterAForkThoughTheKeyCouldNotBePutInItsPlace() throws Exception {
        Files.createDirectories(parent.resolve("node/keys/signing.key.new/obstacle"));
        KeyFile.create(parent.resolve("identity.key"), identity);
        permit.halt("a test", 0).join();

        ObjectNode answer = logContinue();

        assertThat(permit.isGranted()).isTrue();
        assertThat(SigningPermit.open(writer).isGranted()).isTrue();
        assertThat(speaking(database)).containsExactly(current.get().publicKey());
        assertThat(answer.path("key").asText())
                .isEqualTo(current.get().publicKey().text());
    }

    @Test
    void goesOnAfterAForkOnceWhenAskedTwice() throws Exception {
        KeyFile.create(parent.resolve("identity.key"), identity);
        permit.halt("a test", 0).join();
        CountDownLatch may = new CountDownLatch(1);
        var blocked = writer.submit(tx -> {
            may.await();
            return true;
        });
        AtomicInteger refused = new AtomicInteger();
        Step ask = () -> {
            try {
                logContinue();
            } catch (Refusal refusal) {
                refused.incrementAndGet();
            }
        };
        Thread one = begun(ask);
        await().until(() -> writer.queued() == 1);
        Thread two = begun(ask);
        await().until(() -> two.getState() == Thread.State.BLOCKED);
        may.countDown();
        blocked.join();
        one.join();
        two.join();

        assertThat(refused).hasValue(1);
        assertThat(permit.isGranted()).isTrue();
        assertThat(new LogQueries(database).introductions(self))
                .as("the first, and the one that goes on")
                .hasSize(2);
    }

    private ObjectNode logContinue() throws Exception {
        LogQueries queries = new LogQueries(database);
        PeeringTable nobody = new PeeringTable(database);
        LogContinue command = new LogContinue(
                succession,
                directory,
                self,
                permit,
                new EvidenceTable(database),
                new OwnCopies(
                        (origin, path, headers, expect) -> {
                            throw new AssertionError("there are no peers");
                        },
                        nobody,
                        queries,
                        self,
                        Verifier.best(),
                        Duration.ofSeconds(1)));
        ObjectNode body =
                answer().put("identityKey", parent.resolve("identity.key").toString());
        return command.run(new Call(Map.of(), body, progress -> {}, () -> false));
    }

    private interface Step {
        void take() throws Exception;
    }

    private static Thread begun(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.take();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    private ObjectNode rotate() throws Exception {
        return succession.run(false, (desk, old, fresh) -> {
            desk.publishNode(profile(fresh), identity);
            return answer();
        });
    }

    private ObjectNode refused() throws Exception {
        return succession.run(false, (desk, old, fresh) -> {
            throw new org.guildhall.admission.Refusal("test", "a test");
        });
    }

    private List<Multikey> speaking(Database of) {
        LogQueries queries = new LogQueries(of);
        int log = queries.number(self).orElseThrow();
        return queries.keys(log).stream()
                .filter(key -> queries.speaks(log, key))
                .toList();
    }

    /** The first is for the body of what is written; what makes it count is written with the second. */
    private void failAtTheSecondForce() {
        AtomicInteger forces = new AtomicInteger();
        disk.beforeEachForce(() -> {
            if (forces.incrementAndGet() == 2) {
                disk.failNextForce(TestDisk.Fault.PERSISTED_ANYWAY);
            }
        });
    }

    private static ObjectNode answer() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static MemberProfile member() {
        return new MemberProfile("anna", "Anna", Optional.empty(), List.of(), Optional.empty());
    }

    private NodeProfile profile(SigningKey key) {
        return new NodeProfile(
                "Node",
                identity.publicKey(),
                Digest.wrap(Sha256.of(new byte[0])),
                List.of(new SigningKeyEntry(key.publicKey(), Optional.empty())),
                List.of("http://127.0.0.1:1"),
                Optional.empty(),
                Optional.empty());
    }
}
