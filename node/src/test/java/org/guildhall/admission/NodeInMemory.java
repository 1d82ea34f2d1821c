package org.guildhall.admission;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.CompactRange;
import org.guildhall.log.Entry;
import org.guildhall.log.Frame;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.record.Accept;
import org.guildhall.record.Answer;
import org.guildhall.record.Audience;
import org.guildhall.record.Body;
import org.guildhall.record.Comment;
import org.guildhall.record.Digest;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.Multikey;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordReader;
import org.guildhall.record.Sha256;
import org.guildhall.record.Verdict;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.LogQueries;
import org.guildhall.store.MigratedDatabase;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.Sql;
import org.guildhall.store.Writer;

/** A node without its network: database, writer, gate. Reads other such nodes' logs straight from their tables. */
public final class NodeInMemory implements AutoCloseable {
    public final String name;
    public final SigningKey identity;
    public final SigningKey next;
    /** Of the moment; who changes it publishes a Node record that lists it. */
    public volatile SigningKey signing;

    public final SigningKey cosigning;
    public final NodeId id;
    public final Database database;
    public final Writer writer;
    public final SigningPermit permit;
    public final Admission admission;
    public final TickingClock clock = new TickingClock();
    private final String address;

    public NodeInMemory(String name, DatabaseLocation location) throws Exception {
        this(name, location, "http://127.0.0.1:1");
    }

    /** A node whose log is for these. */
    public NodeInMemory(String name, DatabaseLocation location, Audience audience) throws Exception {
        this(name, location, "http://127.0.0.1:1", audience);
    }

    public NodeInMemory(String name, DatabaseLocation location, String address) throws Exception {
        this(name, location, address, Audience.PUBLIC);
    }

    public NodeInMemory(String name, DatabaseLocation location, String address, Audience audience) throws Exception {
        this(name, MigratedDatabase.open(location), address, audience);
    }

    /** A node in a database that is open already. */
    public NodeInMemory(String name, Database database, String address, Audience audience) throws Exception {
        this.name = name;
        this.address = address;
        this.database = database;
        this.identity = SigningKey.generate(new SecureRandom());
        this.next = SigningKey.generate(new SecureRandom());
        this.signing = SigningKey.generate(new SecureRandom());
        this.cosigning = SigningKey.generate(new SecureRandom());
        this.id = NodeId.of(identity.publicKey());
        this.writer = Writer.open(database, id, clock);
        this.permit = SigningPermit.open(writer);
        this.admission = new Admission(writer, () -> signing, permit, new SecureRandom(), audience);
        admission.publish(desk -> desk.publishNode(profile(), identity)).get();
    }

    /** The same node, started again with what is left of its database. */
    public NodeInMemory(NodeInMemory before, Database database) throws Exception {
        this.name = before.name;
        this.address = before.address;
        this.database = database;
        this.identity = before.identity;
        this.next = before.next;
        this.signing = before.signing;
        this.cosigning = before.cosigning;
        this.id = before.id;
        this.writer = Writer.open(database, id, clock);
        this.permit = SigningPermit.open(writer);
        this.admission = new Admission(writer, () -> signing, permit, new SecureRandom(), Audience.PUBLIC);
    }

    public NodeProfile profile() {
        return profile(signing.publicKey());
    }

    /** The same node with this signing key. */
    public NodeProfile profile(Multikey key) {
        return new NodeProfile(
                name,
                identity.publicKey(),
                Digest.wrap(Sha256.of(next.publicKey().publicKey())),
                List.of(new NodeProfile.SigningKeyEntry(key, Optional.empty())),
                List.of(address),
                Optional.empty(),
                Optional.empty(),
                Optional.of(cosigning.publicKey()),
                Optional.empty());
    }

    /** A new key signs from here on, and the old one is retired: no record lists it any more. */
    public void rotate() throws Exception {
        SigningKey fresh = SigningKey.generate(new SecureRandom());
        admission
                .publish(desk -> desk.publishNode(profile(fresh.publicKey()), identity))
                .get();
        signing = fresh;
    }

