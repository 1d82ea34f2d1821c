package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.log.Frame;
import org.guildhall.record.Kind;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.NodeProfile.SigningKeyEntry;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Transaction;

/**
 * {@code POST /key/rotate}: a new signing key, introduced by a Node record that the identity key signs; peers see it by
 * themselves. Body, all optional: {@code revokeFrom}, the log size from which on the old key is not believed (else it is only
 * retired: what it signed stays good); {@code identityKey}, the file, when it is not in the data directory; {@code dryRun}.
 */
public final class KeyRotate implements AdminCommand {
    private final KeySuccession succession;
    private final DataDirectory directory;

    public KeyRotate(KeySuccession succession, DataDirectory directory) {
        this.succession = succession;
        this.directory = directory;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/key/rotate";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("revokeFrom", "identityKey", "dryRun");
        boolean dryRun = call.flag("dryRun");
        long revokeFrom = call.integer("revokeFrom", -1, 0, Long.MAX_VALUE);
        SigningKey identity = IdentityKey.read(directory, call.optionalText("identityKey"));
        return succession.run(dryRun, (desk, old, fresh) -> {
            OwnRecord before = OwnRecord.read(desk.tx().sql(), desk.tx().selfId());
            IdentityKey.require(before.profile(), identity);
            long size = desk.tx().size();
            if (revokeFrom > size) {
                throw new org.guildhall.admission.Refusal(
                        "revoke-from", "the log has " + size + " entries; revoke from there or from before");
            }
            long disbelieved = revokeFrom < 0 ? 0 : signedFrom(desk.tx(), revokeFrom);
            NodeProfile wanted = rotated(before.profile(), old, fresh, revokeFrom);
            if (!dryRun) {
                desk.publishNode(wanted, identity);
            }
            return new OwnRecord(before.revision() + 1, wanted)
                    .json(desk.tx().selfId())
                    .put("size", size)
                    .put("disbelieved", disbelieved)
                    .put("dryRun", dryRun);
        });
    }

    /** How many records our signing keys signed from an index of our log on. */
    private static long signedFrom(Transaction tx, long index) throws SQLException {
        return tx.sql()
                .first(
                        "select count(*) from log_entry where log = ? and idx >= ? and origin = ? and kind <> ?",
                        row -> row.getLong(1),
                        tx.self(),
                        index,
                        Frame.OWN,
                        Kind.NODE.code())
                .orElse(0L);
    }

    /** The same node with the other key; keys that are revoked stay listed, so that nobody forgets it. */
    private static NodeProfile rotated(NodeProfile before, SigningKey old, SigningKey fresh, long revokeFrom) {
        List<SigningKeyEntry> keys = new ArrayList<>();
        keys.add(new SigningKeyEntry(fresh.publicKey(), Optional.empty()));
        for (SigningKeyEntry entry : before.signingKeys()) {
            if (entry.revokedAt().isPresent()) {
                keys.add(entry);
            } else if (revokeFrom >= 0 && entry.key().equals(old.publicKey())) {
                keys.add(new SigningKeyEntry(entry.key(), Optional.of(revokeFrom)));
            }
        }
        return before.withKeys(keys);
    }
}
