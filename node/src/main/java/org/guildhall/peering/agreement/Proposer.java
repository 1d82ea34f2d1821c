package org.guildhall.peering.agreement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Fetched;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.outgoing.RequestSigner;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.NodeId;
import org.guildhall.record.RecordFault;
import org.guildhall.store.PeeringTable.State;

/** Proposes peering to other nodes (OQX-PEE-030), with an invitation of theirs or without. Changes nothing here. */
public final class Proposer {
    private static final Expect ANSWER = new Expect("application/json", 16_384, Duration.ofSeconds(30));

    private final OutgoingHttp http;
    private final RequestSigner signer;
    private final NodeId self;
    private final Origin address;

    /**
     * Proposes for one node.
     *
     * @param address our own base address, one of those in our Node record
     */
    public Proposer(OutgoingHttp http, RequestSigner signer, NodeId self, Origin address) {
        this.http = http;
        this.signer = signer;
        this.self = self;
        this.address = address;
    }

    /**
     * Proposes, and returns what the peering is from our side then: active, or proposed while their people decide.
     *
     * @param secret of their invitation
     * @throws PeeringFault {@code invitation}, {@code not-open}, {@code node-address}, {@code unreachable}, {@code bad-answer}, or
     *     the code of the problem they answered with
     */
    State send(Origin to, Optional<String> secret) throws PeeringFault, InterruptedException {
        ObjectNode proposal = JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("node", self.did())
                .put("address", address.text());
        secret.ifPresent(known -> proposal.put("invitation", known));
        byte[] body = CanonicalJson.write(proposal);
        Map<String, String> headers = new TreeMap<>(signer.headers("POST", to + "/oqx/peering", body));
        headers.put("content-type", "application/json");
        try {
            Fetched answer = http.post(to, "/oqx/peering", headers, body, ANSWER);
            return switch (CanonicalJson.read(answer.body())
                    .root()
                    .path("state")
                    .asText()) {
                case "active" -> State.ACTIVE;
                case "pending" -> State.PROPOSED;
                default -> throw new PeeringFault("bad-answer", "they answered something else than active or pending");
            };
        } catch (RecordFault e) {
            throw new PeeringFault("bad-answer", "their answer can't be read: " + e.getMessage());
        } catch (FetchFault fault) {
            throw refused(fault);
        }
    }

    private static PeeringFault refused(FetchFault fault) {
        return switch (fault.problem()) {
            case "" -> new PeeringFault("unreachable", "no answer to the proposal: " + fault.getMessage());
            case "invitation" ->
                new PeeringFault(
                        "invitation", "they do not know the invitation, or it expired or was used; ask for a new one");
            case "not-open" ->
                new PeeringFault(
                        "not-open",
                        "they peer by invitation only: ask their administrator for one, and accept it with"
                                + " `guildhall peer accept`");
            case "node-address" ->
                new PeeringFault(
                        "node-address",
                        "they can't reach this node at its own address, or find another one there. Look here with"
                                + " `guildhall doctor`; when it finds nothing, this address is in a private network, which"
                                + " their node must have in allowedRanges, or has a certificate that their Java does not trust");
            default -> new PeeringFault(fault.problem(), "they refused the proposal: " + fault.problem());
        };
    }
}
