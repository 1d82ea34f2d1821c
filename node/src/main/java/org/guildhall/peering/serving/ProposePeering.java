package org.guildhall.peering.serving;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.guildhall.peering.agreement.Discovered;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.DiscoveryFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.record.NodeId;
import org.guildhall.signing.HttpSignature;
import org.guildhall.signing.NonceMemory;
import org.guildhall.signing.SignatureFault;
import org.guildhall.store.PeeringTable;
import org.guildhall.store.PeeringTable.State;

/**
 * {@code POST /oqx/peering}: another node proposes to peer, with an invitation of ours (OQX-PEE-030 to 035). The steps are taken
 * in the order of the spec, and end at the first that fails; nothing is changed before the last, and no request goes out before
 * the invitation was found good.
 */
public final class ProposePeering {
    private final Supplier<List<Origin>> ownAddresses;
    private final HttpSignature signatures;
    private final NonceMemory nonces;
    private final PeeringTable table;
    private final Discovery discovery;
    private final Peerings peerings;
    private final NodeId self;
    private final Clock clock;

    public ProposePeering(
            NodeId self,
            Supplier<List<Origin>> ownAddresses,
            HttpSignature signatures,
            NonceMemory nonces,
            PeeringTable table,
            Discovery discovery,
            Peerings peerings,
            Clock clock) {
        this.self = self;
        this.ownAddresses = ownAddresses;
        this.signatures = signatures;
        this.nonces = nonces;
        this.table = table;
        this.discovery = discovery;
        this.peerings = peerings;
        this.clock = clock;
    }

    /**
     * Judges one proposal; blocks while the proposer's address is looked at.
     *
     * @param target path and query as they came
     * @param headers all values of a header by its name in lower case
     * @return the answer's JSON
     */
    byte[] handle(String target, Function<String, List<String>> headers, byte[] body)
            throws Refusal, InterruptedException {
        HttpSignature.Signed signed = signer(target, headers, body);
        Proposal proposal = Proposal.read(body);
        boolean invited = table.invitation(proposal.secretHash())
                .filter(found -> PeeringTable.isGood(found, proposal.node(), clock.instant()))
                .isPresent();
        if (!invited) {
            throw badInvitation();
        }
        boolean welcome = !proposal.node().equals(self)
                && table.find(proposal.node())
                        .map(peer -> peer.state() != State.BLOCKED)
                        .orElse(true);
        if (!welcome) {
            throw Problem.NOT_PEER.because("this node does not peer with you");
        }
        Discovered proposer = discover(proposal);
        if (Peerings.usesSampleKey(proposer)) {
            throw Problem.NOT_PEER.because("a key of yours is a published sample; anybody could speak for you");
        }
        if (!proposer.keys().contains(signed.key())) {
            throw Problem.KEY_UNKNOWN.because("your newest Node record does not list the key " + signed.key());
        }
        remember(signed);
        // Looked at again in the transaction: two may have come with the same invitation.
        if (!peerings.redeem(proposal.secretHash(), proposal.node(), proposal.address())) {
            throw badInvitation();
        }
        return "{\"state\":\"active\"}".getBytes(StandardCharsets.UTF_8);
    }

    /** Who signed, for whichever of our addresses. */
    private HttpSignature.Signed signer(String target, Function<String, List<String>> headers, byte[] body)
            throws Refusal {
        SignatureFault last = new SignatureFault("bad-signature", "this node has no address");
        for (Origin own : ownAddresses.get()) {
            try {
                return signatures.verify("POST", own + target, headers, body);
            } catch (SignatureFault fault) {
                last = fault;
                if (!fault.code().equals("bad-signature")) {
                    break;
                }
            }
        }
        throw problem(last.code()).because(String.valueOf(last.getMessage()));
    }

    private static Problem problem(String code) {
        for (Problem problem : Problem.values()) {
            if (problem.code().equals(code)) {
                return problem;
            }
        }
        return Problem.BAD_SIGNATURE;
    }

    private Discovered discover(Proposal proposal) throws Refusal, InterruptedException {
        try {
            return discovery.forStranger(proposal.address(), proposal.node());
        } catch (DiscoveryFault fault) {
            throw Problem.NODE_ADDRESS.because(String.valueOf(fault.getMessage()));
        }
    }

    private void remember(HttpSignature.Signed signed) throws Refusal {
        NonceMemory.Answer answer = nonces.remember(signed, clock.instant());
        if (answer == NonceMemory.Answer.REPEATED) {
            throw Problem.SIGNATURE_REPLAYED.because("sign each request with a nonce of its own");
        }
        if (answer == NonceMemory.Answer.FULL) {
            throw Problem.RATE_LIMITED.because("too many signed requests in ten minutes", 600);
        }
    }

    /** The same words whether it is unknown, expired or used: who guesses learns nothing. */
    private static Refusal badInvitation() {
        return Problem.INVITATION.because("ask the people of this node for another one");
    }
}
