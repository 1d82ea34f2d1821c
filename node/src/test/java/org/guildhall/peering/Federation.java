package org.guildhall.peering;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.guildhall.Rounds;
import org.guildhall.admission.Admission;
import org.guildhall.admission.SigningPermit;
import org.guildhall.peering.agreement.Blocks;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.IntroducedKeys;
import org.guildhall.peering.agreement.PeerReports;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.agreement.Proposals;
import org.guildhall.peering.agreement.Proposer;
import org.guildhall.peering.agreement.StoredIntroductions;
import org.guildhall.peering.comparing.Comparing;
import org.guildhall.peering.following.BackOff;
import org.guildhall.peering.following.Equivocations;
import org.guildhall.peering.following.Followers;
import org.guildhall.peering.following.ForkedPeers;
import org.guildhall.peering.outgoing.AddressGuard;
import org.guildhall.peering.outgoing.NameResolver;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.outgoing.RequestSigner;
import org.guildhall.peering.outgoing.SignedReading;
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
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.NonceMemory;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.BlockTable;
import org.guildhall.store.Commit;
import org.guildhall.store.Database;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeerKeys;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.ReportReading;
import org.guildhall.store.WitnessTable;
import org.guildhall.store.Writer;

/** What a running node joins to have its part in the federation: what it answers to other nodes, and what it follows of them. */
public final class Federation implements AutoCloseable {
    /** Between two rounds of comparing; much shorter than in earnest. */
    private static final Duration FIRST_SIGNATURE = Duration.ofSeconds(10);

    private static final Duration PACE = Duration.ofMillis(100);

    private static final int WORKERS = 8;
    private static final int QUEUE = 1_024;
    private static final int NONCES = 10_000;
    private static final int NONCES_PER_KEY = 100;

    private final CheckpointPublisher publisher;
    private final OutgoingHttp http;
    private final Peerings peerings;
    private final Proposals proposals;
    private final Blocks blocks;
    private final PeerReports reports;
    private final ProtocolEndpoints endpoints;
    private final Followers followers;
    private final SigningPermit permit;
    private final Comparing comparing;
    private final ForkedPeers forked;
    private final Cosigning cosigning;
    private final List<Rounds> rounds = new ArrayList<>();
    private final ThreadPoolExecutor workers = workers();

    /**
     * What a node brings to the federation.
     *
     * @param key the signing key that its newest Node record lists
     * @param address its own base address, one of those in that record
     * @param addressOf the address that stands for whoever sent a request; where a proxy is trusted, the one it names
     */
    public record Parts(
            Database database,
            Writer writer,
            Admission admission,
            SigningKey key,
            SigningKey cosigning,
            Origin address,
            AddressGuard guard,
            NameResolver resolver,
            ProtocolEndpoints.Limits limits,
            BackOff.Bounds waits,
            Function<HttpServerRequest, String> addressOf,
            SecureRandom random,
            Clock clock) {}

