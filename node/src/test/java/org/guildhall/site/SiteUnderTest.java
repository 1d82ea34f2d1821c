package org.guildhall.site;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.guildhall.admission.CredentialDesk;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.TallyTerms;
import org.guildhall.admission.TestimonyBench;
import org.guildhall.admission.Thresholds;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.record.Attestation;
import org.guildhall.record.Audience;
import org.guildhall.record.Label;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.reputation.Age;
import org.guildhall.search.SearchIndex;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.PasswordHash;
import org.guildhall.signing.SignatureFault;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Account;
import org.guildhall.store.Accounts;
import org.guildhall.store.Commit;
import org.guildhall.store.CredentialQueries;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Role;
import org.guildhall.store.SearchReading;

/** One node with its web site on a port of its own, without its peers. */
final class SiteUnderTest implements AutoCloseable {
    static final int POSTS_PER_HOUR = 12;
    static final String PASSWORD = "quiet copper lantern";
    private static final String PASSWORD_HASH = new PasswordHash(new SecureRandom()).hash(PASSWORD);

    final NodeInMemory node;
    final URI address;
    final Router router;
    private final Optional<FreshDatabase> database;
    private final Vertx vertx;
    private final WebSite site;
    private final Path directory;
    final SearchIndex index;

    SiteUnderTest(String name) throws Exception {
        this(name, Optional.of(FreshDatabase.onH2()), Optional.empty(), Audience.PUBLIC, TallyTerms.STANDARD);
    }

    /** On a database that somebody else made and removes. */
    SiteUnderTest(String name, DatabaseLocation location) throws Exception {
        this(name, Optional.empty(), Optional.of(location), Audience.PUBLIC, TallyTerms.STANDARD);
    }

    /** With a log that is for these. */
    SiteUnderTest(String name, Audience audience) throws Exception {
        this(name, Optional.of(FreshDatabase.onH2()), Optional.empty(), audience, TallyTerms.STANDARD);
    }

    /** That tells votes like this. */
    SiteUnderTest(String name, TallyTerms tally) throws Exception {
        this(name, Optional.of(FreshDatabase.onH2()), Optional.empty(), Audience.PUBLIC, tally);
    }

    private SiteUnderTest(
            String name,
            Optional<FreshDatabase> fresh,
            Optional<DatabaseLocation> location,
            Audience audience,
            TallyTerms tally)
            throws Exception {
        database = fresh;
        node = new NodeInMemory(
                name, location.orElseGet(() -> fresh.orElseThrow().location()), audience);
        vertx = Vertx.vertx();
        directory = Files.createTempDirectory("guildhall-index-");
        index = SearchIndex.open(directory, new SearchReading(node.database.reads()), node.writer.self());
        node.writer.onCommit(commit -> index.changed(commit.threads()));
        site = new WebSite(
                vertx,
                node.database,
                node.writer,
                node.admission,
                index,
                audience,
                credentials(),
                new ProofsOnly(),
                URI.create("http://127.0.0.1"),
                request -> request.remoteAddress().hostAddress(),
                POSTS_PER_HOUR,
                tally,
                node.clock,
                new SecureRandom());
        router = Router.router(vertx);
        site.mount(router);
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHttp2ClearTextEnabled(false))
                .requestHandler(site.before(router))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        address = URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Issues with this node's key; the newest checkpoint is signed when it is asked for. */
    CredentialDesk credentials() {
        Verifier verifier = Verifier.best();
        CredentialQueries queries = new CredentialQueries(node.database);
        TestimonyBench bench = new TestimonyBench(
                queries, new LogQueries(node.database), node.writer, verifier, () -> List.of(checkpoint()));
        return new CredentialDesk(queries, bench, node.writer, () -> node.signing, node.permit, verifier, node.clock);
    }

    private TestimonyBench.Vouched checkpoint() {
        Commit now = node.writer.current();
        Checkpoint checkpoint = Checkpoint.of(node.id, now.size(), now.root());
        return new TestimonyBench.Vouched(
                now.size(), SignedCheckpoint.sign(checkpoint, node.signing).note(), List.of());
    }

    /** A member with an account and the one password of these tests. */
    ObjectId member(String handle, Role role) throws Exception {
        ObjectId member = node.fresh();
        MemberProfile profile = new MemberProfile(
                handle,
                Character.toUpperCase(handle.charAt(0)) + handle.substring(1),
                Optional.empty(),
                List.of(),
                Optional.empty());
        node.admission
                .publish(desk -> {
                    desk.publish(member, profile);
                    new Accounts(desk.tx().sql())
                            .create(new Account(
                                    member.key(),
                                    handle,
                                    Optional.of(PASSWORD_HASH),
                                    role,
                                    Optional.empty(),
                                    desk.tx().now(),
                                    false));
                    return member;
                })
                .get();
        return member;
    }

    /** Gives a member of this node so many points, in tens: by the node's own word, which counts for its own members. */
    void earn(ObjectId member, long points) throws Exception {
        Instant now = node.clock.instant();
        Attestation.Standing standing = new Attestation.Standing(
                Optional.empty(), now, List.of(new Attestation.Period(Age.quarterOf(now), 1_000, 0, points / 10, 0)));
        ObjectId id = new ObjectId(node.id, NamedUuid.attestation(node.id, member, standing));
        node.publish(id, new Attestation(member, Label.State.ON, standing, Optional.empty()));
    }

    /** Sets how many points a privilege needs. */
    void need(String privilege, String points) throws Exception {
        node.writer
                .submit(tx -> {
                    Thresholds.read(tx.sql()).with(privilege, points).store(tx.sql());
                    return true;
                })
                .get();
    }

    TestBrowser visitor() {
        return new TestBrowser(address);
    }

    TestBrowser signedIn(String handle) throws Exception {
        TestBrowser browser = visitor();
        browser.signIn(handle, PASSWORD);
        return browser;
    }

    static String question(ObjectId thread) {
        return SiteAddress.question(thread.key());
    }

    static String post(ObjectKey key, String what) {
        return "/p/" + key.text() + "/" + what;
    }

    @Override
    public void close() throws Exception {
        site.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        index.close();
        node.close();
        if (database.isPresent()) {
            database.get().close();
        }
        FreshDatabase.delete(directory);
    }

    /** Checks signatures; proofs of inclusion are peering's. */
    private static final class ProofsOnly implements Evidence {
        private final DataIntegrity proofs = new DataIntegrity(Verifier.best());

        @Override
        public boolean verifies(OqxRecord record) {
            try {
                proofs.verify(record, record.proof().key());
                return true;
            } catch (SignatureFault e) {
                return false;
            }
        }

        @Override
        public Optional<Proof> inclusion(long index) {
            return Optional.empty();
        }
    }
}
