package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admission.SigningPermit;
import org.guildhall.peering.recovery.OwnCopies;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.NodeProfile.SigningKeyEntry;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.EvidenceTable;

/**
 * {@code POST /log/continue}: after two histories of our log were shown, the identity key says that the one on this disk stands
 * (OQX-WIT-050). A new signing key takes the place of the old ones, which are given up; followers take back what they have of the
 * other history by themselves. Body, all optional: {@code identityKey}, the file, when it is not in the data directory; {@code
 * dryRun}; {@code giveUpNewer}, to go on although a peer holds this history and more.
 */
public final class LogContinue implements AdminCommand {
    private final KeySuccession succession;
    private final DataDirectory directory;
    private final NodeId self;
    private final SigningPermit permit;
    private final EvidenceTable evidence;
    private final OwnCopies copies;

    public LogContinue(
            KeySuccession succession,
            DataDirectory directory,
            NodeId self,
            SigningPermit permit,
            EvidenceTable evidence,
            OwnCopies copies) {
        this.succession = succession;
        this.directory = directory;
        this.self = self;
        this.permit = permit;
        this.evidence = evidence;
        this.copies = copies;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/log/continue";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("identityKey", "dryRun", "giveUpNewer");
        boolean dryRun = call.flag("dryRun");
        int era = permit.era();
        List<OwnCopies.Copy> held = copies.all();
        boolean other = held.stream().anyMatch(copy -> copy.holding() == OwnCopies.Holding.OTHER);
        boolean halted = permit.state() instanceof SigningPermit.State.Halted;
        if (!halted && !other && evidence.against(self).isEmpty()) {
            throw Refusal.conflict(
                    "nobody holds another history of this node's log, and signing is not halted: there is"
                            + " nothing to go on from. If the key was stolen, `guildhall key rotate --revoke-from SIZE`");
        }
        if (!dryRun) {
            requireNewest(held, call.flag("giveUpNewer"));
        }
        SigningKey identity = IdentityKey.read(directory, call.optionalText("identityKey"));
        ObjectNode answer = succession.run(dryRun, (desk, old, fresh) -> {
            OwnRecord before = OwnRecord.read(desk.tx().sql(), desk.tx().selfId());
            IdentityKey.require(before.profile(), identity);
            if (permit.era() != era) {
                throw new org.guildhall.admission.Refusal(
                        "continued",
                        "this node's log has gone on since this was asked: look again whether it is still needed");
            }
            long size = desk.tx().size();
            NodeProfile.Continuation from = new NodeProfile.Continuation(
                    size, Digest.wrap(desk.tx().root().toBytes()));
            NodeProfile wanted = continuing(before.profile(), from, fresh);
            if (!dryRun) {
                desk.continueLog(wanted, identity);
            }
            ObjectNode json = new OwnRecord(before.revision() + 1, wanted)
                    .json(desk.tx().selfId())
                    .put("size", size)
                    .put("root", from.root().text())
                    .put("dryRun", dryRun);
            ArrayNode givenUp = json.putArray("givenUp");
            before.profile().signingKeys().stream()
                    .filter(entry -> entry.revokedAt().isEmpty())
                    .forEach(entry -> givenUp.add(entry.key().text()));
            return json;
        });
        if (!dryRun) {
            permit.goOn();
        }
        ArrayNode peers = answer.putArray("peers");
        for (OwnCopies.Copy copy : held) {
            ObjectNode peer = peers.addObject()
                    .put("node", copy.peer().node().did())
                    .put("name", copy.peer().name().orElse(copy.peer().address()))
                    .put("holds", copy.holding().label());
            copy.size().ifPresent(size -> peer.put("size", size));
        }
        return answer;
    }

    /** What this disk lacks of our own history would be given up with the rest, for ever. */
    private void requireNewest(List<OwnCopies.Copy> held, boolean giveUpNewer) throws Refusal {
        if (permit.state() instanceof SigningPermit.State.Waiting waiting) {
            throw Refusal.conflict("this node does not know yet whether its disk is the newest: " + waiting.reason());
        }
        for (OwnCopies.Copy copy : held) {
            if (giveUpNewer) {
                continue;
            }
            String name = copy.peer().name().orElse(copy.peer().address());
            if (copy.holding() == OwnCopies.Holding.UNKNOWN) {
                throw Refusal.conflict("what " + name + " holds is not known: it does not answer, or not in good order."
                        + " Perhaps it holds this history and more. Try again when it answers, or remove it as a peer."
                        + " If this disk is certainly the newest, go on with --give-up-newer");
            }
            if (copy.holding() == OwnCopies.Holding.AHEAD) {
                throw Refusal.conflict(name
                        + " holds this history and more, " + copy.size().orElse(0)
                        + " entries: perhaps this disk is old. `guildhall log resume` brings it up to date. Only if those"
                        + " entries were not written by this node, give them up with --give-up-newer");
            }
        }
    }

    /** The same node with a new key: all that may have signed the other history are believed up to here and no further. */
    private static NodeProfile continuing(NodeProfile before, NodeProfile.Continuation from, SigningKey fresh) {
        List<SigningKeyEntry> keys = new ArrayList<>();
        keys.add(new SigningKeyEntry(fresh.publicKey(), Optional.empty()));
        for (SigningKeyEntry entry : before.signingKeys()) {
            keys.add(
                    entry.revokedAt().isPresent() ? entry : new SigningKeyEntry(entry.key(), Optional.of(from.size())));
        }
        return before.withKeys(keys, Optional.of(from));
    }
}
