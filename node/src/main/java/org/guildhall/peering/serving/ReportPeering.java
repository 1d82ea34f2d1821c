package org.guildhall.peering.serving;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.guildhall.peering.agreement.PeerReport;
import org.guildhall.record.NodeId;
import org.guildhall.signing.HttpSignature;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.Peer;
import org.guildhall.store.ReportReading;

/** {@code GET /oqx/peering/report}: tells a peer, who signs the request, how following its log goes here (OQX-PEE-070 to 072). */
public final class ReportPeering {
    private static final byte[] NO_BODY = {};

    private final SignedRequests requests;
    private final ReportReading reading;
    private final PeeringTable table;

    public ReportPeering(SignedRequests requests, ReportReading reading, PeeringTable table) {
        this.requests = requests;
        this.reading = reading;
        this.table = table;
    }

    /** The report for whoever signed. */
    byte[] handle(String target, Function<String, List<String>> headers) throws Refusal {
        Peer peer = peer(target, headers);
        ReportReading.Received received = reading.received(peer.number());
        Map<String, Map<String, Long>> codes =
                Map.of("held", new TreeMap<>(), "declined", new TreeMap<>(), "quarantined", new TreeMap<>());
        long taken = received.size();
        for (ReportReading.Count count : received.setbacks()) {
            Map<String, Long> counts = codes.getOrDefault(count.outcome(), Map.of());
            // The rarest share a code when there are more than may be told.
            String code = counts.size() < PeerReport.MOST_CODES - 1 ? count.code() : "other";
            counts.merge(code, count.entries(), Long::sum);
            taken -= count.entries();
        }
        return new PeerReport(
                        peer.node(),
                        peer.state().label(),
                        received.size(),
                        taken,
                        codes.getOrDefault("held", Map.of()),
                        codes.getOrDefault("declined", Map.of()),
                        codes.getOrDefault("quarantined", Map.of()),
                        fault(peer))
                .bytes();
    }

    /** The peer that asks, by a signed request without a body. */
    private Peer peer(String target, Function<String, List<String>> headers) throws Refusal {
        HttpSignature.Signed signed = requests.signer("GET", target, headers, NO_BODY);
        NodeId node = reading.speaker(signed.key())
                .orElseThrow(
                        () -> Problem.KEY_UNKNOWN.because("no node that this one knows lists the key " + signed.key()));
        Peer peer = table.find(node)
                .filter(known -> known.state().wasAgreed())
                .orElseThrow(() -> Problem.NOT_PEER.because("this node does not peer with you"));
        requests.remember(signed);
        return peer;
    }

    private static Optional<PeerReport.Fault> fault(Peer peer) {
        return peer.fault()
                .flatMap(fault -> peer.faultAt().map(at -> {
                    int colon = fault.indexOf(':');
                    return new PeerReport.Fault(colon < 0 ? "other" : fault.substring(0, colon), at, peer.stopped());
                }));
    }
}
