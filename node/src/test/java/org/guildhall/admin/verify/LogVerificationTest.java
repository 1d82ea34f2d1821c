package org.guildhall.admin.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.Kind;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Commit;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogVerificationTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private NodeInMemory node;

    @BeforeEach
    void makeALogOfSomePages() throws Exception {
        node = node("association");
        ObjectId ada = node.join("ada");
        node.admission
                .publish(desk -> {
                    for (int i = 0; i < 300; i++) {
                        desk.publish(
                                node.fresh(),
                                new MemberProfile(
                                        "m" + i, "Member " + i, Optional.empty(), List.of(), Optional.empty()));
                    }
                    return ada;
                })
                .get();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private NodeInMemory node(String name) throws Exception {
        FreshDatabase database = FreshDatabase.onH2();
        NodeInMemory made = new NodeInMemory(name, database.location());
        open.add(made);
        open.add(database);
        return made;
    }

    @Test
    void findsNothingInAHealthyLog() throws Exception {
        List<Long> progress = new ArrayList<>();
        List<LogReport> reports =
                verification().run(Optional.empty(), Optional.of(published()), (log, done, all) -> progress.add(done));
        assertThat(reports).hasSize(1);
        LogReport report = reports.get(0);
        Commit now = node.writer.current();
        assertThat(report.first()).isEmpty();
        assertThat(report.entries()).isEqualTo(now.size()).isEqualTo(302);
        assertThat(report.root()).isEqualTo(now.root());
        assertThat(report.records()).isEqualTo(302);
        assertThat(report.checkpointSize()).contains(302L);
        assertThat(progress).containsExactly(256L, 302L);
    }

    static Stream<Arguments> damage() {
        return Stream.of(
                Arguments.of(
                        "payload-digest",
                        "update payload set bytes = (select bytes from payload p join log_entry e on"
                                + " p.digest = e.digest where e.idx = 9) where digest = (select digest from log_entry where idx = 10)"),
                Arguments.of(
                        "payload-missing",
                        "delete from payload where digest = (select digest from log_entry where idx = 300)"),
                Arguments.of("root-mismatch", "update log_entry set logged_at = logged_at + 1 where idx = 301"),
                Arguments.of("time-order", "update log_entry set logged_at = 0 where idx = 20"),
                Arguments.of("missing-entry", "delete from log_entry where idx = 270"),
                Arguments.of("entry-mismatch", "update log_entry set revision = 2 where idx = 5"),
                Arguments.of("entry-mismatch", "update log_entry set kind = 3 where idx = 5"),
                Arguments.of("origin-index", "update log_entry set origin = 7 where idx = 5"),
                Arguments.of(
                        "duplicate",
                        "update log_entry set digest = (select digest from log_entry where idx = 8)"
                                + " where idx = 9"),
                Arguments.of("tile", "update log_tile set hash = (select digest from log_entry where idx = 0)"),
                Arguments.of("beyond-end", "update log_state set size = 300"));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("damage")
    void findsEveryKindOfDamage(String code, String statement) throws Exception {
        String published = published();
        assertThat(node.writer.submit(tx -> tx.sql().update(statement)).get()).isPositive();
        LogReport report = verified(Optional.of(published));
        assertThat(report.faults()).isPositive();
        assertThat(report.first()).extracting(Finding::code).contains(code);
    }

    @Test
    void namesTheEntryThatIsDamaged() throws Exception {
        node.writer
                .submit(tx -> tx.sql()
                        .update(
                                "update payload set bytes = ? where digest = (select digest from log_entry where idx = 100)",
                                "{}".getBytes(UTF_8)))
                .get();
        LogReport report = verified(Optional.empty());
        assertThat(report.first()).hasSize(1);
        assertThat(report.first().get(0).index()).isEqualTo(100);
    }

    @Test
    void findsARecordSignedByAKeyThatWasNeverIntroduced() throws Exception {
        append(SigningKey.generate(new SecureRandom()));
        assertThat(verified(Optional.empty()).first()).extracting(Finding::code).containsExactly("key-unknown");
    }

    @Test
    void believesARecordSignedByTheKeyThatWasIntroduced() throws Exception {
        append(node.signing);
        assertThat(verified(Optional.empty()).faults()).isZero();
    }

    @Test
    void findsThatADatabaseIsOlderThanWhatWasPublished() throws Exception {
        Commit now = node.writer.current();
        String ahead = note(node.id, now.size() + 1, node.signing);
        assertThat(verified(Optional.of(ahead)).first())
                .extracting(Finding::code)
                .containsExactly("checkpoint");
    }

    @Test
    void findsThatAnotherHistoryWasPublished() throws Exception {
        assertThat(verified(Optional.of(note(node.id, 200, node.signing))).first())
                .extracting(Finding::code)
                .containsExactly("root-mismatch");
    }

    @Test
    void findsACheckpointThatAnotherKeySigned() throws Exception {
        Commit now = node.writer.current();
        SigningKey other = SigningKey.generate(new SecureRandom());
        String note = new String(
                SignedCheckpoint.sign(Checkpoint.of(node.id, now.size(), now.root()), other)
                        .note(),
                UTF_8);
        assertThat(verified(Optional.of(note)).first())
                .extracting(Finding::code)
                .containsExactly("checkpoint-key");
    }

    @Test
    void verifiesFollowedLogsAndWhatWasIncludedFromThem() throws Exception {
        NodeInMemory vendor = node("vendor");
        ObjectId question = node.ask(node.join("berta"), "Why does it leak");
        vendor.follow(node);
        vendor.answer(vendor.join("viktor"), question, "The seal is worn.");
        node.follow(vendor);
        sign(vendor);
        List<LogReport> reports =
                verification().run(Optional.empty(), Optional.of(published()), (log, done, all) -> {});
        assertThat(reports).extracting(LogReport::node).containsExactlyInAnyOrder(node.id, vendor.id);
        assertThat(reports).allSatisfy(report -> assertThat(report.first()).isEmpty());
        LogReport own = reports.stream().filter(LogReport::own).findFirst().orElseThrow();
        assertThat(own.entries()).isEqualTo(302 + 2 + 4);
    }

    @Test
    void doesNotAnswerForABadRecordThatAPeerLogged() throws Exception {
        NodeInMemory vendor = node("vendor");
        ObjectId member = vendor.fresh();
        OqxRecord forged = record(vendor, member, SigningKey.generate(new SecureRandom()));
        vendor.writer.submit(tx -> tx.append(forged, Frame.OWN)).get();
        node.follow(vendor);
        sign(vendor);
        List<LogReport> reports = verification().run(Optional.of(vendor.id), Optional.empty(), (log, done, all) -> {});
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).first()).isEmpty();
        assertThat(reports.get(0).setBack()).isEqualTo(1);
    }

    private LogVerification verification() {
        return new LogVerification(node.database, node.id, Verifier.best());
    }

    private LogReport verified(Optional<String> published) throws Exception {
        return verification()
                .run(Optional.of(node.id), published, (log, done, all) -> {})
                .get(0);
    }

    private String published() {
        Commit now = node.writer.current();
        return new String(
                SignedCheckpoint.sign(Checkpoint.of(node.id, now.size(), now.root()), node.signing)
                        .note(),
                UTF_8);
    }

    /** A note of a size with a root that is not that of the log at this size. */
    private String note(NodeId id, long size, SigningKey key) {
        Checkpoint checkpoint = Checkpoint.of(id, size, node.writer.current().root());
        return new String(SignedCheckpoint.sign(checkpoint, key).note(), UTF_8);
    }

    /** What a follower would have kept beside the frames. */
    private void sign(NodeInMemory owner) throws Exception {
        Commit now = owner.writer.current();
        String note = new String(
                SignedCheckpoint.sign(Checkpoint.of(owner.id, now.size(), now.root()), owner.signing)
                        .note(),
                UTF_8);
        Writer writer = node.writer;
        writer.submit(tx ->
                        tx.sql().update("update log_state set checkpoint = ? where log = ?", note, tx.number(owner.id)))
                .get();
    }

    /** Past the gate, straight into the log. */
    private void append(SigningKey key) throws Exception {
        OqxRecord record = record(node, node.fresh(), key);
        node.writer.submit(tx -> tx.append(record, Frame.OWN)).get();
    }

    private static OqxRecord record(NodeInMemory owner, ObjectId member, SigningKey key) throws Exception {
        MemberProfile profile = new MemberProfile("mallory", "Mallory", Optional.empty(), List.of(), Optional.empty());
        return DataIntegrity.sign(
                new Draft(Head.of(Kind.MEMBER, member, 1, owner.clock.instant(), new SecureRandom()), profile), key);
    }
}
