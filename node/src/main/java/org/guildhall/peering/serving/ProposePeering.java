package org.guildhall.peering.serving;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.guildhall.peering.agreement.Discovered;
import org.guildhall.peering.agreement.Discovery;
import org.guildhall.peering.agreement.DiscoveryFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.agreement.Proposals;
import org.guildhall.record.NodeId;
import org.guildhall.signing.HttpSignature;
import org.guildhall.store.BlockTable;
import org.guildhall.store.PeeringTable;

/**
 * {@code POST /oqx/peering}: another node proposes to peer, with an invitation of ours or without (OQX-PEE-030 to 035, 060 to
 * 066). The steps are taken in the order of the spec, and end at the first that fails; nothing is changed before the last, and no
 * request goes out before the invitation, or the door, was found good.
 */
public final class ProposePeering {
    private static final int A_DAY = 86_400;

    private final SignedRequests requests;
    private final PeeringTable table;
    private final BlockTable blocks;
    private final Discovery discovery;
    private final Peerings peerings;
    private final Proposals proposals;
    private final NodeId self;
    private final Clock clock;

    public ProposePeering(
            NodeId self,
            SignedRequests requests,
            PeeringTable table,
            BlockTable blocks,
            Discovery discovery,
            Peerings peerings,
            Proposals proposals,
            Clock clock) {
        this.self = self;
        this.requests = requests;
        this.table = table;
        this.blocks = blocks;
        this.discovery = discovery;
        this.peerings = peerings;
        this.proposals = proposals;
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
        HttpSignature.Signed signed = requests.signer("POST", target, headers, body);
        Proposal proposal = Proposal.read(body);
        if (proposal.secretHash().isPresent()) {
            requireInvitation(proposal);
        } else {
            requireOpenDoor(proposals.expected(proposal.node()));
        }
        if (proposal.node().equals(self)
                || blocks.isBlocked(proposal.node(), List.of(proposal.address().text()))) {
            throw Problem.NOT_PEER.because("this node does not peer with you");
        }
        Discovered proposer = discover(proposal);
        // It may be blocked at another of its addresses than the one that it names here.
        if (blocks.isBlocked(proposal.node(), proposer.profile().addresses())) {
            throw Problem.NOT_PEER.because("this node does not peer with you");
        }
        if (Peerings.usesSampleKey(proposer)) {
            throw Problem.NOT_PEER.because("a key of yours is a published sample; anybody could speak for you");
        }
        if (!proposer.keys().contains(signed.key())) {
            throw Problem.KEY_UNKNOWN.because("your newest Node record does not list the key " + signed.key());
        }
        requests.remember(signed);
        return ("{\"state\":\"" + entered(proposal) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** Looked at again in the transaction: two may have come with the same invitation, or at once. */
    private String entered(Proposal proposal) throws Refusal, InterruptedException {
        if (proposal.secretHash().isPresent()) {
            if (!peerings.redeem(proposal.secretHash().get(), proposal.node(), proposal.address())) {
                throw badInvitation();
            }
            return "active";
        }
        Proposals.Answer answer = proposals.knock(proposal.node(), proposal.address());
        requireOpenDoor(answer);
        return answer == Proposals.Answer.ACTIVE ? "active" : "pending";
    }

    private void requireInvitation(Proposal proposal) throws Refusal {
        boolean invited = proposal.secretHash()
                .flatMap(table::invitation)
                .filter(found -> PeeringTable.isGood(found, proposal.node(), clock.instant()))
                .isPresent();
        if (!invited) {
            throw badInvitation();
        }
    }

    private static void requireOpenDoor(Proposals.Answer answer) throws Refusal {
        if (answer == Proposals.Answer.CLOSED) {
            throw Problem.NOT_OPEN.because("this node peers by invitation only; ask its people for one");
        }
        if (answer == Proposals.Answer.FULL) {
            throw Problem.BUSY.because("too many proposals wait for the people of this node", A_DAY);
        }
    }

    private Discovered discover(Proposal proposal) throws Refusal, InterruptedException {
        try {
            return discovery.forStranger(proposal.address(), proposal.node());
        } catch (DiscoveryFault fault) {
            throw Problem.NODE_ADDRESS.because(String.valueOf(fault.getMessage()));
        }
    }

    /** The same words whether it is unknown, expired or used: who guesses learns nothing. */
    private static Refusal badInvitation() {
        return Problem.INVITATION.because("ask the people of this node for another one");
    }
}
