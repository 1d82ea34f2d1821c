package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admission.Admission;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeProfile;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;

/**
 * {@code PUT /node}: a new revision of our own Node record, signed by the identity key. Body, all optional: {@code name},
 * {@code addresses}, {@code contact}, {@code license}, {@code identityKey} (the file, when it is not in the data directory),
 * {@code dryRun}. What is not named stays.
 */
public final class NodeSet implements AdminCommand {
    private final Admission admission;
    private final DataDirectory directory;
    private final URI publicAddress;

    /** @param publicAddress the one that the running node is configured for */
    public NodeSet(Admission admission, DataDirectory directory, URI publicAddress) {
        this.admission = admission;
        this.directory = directory;
        this.publicAddress = publicAddress;
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String path() {
        return "/node";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("name", "addresses", "contact", "license", "identityKey", "dryRun");
        Optional<String> name = call.optionalText("name");
        List<String> addresses = call.texts("addresses");
        Optional<String> contact = call.optionalText("contact");
        Optional<String> license = call.optionalText("license");
        check(addresses);
        boolean dryRun = call.flag("dryRun");
        SigningKey identity = IdentityKey.read(directory, call.optionalText("identityKey"));
        Multikey cosigning = cosigning();
        return Waiting.on(admission.publish(desk -> {
            OwnRecord before = OwnRecord.read(desk.tx().sql(), desk.tx().selfId());
            NodeProfile old = before.profile();
            IdentityKey.require(old, identity);
            NodeProfile wanted = old.presented(
                    name.orElse(old.name()),
                    addresses.isEmpty() ? old.addresses() : addresses,
                    contact.or(old::contact),
                    license.or(old::license),
                    cosigning);
            // That the newest record went on after a fork is no reason to say the same again.
            boolean changes = !wanted.equals(old.withKeys(old.signingKeys()));
            int revision = before.revision() + (changes ? 1 : 0);
            if (changes && !dryRun) {
                desk.publishNode(wanted, identity);
            }
            return new OwnRecord(revision, wanted)
                    .json(desk.tx().selfId())
                    .put("changed", changes)
                    .put("dryRun", dryRun);
        }));
    }

    /** Peers believe a node only at an address that its record names, so the one in use must stay among them. */
    private void check(List<String> addresses) throws Refusal {
        for (String address : addresses) {
            try {
                Config.baseAddress(address);
            } catch (IllegalArgumentException e) {
                throw Refusal.badRequest(address + ": an address " + e.getMessage());
            }
        }
        if (!addresses.isEmpty() && !addresses.contains(publicAddress.toString())) {
            throw Refusal.conflict(
                    "this node runs at " + publicAddress + ": name that address as well. To move, name both"
                            + " now, set \"publicAddress\" in config.json to the new one, restart, and then leave the old one out.");
        }
    }

    /** Nodes that were made before there were witnesses make it known with their next Node record. */
    private Multikey cosigning() throws Refusal {
        try {
            return KeyFile.read(directory.cosigningKey()).publicKey();
        } catch (IOException e) {
            throw Refusal.conflict("the cosigning key cannot be read: " + e.getMessage());
        }
    }
}