    /** Says by the identity key that the log as it is here stands, after a fork; a new key signs from here on. */
    public void goOn() throws Exception {
        SigningKey fresh = SigningKey.generate(new SecureRandom());
        admission
                .publish(desk -> {
                    long size = desk.tx().size();
                    NodeProfile old = profile();
                    NodeProfile continuing = new NodeProfile(
                            old.name(),
                            old.identityKey(),
                            old.nextIdentity(),
                            List.of(
                                    new NodeProfile.SigningKeyEntry(signing.publicKey(), Optional.of(size)),
                                    new NodeProfile.SigningKeyEntry(fresh.publicKey(), Optional.empty())),
                            old.addresses(),
                            old.contact(),
                            old.license(),
                            old.cosigningKey(),
                            Optional.of(new NodeProfile.Continuation(
                                    size, Digest.wrap(desk.tx().root().toBytes()))));
                    return desk.continueLog(continuing, identity);
                })
                .get();
        signing = fresh;
        permit.goOn();
    }

    public ObjectId fresh() {
        return new ObjectId(id, UUID.randomUUID());
    }

    public OqxRecord publish(ObjectId object, Body body) throws Exception {
        try {
            return admission.publish(desk -> desk.publish(object, body)).get();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    /** A record as this node would sign it, though nothing is stored and nobody judged it. */
    public OqxRecord sign(ObjectId object, int revision, Body body) throws Exception {
        Head head = Head.of(body.kind(), object, revision, clock.instant(), new SecureRandom());
        return DataIntegrity.sign(new Draft(head, body), signing);
    }

    public ObjectId join(String handle) throws Exception {
        MemberProfile member = new MemberProfile(handle, handle, Optional.of(name), List.of(), Optional.empty());
        return publish(fresh(), member).object();
    }

    public ObjectId ask(ObjectId author, String title) throws Exception {
        return publish(fresh(), questionBody(author, title)).object();
    }

    public static Question questionBody(ObjectId author, String title) {
        return new Question(author.id(), title, title + "?", List.of("pumps"), "en", "CC-BY-SA-4.0", Post.Origin.HERE);
    }

    public ObjectId answer(ObjectId author, ObjectId thread, String text) throws Exception {
        return publish(fresh(), answerBody(author, thread, text)).object();
    }

    public static Answer answerBody(ObjectId author, ObjectId thread, String text) {
        return new Answer(author.id(), thread, text, "en", "CC-BY-SA-4.0", Post.Origin.HERE);
    }

    public ObjectId comment(ObjectId author, ObjectId thread, ObjectId parent, String text) throws Exception {
        Comment comment =
                new Comment(author.id(), thread, parent, text, Optional.empty(), Optional.empty(), Post.Origin.HERE);
        return publish(fresh(), comment).object();
    }

    /** Who asked says which answer helped; empty takes that back. The thread is this node's. */
    public void accept(ObjectId thread, Optional<ObjectId> answer) throws Exception {
        publish(new ObjectId(id, NamedUuid.accept(thread)), new Accept(thread, answer));
    }

    public void vote(ObjectId member, ObjectId post) throws Exception {
        vote(member, post, Ballot.Direction.UP);
    }

    public void vote(ObjectId member, ObjectId post, Ballot.Direction direction) throws Exception {
        new Ballot(writer).cast(member.key(), post.key(), direction).get();
    }

    /** Others are told of all votes until now, of single ones too: an hour later. */
    public void publishTallies() throws Exception {
        clock.advance(Duration.ofHours(1));
        new TallyWindow(admission, new TallyTerms(Duration.ofSeconds(1), 1, Duration.ZERO))
                .publishDue()
                .get();
    }

    /** Takes everything of a peer, whose word counts with this weight. */
    public static Policy weighing(int percent) {
        Policy all = Policy.takeAll();
        return new Policy(
                all.questions(),
                all.answers(),
                all.comments(),
                all.tallies(),
                all.topics(),
                percent,
                all.recordsPerDay(),
                all.bytesPerDay(),
                all.relay(),
                all.storage(),
                all.labels(),
                all.attestations());
    }

    /** A moderator's word on a record that is held here. */
    public void decide(OqxRecord held, Verdict.Ruling ruling, String code, String reason) throws Exception {
        admission
                .decide(held.object().key(), held.payload().digest(), ruling, code, reason, ModerationLog.By.MODERATOR)
                .get();
    }

    /** What is done with what a followed node's members write, as a peering would say. */
    public void peer(NodeId other, Policy policy) throws Exception {
        writer.submit(tx -> tx.sql()
                        .update(
                                "insert into peering (node, state, address, policy, since) values (?, ?, ?, ?, ?)",
                                tx.number(other),
                                "active",
                                "http://127.0.0.1:1",
                                policy.toJson(),
                                0L))
                .get();
    }

    public void changePolicy(NodeId other, Policy policy) throws Exception {
        writer.submit(tx -> tx.sql()
                        .update("update peering set policy = ? where node = ?", policy.toJson(), tx.number(other)))
                .get();
    }

    /** Reads everything of another node's log that is new here, as its follower would. */
    public Intake.Counts follow(NodeInMemory other) throws Exception {
        long from =
                select("select s.size from log_state s join node n on n.nr = s.log where n.id = ?", other.id.did())
                        .stream()
                        .map(Long::parseLong)
                        .findFirst()
                        .orElse(0L);
        return arrive(other, from, other.frames(from));
    }

    public Intake.Counts arrive(NodeInMemory owner, long from, List<Frame> frames) throws Exception {
        CompactRange range = CompactRange.empty();
        for (Frame frame : owner.frames(0)) {
            if (range.size() < from) {
                range.append(frame.entry().leafHash());
            }
        }
        return arrive(owner.id, owner.signing, from, range, frames);
    }

    /**
     * Reads the next frames of a log that nobody keeps.
     *
     * @param range of its first {@code from} entries; it grows by the frames
     */
    public Intake.Counts arrive(NodeId owner, SigningKey key, long from, CompactRange range, List<Frame> frames)
            throws Exception {
        List<Arrival> arrivals = new ArrayList<>();
        DataIntegrity proofs = new DataIntegrity(Verifier.best());
        for (Frame frame : frames) {
            range.append(frame.entry().leafHash());
            if (!(frame.content() instanceof Frame.Content.Payload payload)) {
                arrivals.add(new Arrival.Hole(frame));
                continue;
            }
            byte[] bytes = payload.bytes();
            try {
                OqxRecord record = RecordReader.read(bytes);
                proofs.verify(record, record.proof().key());
                arrivals.add(new Arrival.Verified(frame, record));
            } catch (org.guildhall.record.RecordFault e) {
                arrivals.add(new Arrival.Unreadable(frame, e.code(), String.valueOf(e.getMessage())));
            } catch (org.guildhall.signing.SignatureFault e) {
                arrivals.add(new Arrival.Unreadable(frame, e.code(), String.valueOf(e.getMessage())));
            }
        }
        byte[] note = SignedCheckpoint.sign(Checkpoint.of(owner, range.size(), range.root()), key)
                .note();
        return admission
                .arrive(new Followed(owner, from, arrivals, range, new String(note, StandardCharsets.UTF_8)))
                .get();
    }

    /** A frame as the log of {@code record}'s node would hold it, for records that no honest node would log. */
    public static Frame frame(OqxRecord record) {
        return new Frame(
                Entry.of(record, Instant.EPOCH),
                Frame.OWN,
                new Frame.Content.Payload(record.payload().bytes()));
    }

    /** A frame as another node's log would include {@code record} in. */
    public static Frame included(OqxRecord record, long originIndex) {
        return new Frame(
                Entry.of(record, Instant.EPOCH),
                originIndex,
                new Frame.Content.Payload(record.payload().bytes()));
    }

    public List<Frame> frames(long from) {
        LogQueries queries = new LogQueries(database);
        return queries.frames(writer.self(), from, (int) (writer.current().size() - from));
    }

    /** Rows as text, columns joined by a bar. */
    public List<String> select(String sql, Object... values) throws SQLException {
        try (Connection connection = database.reads().getConnection()) {
            return new Sql(connection)
                    .query(
                            sql,
                            row -> {
                                List<String> columns = new ArrayList<>();
                                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                                    Object value = row.getObject(i);
                                    columns.add(
                                            value instanceof byte[] bytes
                                                    ? java.util.HexFormat.of().formatHex(bytes)
                                                    : String.valueOf(value));
                                }
                                return String.join("|", columns);
                            },
                            values);
        }
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
