package org.guildhall.peering.agreement;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Fetched;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.Reading;
import org.guildhall.peering.outgoing.RequestSigner;
import org.guildhall.record.NodeId;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks peers now and then what they say of us, and keeps the last answer with its time. It is shown and decides nothing. */
public final class PeerReports {
    private static final Logger LOG = LoggerFactory.getLogger(PeerReports.class);
    private static final String PATH = "/oqx/peering/report";
    private static final byte[] NO_BODY = {};
    private static final Expect ANSWER = new Expect("application/json", PeerReport.LARGEST, Duration.ofSeconds(10));

    private final Reading http;
    private final RequestSigner signer;
    private final PeeringTable table;
    private final Writer writer;
    private final Clock clock;

    public PeerReports(Reading http, RequestSigner signer, PeeringTable table, Writer writer, Clock clock) {
        this.http = http;
        this.signer = signer;
        this.table = table;
        this.writer = writer;
        this.clock = clock;
    }

    /** Asks all active peers, one after the other. One that does not answer keeps what it said before. */
    public void ask() throws InterruptedException {
        for (Peer peer : table.all()) {
            if (peer.state() == State.ACTIVE) {
                try {
                    ask(peer);
                } catch (PeeringFault fault) {
                    LOG.debug("{} does not say how it follows us: {}", peer.node(), fault.getMessage());
                }
            }
        }
    }

    /**
     * Asks one peer now, and keeps the answer.
     *
     * @throws PeeringFault {@code unreachable}, {@code bad-report}, or the code of the problem it answered with
     */
    public PeerReport ask(Peer peer) throws PeeringFault, InterruptedException {
        Origin at = Origin.parse(peer.address());
        try {
            Fetched answer = http.get(at, PATH, signer.headers("GET", at + PATH, NO_BODY), ANSWER);
            PeerReport report = PeerReport.read(answer.body(), writer.selfId());
            keep(peer.node(), report);
            return report;
        } catch (FetchFault fault) {
            throw new PeeringFault(
                    fault.problem().isEmpty() ? "unreachable" : fault.problem(), String.valueOf(fault.getMessage()));
        }
    }

    private void keep(NodeId node, PeerReport report) throws InterruptedException {
        Instant now = clock.instant();
        String text = new String(report.bytes(), StandardCharsets.UTF_8);
        try {
            writer.submit(tx -> {
                        PeeringTable.keepReport(tx, node, text, now);
                        return now;
                    })
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("what a peer says of us could not be stored", e.getCause());
        }
    }
}
