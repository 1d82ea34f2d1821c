package org.guildhall;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.Router;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.guildhall.admin.AdminApi;
import org.guildhall.admin.AdminCommand;
import org.guildhall.admin.AttestationChange;
import org.guildhall.admin.AttestationLs;
import org.guildhall.admin.BackupCreate;
import org.guildhall.admin.CredentialIssue;
import org.guildhall.admin.DropPost;
import org.guildhall.admin.ErasureLs;
import org.guildhall.admin.ErasureShow;
import org.guildhall.admin.Events;
import org.guildhall.admin.EvidenceLs;
import org.guildhall.admin.EvidenceShow;
import org.guildhall.admin.HeldDecision;
import org.guildhall.admin.HeldLs;
import org.guildhall.admin.ImportStackexchange;
import org.guildhall.admin.KeyRotate;
import org.guildhall.admin.KeySuccession;
import org.guildhall.admin.LabelChange;
import org.guildhall.admin.LabelLs;
import org.guildhall.admin.LogContinue;
import org.guildhall.admin.LogProve;
import org.guildhall.admin.LogResume;
import org.guildhall.admin.LogVerify;
import org.guildhall.admin.MemberCreate;
import org.guildhall.admin.MemberErase;
import org.guildhall.admin.MemberExport;
import org.guildhall.admin.MemberLs;
import org.guildhall.admin.MemberResetPassword;
import org.guildhall.admin.MemberRole;
import org.guildhall.admin.NodeDoor;
import org.guildhall.admin.NodePrivileges;
import org.guildhall.admin.NodeSet;
import org.guildhall.admin.NodeShow;
import org.guildhall.admin.PeerAccept;
import org.guildhall.admin.PeerBlock;
import org.guildhall.admin.PeerBlocks;
import org.guildhall.admin.PeerChange;
import org.guildhall.admin.PeerInvite;
import org.guildhall.admin.PeerLs;
import org.guildhall.admin.PeerPendingDecision;
import org.guildhall.admin.PeerPendingLs;
import org.guildhall.admin.PeerPing;
import org.guildhall.admin.PeerPolicy;
import org.guildhall.admin.PeerPolicyTrial;
import org.guildhall.admin.PeerPropose;
import org.guildhall.admin.PeerShow;
import org.guildhall.admin.PeerUnblock;
import org.guildhall.admin.RebuildSearch;
import org.guildhall.admin.StandingExperts;
import org.guildhall.admin.StandingExplain;
import org.guildhall.admin.Status;
import org.guildhall.admin.Stop;
import org.guildhall.admin.WitnessChange;
import org.guildhall.admin.WitnessLs;
import org.guildhall.admin.WitnessQuorum;
import org.guildhall.admin.demo.LoadDemo;
import org.guildhall.admin.doctor.OwnCertificate;
import org.guildhall.admin.setup.Backup;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.OwnLog;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.admin.stackexchange.StackExchangeImport;
import org.guildhall.admin.verify.LogVerification;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Ballot;
import org.guildhall.admission.CredentialDesk;
import org.guildhall.admission.KeptAttestations;
import org.guildhall.admission.PolicyTrial;
import org.guildhall.admission.RelayBacklog;
import org.guildhall.admission.Replay;
import org.guildhall.admission.SigningPermit;
import org.guildhall.admission.TallyWindow;
import org.guildhall.admission.TestimonyBench;
import org.guildhall.admission.TestimonyBench.Vouched;
import org.guildhall.peering.agreement.Blocks;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.IntroducedKeys;
import org.guildhall.peering.agreement.PeerReports;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.agreement.Proposals;
import org.guildhall.peering.agreement.Proposer;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.peering.comparing.Comparing;
import org.guildhall.peering.erasing.DeliverReceipts;
import org.guildhall.peering.following.BackOff;
import org.guildhall.peering.following.Equivocations;
import org.guildhall.peering.following.Followers;
import org.guildhall.peering.following.ForkedPeers;
import org.guildhall.peering.outgoing.AddressGuard;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.outgoing.RequestSigner;
import org.guildhall.peering.outgoing.SignedReading;
import org.guildhall.peering.recovery.OwnCopies;
import org.guildhall.peering.recovery.OwnHead;
import org.guildhall.peering.serving.CheckpointPublisher;
import org.guildhall.peering.serving.NoteReceipt;
import org.guildhall.peering.serving.OwnDiscovery;
import org.guildhall.peering.serving.ProposePeering;
import org.guildhall.peering.serving.ProtocolEndpoints;
import org.guildhall.peering.serving.ReportPeering;
import org.guildhall.peering.serving.ServedEvidence;
import org.guildhall.peering.serving.SignedReads;
import org.guildhall.peering.serving.SignedRequests;
import org.guildhall.peering.serving.WitnessDesk;
import org.guildhall.peering.witness.Cosigning;
import org.guildhall.peering.witness.Quorum;
import org.guildhall.record.Audience;
import org.guildhall.record.NodeId;
import org.guildhall.search.SearchIndex;
import org.guildhall.signing.CurrentKey;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.NonceMemory;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.site.WebSite;
import org.guildhall.store.BlockTable;
import org.guildhall.store.BroughtNodes;
import org.guildhall.store.Census;
import org.guildhall.store.Commit;
import org.guildhall.store.CredentialQueries;
import org.guildhall.store.Database;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.HeldQueries;
import org.guildhall.store.LabelQueries;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeerFigures;
import org.guildhall.store.PeerKeys;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.ReceivedLog;
import org.guildhall.store.ReportReading;
import org.guildhall.store.SearchReading;
import org.guildhall.store.WitnessTable;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: every part made and joined by hand, in the order in which one needs the other. */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** Exit code when the store failed: whoever supervises the node should start it anew, and tell somebody. */
    private static final int STORE_FAILED = 1;

    /** How long a start waits for the first signed checkpoint, which takes milliseconds. */
    private static final Duration FIRST_SIGNATURE = Duration.ofSeconds(10);

    /** Entries between two lines about an upgrade. */
    private static final long UPGRADE_TOLD = 50_000;

    private static final int PROTOCOL_THREADS = 8;
    private static final int NONCES = 100_000;
    /** Between two rounds of having our checkpoints cosigned. */
    private static final Duration COSIGNING = Duration.ofSeconds(1);

    /** For all peers together to tell what they hold of our log, when a person decides which history stands. */
    private static final Duration ASKING_COPIES = Duration.ofSeconds(30);

    /** Between two looks at what we attested; each is said anew once a day at most. */
    private static final Duration ATTESTING = Duration.ofHours(1);

    private static final Duration RELAYING = Duration.ofSeconds(1);
    private static final Duration ERASING = Duration.ofSeconds(1);
    private static final Duration FIRST_PEERING = Duration.ofSeconds(5);
    private static final Duration PEERING = Duration.ofMinutes(5);
    private static final Duration CERTIFICATE = Duration.ofHours(1);

    private static final Duration COMPARING = Duration.ofSeconds(60);
    /** Between two questions to a peer that showed two histories whether it has said which one stands. */
    private static final Duration ASKING_FORKED = Duration.ofMinutes(5);
    /** People who look at a demonstration do not wait a minute. */
    private static final Duration COMPARING_DEMO = Duration.ofSeconds(2);

    private static final int NONCES_PER_KEY = 1_000;
    /** Of signed reads, which are many: a follower that is current asks up to twenty times a second (OQX-LIM-046). */
    private static final int READS = 200_000;

    private static final int READS_PER_KEY = 20_000;

    private final DataDirectory directory;
    private final Config config;
    private final String version;
    private final boolean alone;
    private final Ending ending;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean ready = new AtomicBoolean();

    /** What to close, the newest first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private String name = "";
    private Supplier<Optional<String>> notSigning = Optional::empty;

    /** What asks the process to end: an exit code and the reason. */
    @FunctionalInterface
    interface Ending {
        void ask(int exitCode, String why);
    }

    private Node(DataDirectory directory, Config config, String version, boolean alone, Ending ending) {
        this.alone = alone;
        this.directory = directory;
        this.config = config;
        this.version = version;
        this.ending = ending;
    }

    /**
     * Starts a node; when this returns, readers and peers are served. The data directory must be held.
     *
     * @param alone sign without asking peers first what they keep of our log
     */
    static Node start(DataDirectory directory, Config config, String version, boolean alone, Ending ending)
            throws SetupFault {
        Node node = new Node(directory, config, version, alone, ending);
        try {
            node.join();
            return node;
        } catch (SetupFault | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void join() throws SetupFault {
        Instant startedAt = clock.instant();
        NodeId self = directory.readNode();
        Metrics metrics = opened(new Metrics());
        Vertx vertx = vertx(metrics);

        // The store, and the gate that everything enters it by.
        Database database = opened(directory.openDatabase(config));
        LogQueries queries = new LogQueries(database);
        OwnLog ownLog = new OwnLog(directory, queries, self);
        PeeringTable peeringTable = new PeeringTable(database);
        boolean mayCatchUp = !alone && !peeringTable.all().isEmpty();
        CurrentKey signing = new CurrentKey(signingKey(queries, self));
        long signed = ownLog.check(signing.get().publicKey(), mayCatchUp);
        Writer writer = opened(writer(database, self));
        upgrade(writer);
        Presence presence = opened(new Presence(writer, version));
        SigningPermit permit = SigningPermit.open(writer);
        permit.withhold("the node is starting");
        permit.onChange(new SigningEvents(permit, writer)::changed);
        notSigning = permit::reason;
        Audience audience = queries.audience(self);
        Admission admission = new Admission(writer, signing, permit, random, audience);
        TallyWindow tallies = new TallyWindow(admission, config.tally());
        opened(Rounds.begin("tallies", Duration.ZERO, tallies.pause(), () -> {
            if (permit.isGranted()) {
                tallies.publishDue().join();
            }
        }));
        KeptAttestations attestations = new KeptAttestations(database, admission, writer.self(), clock);
        opened(Rounds.begin("attesting", ATTESTING, ATTESTING, () -> {
            if (permit.isGranted()) {
                attestations.work();
            }
        }));
        opened(Rounds.begin("relaying", Duration.ZERO, RELAYING, new RelayBacklog(database, admission)::work));
        Census census = new Census(database);
        Verifier verifier = Verifier.best();
        name = census.name(writer.self()).orElse("");

        // Our log, signed after each commit.
        CheckpointPublisher publisher = opened(new CheckpointPublisher(self, signing, permit));
        ownLog.remembered(verifier)
                .filter(last -> last.size() <= writer.current().size())
                .ifPresent(publisher::remember);
        publisher.onPublished(checkpoint -> metrics.signed(clock.instant()));
        publisher.onPublished(ownLog::remember);
        writer.onCommit(commit -> publisher.committed(commit.size(), commit.root()));
        Commit current = writer.current();
        publisher.committed(current.size(), current.root());

        // Other nodes: what they may ask of us, and what we read of them.
        DataIntegrity proofs = new DataIntegrity(verifier);
        HttpSignature signatures = new HttpSignature(verifier, clock);
        OutgoingHttp http = opened(new OutgoingHttp(
                vertx, new AddressGuard(config.allowedRanges()), host -> List.of(InetAddress.getAllByName(host))));
        Discovery discovery = new Discovery(http, proofs);
        StoredIntroductions introductions = new StoredIntroductions(queries, proofs);
        Origin address = Origin.parse(config.publicAddress().toString());
        BlockTable blockTable = new BlockTable(database);
        RequestSigner requestSigner = new RequestSigner(signatures, signing, random);
        Proposer proposer = new Proposer(http, requestSigner, self, address);
        Peerings peerings = new Peerings(writer, peeringTable, blockTable, discovery, proposer, address, random, clock);
        Proposals proposals = new Proposals(database, writer, peeringTable, proposer, peerings, clock);
        Blocks blocks = new Blocks(writer, blockTable, peeringTable, peerings, clock);
        ProtocolEndpoints.Limits limits = ProtocolEndpoints.Limits.standard();
        OwnDiscovery own = new OwnDiscovery(self, queries, signing, proposals::door, limits);
        SignedRequests signedRequests =
                new SignedRequests(own::addresses, signatures, new NonceMemory(NONCES, NONCES_PER_KEY), clock);
        WitnessTable witnesses = new WitnessTable(database);
        Cosigning cosigning = opened(new Cosigning(
                http, witnesses, peeringTable, queries, introductions, writer, verifier, permit, COSIGNING, clock));
        publisher.onPublished(cosigning::published);
        publisher.newest().ifPresent(cosigning::published);
        IntroducedKeys introduced = new IntroducedKeys();
        PeerKeys peerKeys = new PeerKeys(database);
        SignedReads signedReads = new SignedReads(
                new SignedRequests(own::addresses, signatures, new NonceMemory(READS, READS_PER_KEY), clock),
                peerKeys,
                introduced);
        SignedReading signedReading = new SignedReading(http, requestSigner);
        EvidenceTable evidence = new EvidenceTable(database);
        ServedEvidence servedEvidence = new ServedEvidence(evidence, queries);
        ClientAddress clientAddress = new ClientAddress(config.trustedProxies());
        ErasureTable erasures = new ErasureTable(database, writer.self());
        ProtocolEndpoints endpoints = opened(new ProtocolEndpoints(
                vertx,
                publisher,
                queries,
                writer.self(),
                verifier,
                servedEvidence,
                new WitnessDesk(cosigningKey(), writer, witnesses, peeringTable, introductions, verifier, clock),
                () -> cosigning.newest().map(Cosigning.Cosigned::note),
                own,
                new ProposePeering(
                        self, signedRequests, peeringTable, blockTable, discovery, peerings, proposals, clock),
                new ReportPeering(signedRequests, new ReportReading(database), peeringTable),
                new NoteReceipt(signedRequests, peeringTable, peerKeys, erasures, discovery, proofs, writer),
                audience,
                signedReads,
                limits,
                protocolThreads(),
                clientAddress));
        writer.onCommit(commit -> {
            if (commit.holed()) {
                endpoints.payloadsGone();
            }
        });
        Followers followers = opened(new Followers(
                http,
                signedReading,
                discovery,
                introduced,
                admission,
                writer,
                queries,
                peeringTable,
                verifier,
                BackOff.Bounds.standard(),
                random,
                clock));
        peerings.onChange(followers::refresh);
        OwnHead head = opened(new OwnHead(
                signedReading,
                peeringTable,
                writer,
                queries,
                introductions,
                verifier,
                permit,
                signing,
                OwnHead.Waits.standard()));
        Comparing comparing = new Comparing(
                http,
                signedReading,
                peeringTable,
                queries,
                introductions,
                writer,
                verifier,
                permit,
                publisher::newest,
                new Equivocations(writer, followers::refresh),
                random);
        ForkedPeers forked =
                new ForkedPeers(discovery, peeringTable, evidence, queries, writer, verifier, followers::refresh);
        refuseForeignAddress(own.addresses(), address);

        // People.
        SearchIndex search = opened(searchIndex(database, writer.self()));
        writer.onCommit(commit -> search.changed(commit.threads()));
        CredentialQueries credentialQueries = new CredentialQueries(database);
        // Witnesses' word is worth more than a newer checkpoint.
        TestimonyBench bench = new TestimonyBench(
                credentialQueries,
                queries,
                writer,
                verifier,
                () -> Stream.concat(
                                cosigning
                                        .newest()
                                        .map(one -> new Vouched(one.size(), one.note(), one.witnesses()))
                                        .stream(),
                                publisher.newest().map(one -> new Vouched(one.size(), one.note(), List.of())).stream())
                        .toList());
        CredentialDesk credentials =
                new CredentialDesk(credentialQueries, bench, writer, signing, permit, verifier, clock);
        Erasing erasing = new Erasing(
                erasures,
                writer,
                admission,
                search,
                new DeliverReceipts(erasures, queries, writer, http, requestSigner, address, clock));
        opened(Rounds.begin("erasing", Duration.ZERO, ERASING, erasing::work));
        WebSite site = opened(webSite(
                vertx,
                database,
                writer,
                admission,
                search,
                audience,
                credentials,
                new RecordEvidence(queries, writer.self(), verifier, publisher::newest),
                clientAddress));

        // The doors, ours first.
        PeerFigures figures = new PeerFigures(database);
        Quorum quorum = new Quorum(database, witnesses, queries, writer);
        BooleanSupplier serving = () -> ready.get() && database.failure() == null;
        Health health = new Health(serving, permit);
        OwnCertificate certificate = new OwnCertificate(config.publicAddress(), clock);
        HeldQueries held = new HeldQueries(database);
        LabelQueries labels = new LabelQueries(database);
        KeySuccession succession = new KeySuccession(admission, directory, signing, random);
        List<AdminCommand> commands = new ArrayList<>(List.of(
                new Status(
                        new Status.Installed(directory.root(), config, version, startedAt),
                        writer,
                        census,
                        permit,
                        followers,
                        figures,
                        endpoints,
                        proposals,
                        certificate,
                        quorum,
                        serving,
                        clock),
                new NodeShow(queries, self),
                new NodePrivileges(writer),
                new NodeSet(admission, directory, config.publicAddress()),
                new NodeDoor(proposals),
                new KeyRotate(succession, directory),
                new PeerInvite(peerings),
                new PeerAccept(peerings),
                new PeerLs(followers, figures, clock),
                new PeerShow(peerings, followers, figures, new BroughtNodes(database), self, clock),
                new PeerPolicy(peerings),
                new PeerPolicyTrial(peerings, new PolicyTrial(new ReceivedLog(database), self, clock), labels),
                PeerChange.pause(peerings),
                PeerChange.resume(peerings),
                PeerChange.remove(peerings),
                new PeerBlock(blocks, peerings),
                new PeerUnblock(blocks, peerings),
                new PeerBlocks(blocks),
                new PeerPropose(proposals),
                new PeerPendingLs(proposals),
                PeerPendingDecision.accept(peerings, proposals),
                PeerPendingDecision.decline(peerings, proposals),
                new PeerPing(peerings, discovery, clock),
                new WitnessLs(witnesses, quorum),
                new WitnessQuorum(quorum),
                WitnessChange.add(peerings, writer),
                WitnessChange.remove(peerings, writer),
                new HeldLs(held),
                HeldDecision.take(held, admission),
                HeldDecision.decline(held, admission),
                new LabelChange(admission),
                new LabelLs(labels, self),
                new AttestationChange(admission),
                new AttestationLs(database, self),
                new Events(new org.guildhall.store.Events(database), peerings),
                new MemberCreate(admission, random),
                new MemberLs(census),
                new MemberResetPassword(writer, random),
                new MemberRole(writer),
                new MemberExport(writer),
                new MemberErase(admission),
                new StandingExplain(database, self, clock),
                new StandingExperts(database, self, clock),
                new ErasureLs(erasures),
                new ErasureShow(erasures),
                new DropPost(admission),
                new ImportStackexchange(new StackExchangeImport(admission, self, directory.makeScratch(), clock)),
                new RebuildSearch(search),
                new BackupCreate(new Backup(clock, random), directory, database),
                new LogResume(writer, permit, () -> head.start(signed)),
                new LogContinue(
                        succession,
                        directory,
                        self,
                        permit,
                        evidence,
                        new OwnCopies(signedReading, peeringTable, queries, self, verifier, ASKING_COPIES)),
                new LogVerify(new LogVerification(database, self, verifier), directory),
                new LogProve(queries, writer, publisher::newest, cosigning::newest),
                new CredentialIssue(credentials, database),
                new EvidenceLs(evidence),
                new EvidenceShow(servedEvidence),
                new Stop(() -> ending.ask(0, "asked by an administrator"))));
        if (config.demo()) {
            commands.add(new LoadDemo(admission, new Ballot(writer), clock, random));
        }
        Router openRoutes = Router.router(vertx);
        health.addTo(openRoutes);
        metrics.serve(
                openRoutes,
                new Metrics.Sources(writer, endpoints, followers, figures, permit, publisher, serving, clock));
        AdminApi adminApi = opened(new AdminApi(vertx, directory.readAdminToken(), commands, openRoutes));
        bind("adminPort", config.adminPort(), adminApi.listen(config.adminPort()));

        Router router = Router.router(vertx);
        health.addTo(router);
        endpoints.mount(router);
        site.mount(router);
        open.push(bind(
                "port",
                config.port(),
                PublicDoor.open(vertx, config.listenHost(), config.port(), site.before(router))));
        // Before the door closes: who waits for news is answered, so that the door need not wait for them.
        opened(endpoints);

        var unused = writer.failure().thenAccept(failed -> {
            ready.set(false);
            ending.ask(STORE_FAILED, "the store has failed");
        });
        presence.begun();
        if (alone) {
            signAlone(writer, permit);
        } else {
            head.start(signed);
        }
        // Who is told that we serve may ask at once, also of a new node that has never signed anything.
        if (permit.isGranted() && !publisher.awaitNewest(FIRST_SIGNATURE)) {
            LOG.error("Nothing was signed within {}; the lines before this tell why", FIRST_SIGNATURE);
        }
        ready.set(true);
        followers.refresh();
        Duration comparingPause = config.demo() ? COMPARING_DEMO : COMPARING;
        opened(Rounds.begin("comparing", comparingPause, comparingPause, comparing::compareAll));
        Duration forkedPause = config.demo() ? COMPARING_DEMO : ASKING_FORKED;
        opened(Rounds.begin("forked peers", forkedPause, forkedPause, forked::askAll));
        PeerReports reports = new PeerReports(http, requestSigner, peeringTable, writer, clock);
        opened(Rounds.begin("peering", FIRST_PEERING, PEERING, () -> {
            proposals.goOn();
            reports.ask();
        }));
        cosigning.start();
        opened(Rounds.begin("certificate", Duration.ZERO, CERTIFICATE, certificate::look));
        LOG.info("guildhall {} serves {} on port {}", version, config.publicAddress(), config.port());
    }

    private static void signAlone(Writer writer, SigningPermit permit) {
        LOG.warn("Peers are not asked for the newest end of this node's log, as an administrator wished");
        writer.submit(tx -> {
                    String detail = "from " + tx.size() + " entries on";
                    org.guildhall.store.Events.note(
                            tx, org.guildhall.store.Events.Kind.STARTED_ALONE, Optional.empty(), "", detail);
                    return true;
                })
                .join();
        permit.grant();
    }

    /** Why nothing can be posted now, in words; empty when it can. */
    Optional<String> notSigning() {
        return notSigning.get();
    }

    /** What the site is called. */
    String name() {
        return name;
    }

    private Vertx vertx(Metrics metrics) {
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        // By name, or a second node in one process would count for the first.
                        .setMetricsOptions(new MicrometerMetricsOptions()
                                .setEnabled(true)
                                .setRegistryName(directory.root().toString()))
                        // Nothing is served from files, so no cache of them is made in the temporary directory.
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)))
                .withMetrics(new MicrometerMetricsFactory(metrics.registry()))
                .build();
        open.push(() -> await(vertx.close()));
        return vertx;
    }

    private SigningKey cosigningKey() throws SetupFault {
        try {
            if (!Files.exists(directory.cosigningKey())) {
                KeyFile.create(directory.cosigningKey(), SigningKey.generate(random));
            }
            return KeyFile.read(directory.cosigningKey());
        } catch (IOException e) {
            throw new SetupFault("the cosigning key cannot be used: " + e.getMessage(), e);
        }
    }

    private SigningKey signingKey(LogQueries queries, NodeId self) throws SetupFault {
        try {
            directory.finishRotation(queries.number(self).map(queries::keys).orElse(List.of()));
            return KeyFile.read(directory.signingKey());
        } catch (IOException e) {
            throw new SetupFault("the signing key cannot be used: " + e.getMessage(), e);
        }
    }

    private Writer writer(Database database, NodeId self) throws SetupFault {
        try {
            return Writer.open(database, self, clock);
        } catch (SQLException e) {
            throw new SetupFault("the database cannot be written to: " + e.getMessage(), e);
        }
    }

    /** Before anybody reads: what this version knows of the records, an older one may not have put into the tables. */
    private static void upgrade(Writer writer) throws SetupFault {
        try {
            Optional<Long> read = Replay.runIfDue(writer, entries -> {
                        if (entries % UPGRADE_TOLD == 0) {
                            LOG.info("Making the tables again after an upgrade: {} entries read", entries);
                        }
                    })
                    .join();
            read.filter(entries -> entries > 0)
                    .ifPresent(entries ->
                            LOG.info("The tables were made again after an upgrade, from {} entries", entries));
        } catch (CompletionException e) {
            throw new SetupFault(
                    "the tables could not be made again after an upgrade ("
                            + e.getMessage()
                            + "); they are as they were. `guildhall log verify` says which entry is damaged",
                    e);
        }
    }

    private SearchIndex searchIndex(Database database, int self) throws SetupFault {
        try {
            return SearchIndex.open(directory.index(), new SearchReading(database.reads()), self);
        } catch (IOException e) {
            throw new SetupFault(
                    "the search index in " + directory.index() + " cannot be opened (" + e.getMessage()
                            + "). It holds nothing that is not in the database: remove that directory and start again.",
                    e);
        }
    }

    private WebSite webSite(
            Vertx vertx,
            Database database,
            Writer writer,
            Admission admission,
            SearchIndex search,
            Audience audience,
            CredentialDesk credentials,
            RecordEvidence evidence,
            ClientAddress clientAddress)
            throws SetupFault {
        try {
            return new WebSite(
                    vertx,
                    database,
                    writer,
                    admission,
                    search,
                    audience,
                    credentials,
                    evidence,
                    config.publicAddress(),
                    clientAddress,
                    config.postsPerHour(),
                    config.tally(),
                    clock,
                    random);
        } catch (SQLException e) {
            throw new SetupFault("the site cannot read the database: " + e.getMessage(), e);
        }
    }

    private ExecutorService protocolThreads() {
        ExecutorService threads = Executors.newFixedThreadPool(PROTOCOL_THREADS, task -> {
            Thread thread = new Thread(task, "protocol");
            thread.setDaemon(true);
            return thread;
        });
        open.push(threads::shutdownNow);
        return threads;
    }

    /** Peers come to the address in our record, and what we sign for another would not be believed. */
    private void refuseForeignAddress(List<Origin> recorded, Origin configured) throws SetupFault {
        if (!recorded.contains(configured)) {
            throw new SetupFault("\"publicAddress\" in " + directory.config() + " is " + configured
                    + ", but this node's signed record names " + recorded + ". Set it to one of those.");
        }
    }

    private static <T> T bind(String field, int port, Future<T> listening) throws SetupFault {
        try {
            return listening.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new SetupFault("port " + port + " cannot be listened on (" + e.getCause()
                    + "). Stop what uses it, or set" + " \"" + field + "\" in config.json to another.");
        }
    }

    private static void await(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Stops accepting, finishes what is under way, and closes the parts in the opposite order. */
    @Override
    public void close() {
        ready.set(false);
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the node did not close in good order", e);
            }
        }
    }
}