    public Federation(Vertx vertx, Parts parts) {
        Writer writer = parts.writer();
        Verifier verifier = Verifier.best();
        DataIntegrity proofs = new DataIntegrity(verifier);
        LogQueries queries = new LogQueries(parts.database());
        PeeringTable table = new PeeringTable(parts.database());
        HttpSignature signatures = new HttpSignature(verifier, parts.clock());
        http = new OutgoingHttp(vertx, parts.guard(), parts.resolver());
        Discovery discovery = new Discovery(http, proofs);
        StoredIntroductions known = new StoredIntroductions(queries, proofs);
        permit = SigningPermit.open(writer);
        publisher = new CheckpointPublisher(writer.selfId(), parts::key, permit);
        RequestSigner signer = new RequestSigner(signatures, parts::key, parts.random());
        reports = new PeerReports(http, signer, table, writer, parts.clock());
        Proposer proposer = new Proposer(http, signer, writer.selfId(), parts.address());
        BlockTable blockTable = new BlockTable(parts.database());
        peerings = new Peerings(
                writer, table, blockTable, discovery, proposer, parts.address(), parts.random(), parts.clock());
        proposals = new Proposals(parts.database(), writer, table, proposer, peerings, parts.clock());
        blocks = new Blocks(writer, blockTable, table, peerings, parts.clock());
        OwnDiscovery own = new OwnDiscovery(writer.selfId(), queries, parts::key, proposals::door, parts.limits());
        SignedRequests requests =
                new SignedRequests(own::addresses, signatures, new NonceMemory(NONCES, NONCES_PER_KEY), parts.clock());
        ProposePeering proposePeering = new ProposePeering(
                writer.selfId(), requests, table, blockTable, discovery, peerings, proposals, parts.clock());
        WitnessTable witnesses = new WitnessTable(parts.database());
        cosigning =
                new Cosigning(http, witnesses, table, queries, known, writer, verifier, permit, PACE, parts.clock());
        publisher.onPublished(cosigning::published);
        IntroducedKeys introduced = new IntroducedKeys();
        PeerKeys peerKeys = new PeerKeys(parts.database());
        endpoints = new ProtocolEndpoints(
                vertx,
                publisher,
                queries,
                writer.self(),
                verifier,
                new ServedEvidence(new EvidenceTable(parts.database()), queries),
                new WitnessDesk(parts.cosigning(), writer, witnesses, table, known, verifier, parts.clock()),
                () -> cosigning.newest().map(Cosigning.Cosigned::note),
                own,
                proposePeering,
                new ReportPeering(requests, new ReportReading(parts.database()), table),
                new NoteReceipt(
                        requests,
                        table,
                        peerKeys,
                        new ErasureTable(parts.database(), writer.self()),
                        discovery,
                        proofs,
                        writer),
                queries.audience(writer.selfId()),
                new SignedReads(
                        new SignedRequests(own::addresses, signatures, new NonceMemory(100_000, 20_000), parts.clock()),
                        peerKeys,
                        introduced),
                parts.limits(),
                workers,
                parts.addressOf());
        SignedReading signedReading = new SignedReading(http, signer);
        followers = new Followers(
                http,
                signedReading,
                discovery,
                introduced,
                parts.admission(),
                writer,
                queries,
                table,
                verifier,
                parts.waits(),
                parts.random(),
                parts.clock());
        peerings.onChange(followers::refresh);
        comparing = new Comparing(
                http,
                signedReading,
                table,
                queries,
                known,
                writer,
                verifier,
                permit,
                publisher::newest,
                new Equivocations(writer, followers::refresh),
                parts.random());
        forked = new ForkedPeers(
                discovery, table, new EvidenceTable(parts.database()), queries, writer, verifier, followers::refresh);
        writer.onCommit(commit -> publisher.committed(commit.size(), commit.root()));
        Commit now = writer.current();
        publisher.committed(now.size(), now.root());
    }

    /** Puts the protocol's paths on the router. Must come before any handler that reads bodies. */
    public void mount(Router router) {
        endpoints.mount(router);
    }

    /** Begins to follow. */
    public void start() {
        // As a node does before it says that it serves; without a checkpoint it is busy.
        if (permit.isGranted() && !publisher.awaitNewest(FIRST_SIGNATURE)) {
            throw new IllegalStateException("nothing was signed");
        }
        followers.refresh();
        rounds.add(Rounds.begin("comparing", PACE, PACE, comparing::compareAll));
        rounds.add(Rounds.begin("forked peers", PACE, PACE, forked::askAll));
        cosigning.start();
    }

    public Cosigning cosigning() {
        return cosigning;
    }

    public SigningPermit permit() {
        return permit;
    }

    public Peerings peerings() {
        return peerings;
    }

    public Proposals proposals() {
        return proposals;
    }

    public PeerReports reports() {
        return reports;
    }

    public Blocks blocks() {
        return blocks;
    }

    public Followers followers() {
        return followers;
    }

    public ProtocolEndpoints endpoints() {
        return endpoints;
    }

    public CheckpointPublisher publisher() {
        return publisher;
    }

    public OutgoingHttp http() {
        return http;
    }

    /** Ends following, answers those who wait, and lets go of connections and threads. The store must still be open. */
    @Override
    public void close() {
        rounds.forEach(Rounds::close);
        cosigning.close();
        followers.close();
        endpoints.close();
        publisher.close();
        http.close();
        workers.shutdown();
    }

    private static ThreadPoolExecutor workers() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                WORKERS, WORKERS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "protocol-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
