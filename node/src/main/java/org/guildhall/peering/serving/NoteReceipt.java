package org.guildhall.peering.serving;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.guildhall.peering.agreement.Discovered;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.DiscoveryFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.NodeId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Receipt;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.SignatureFault;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.PeerKeys;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.State;
import org.guildhall.store.Writer;

/**
 * {@code POST /oqx/receipt}: a node says that what we erased is gone there (OQX-ERA-022). Its steps are taken in the order of the
 * spec; no request goes out to the sender's address before the erasure was found to be ours.
 */
public final class NoteReceipt {
    /** Bytes of the body. */
    static final int LARGEST = 16_384;

    private final SignedRequests requests;
    private final PeeringTable peers;
    private final PeerKeys keys;
    private final ErasureTable erasures;
    private final Discovery discovery;
    private final DataIntegrity proofs;
    private final Writer writer;

    public NoteReceipt(
            SignedRequests requests,
            PeeringTable peers,
            PeerKeys keys,
            ErasureTable erasures,
            Discovery discovery,
            DataIntegrity proofs,
            Writer writer) {
        this.requests = requests;
        this.peers = peers;
        this.keys = keys;
        this.erasures = erasures;
        this.discovery = discovery;
        this.proofs = proofs;
        this.writer = writer;
    }

    private record Delivery(NodeId node, Origin address, OqxRecord record, Receipt receipt) {}

    /** Counts a request of somebody who is no peer, or refuses it. */
    interface Strangers {
        void count() throws Refusal;
    }

    /**
     * Judges one delivery; blocks while the sender's address is looked at.
     *
     * @param strangers is asked before anything is done for a sender that is no peer: there is no end of nodes
     * @param target path and query as they came
     * @param headers all values of a header by its name in lower case
     * @return the answer's JSON
     */
    byte[] handle(String target, Function<String, List<String>> headers, byte[] body, Strangers strangers)
            throws Refusal, InterruptedException {
        HttpSignature.Signed signed = requests.signer("POST", target, headers, body);
        Delivery delivery = read(body);
        if (!erasures.isOurs(delivery.receipt().about().key())) {
            throw Problem.NOT_FOUND.because("this node published no such erasure");
        }
        boolean welcome = peers.find(delivery.node())
                .map(peer -> peer.state() != State.BLOCKED)
                .orElse(true);
        if (!welcome) {
            throw Problem.NOT_PEER.because("this node does not talk to you");
        }
        if (!keys.isActive(delivery.node()) || !keys.speaksFor(delivery.node(), signed.key())) {
            strangers.count();
            if (!erasures.hasRoom(delivery.receipt().about().key(), delivery.node())) {
                throw Problem.NOT_PEER.because("of nodes that are no peers, no more answers are noted");
            }
        }
        Discovered sender = discover(delivery);
        if (Peerings.usesSampleKey(sender)) {
            throw Problem.NOT_PEER.because("a key of yours is a published sample; anybody could speak for you");
        }
        if (!sender.keys().contains(signed.key())
                || !sender.keys().contains(delivery.record().proof().key())) {
            throw Problem.KEY_UNKNOWN.because("your newest Node record does not list the key");
        }
        try {
            proofs.verify(delivery.record(), delivery.record().proof().key());
        } catch (SignatureFault e) {
            throw Problem.BAD_SIGNATURE.because("the proof of the receipt does not hold");
        }
        requests.remember(signed);
        store(delivery);
        return "{\"state\":\"noted\"}".getBytes(StandardCharsets.UTF_8);
    }

    private static Delivery read(byte[] body) throws Refusal {
        try {
            ObjectNode json = CanonicalJson.read(body).root();
            // Canonical JSON has one kind of number, and it is a long.
            if (!json.path("oqx").isIntegralNumber()
                    || json.path("oqx").longValue() != 1
                    || !(json.path("receipt") instanceof ObjectNode receipt)) {
                throw Problem.BAD_REQUEST.because("the body must be an object with oqx 1 and a receipt");
            }
            OqxRecord record = RecordReader.read(CanonicalJson.write(receipt));
            String address = json.path("address").asText();
            if (!(record.body() instanceof Receipt said)
                    || !record.head().node().did().equals(json.path("node").asText())) {
                throw Problem.BAD_REQUEST.because("receipt must be a Receipt of node");
            }
            if (!Origin.isCanonical(address)) {
                throw Problem.BAD_REQUEST.because("address must be a base address in its one spelling");
            }
            return new Delivery(record.head().node(), Origin.parse(address), record, said);
        } catch (RecordFault e) {
            throw Problem.BAD_REQUEST.because(e.code() + ": " + e.getMessage());
        }
    }

    private Discovered discover(Delivery delivery) throws Refusal, InterruptedException {
        try {
            return discovery.forStranger(delivery.address(), delivery.node());
        } catch (DiscoveryFault fault) {
            throw Problem.NODE_ADDRESS.because(String.valueOf(fault.getMessage()));
        }
    }

    private void store(Delivery delivery) throws InterruptedException {
        try {
            writer.submit(tx -> {
                        ErasureTable.answered(
                                tx,
                                delivery.receipt().about().key(),
                                delivery.node(),
                                delivery.receipt().payloads());
                        return true;
                    })
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the receipt could not be stored", e.getCause());
        }
    }
}
