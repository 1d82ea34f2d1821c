package org.guildhall.peering.serving;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.guildhall.peering.agreement.IntroducedKeys;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.signing.HttpSignature;
import org.guildhall.store.PeerKeys;

/**
 * Who may read a log that is for peers only: the active peers of its node, and in a mirror the node itself (OQX-PEE-080 to 083).
 * Blocks; safe for many threads.
 */
public final class SignedReads {
    private static final byte[] NO_BODY = {};

    private final SignedRequests requests;
    private final PeerKeys keys;
    private final IntroducedKeys introduced;

    /** A request to read, as it came: method, path with query, and all values of a header by its name in lower case. */
    record Asked(String method, String target, Function<String, List<String>> headers) {}

    /** @param introduced the keys of peers of whose logs nothing was read yet */
    public SignedReads(SignedRequests requests, PeerKeys keys, IntroducedKeys introduced) {
        this.requests = requests;
        this.keys = keys;
        this.introduced = introduced;
    }

    /** The active peer that asks for our log. */
    NodeId peer(Asked asked) throws Refusal {
        HttpSignature.Signed signed = signer(asked);
        NodeId peer = keys.activePeer(signed.key())
                .or(() -> newcomer(signed.key()))
                .orElseThrow(() -> stranger(signed.key()));
        requests.remember(signed);
        return peer;
    }

    /** Refuses who asked as a peer and is none any more. */
    void requirePeer(NodeId reader) throws Refusal {
        if (!keys.isActive(reader)) {
            throw notPeer();
        }
    }

    /** Refuses everybody but the node whose log is mirrored. */
    void requireOwner(NodeId owner, Asked asked) throws Refusal {
        HttpSignature.Signed signed = signer(asked);
        if (!keys.speaksFor(owner, signed.key())) {
            throw keys.isKnown(signed.key())
                    ? Problem.NOT_PEER.because("what is kept of this log is for its own node only")
                    : stranger(signed.key());
        }
        requests.remember(signed);
    }

    private HttpSignature.Signed signer(Asked asked) throws Refusal {
        return requests.signer(asked.method(), asked.target(), asked.headers(), NO_BODY);
    }

    /** What a log once said of a key counts more than an introduction: it may have been given up since. */
    private Optional<NodeId> newcomer(Multikey key) {
        return keys.isKnown(key) ? Optional.empty() : introduced.speaker(key).filter(keys::isActive);
    }

    private Refusal stranger(Multikey key) {
        return keys.isKnown(key)
                ? notPeer()
                : Problem.KEY_UNKNOWN.because("no node that this one knows lists the key " + key);
    }

    private static Refusal notPeer() {
        return Problem.NOT_PEER.because("this log is for the nodes that peer with its own");
    }
}
