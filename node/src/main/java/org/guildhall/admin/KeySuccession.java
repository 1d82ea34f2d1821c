package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Desk;
import org.guildhall.signing.CurrentKey;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.StoreFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a new signing key in the place of the old one, together with the Node record that lists it.
 *
 * <p>The new key is on the disk before the log names it, beside the old one. It signs from the commit on that makes the record
 * durable, and takes the old one's place on the disk afterwards. Between the two a node may be killed: the next start {@linkplain
 * DataDirectory#finishRotation goes on}. One succession at a time.
 */
public final class KeySuccession {
    private static final Logger LOG = LoggerFactory.getLogger(KeySuccession.class);

    private final Admission admission;
    private final DataDirectory directory;
    private final CurrentKey current;
    private final SecureRandom random;

    public KeySuccession(Admission admission, DataDirectory directory, CurrentKey current, SecureRandom random) {
        this.admission = admission;
        this.directory = directory;
        this.current = current;
        this.random = random;
    }

    /** Publishes the record that lists {@code fresh}, unless it is only tried; what there is to tell of it. */
    interface Act {
        ObjectNode perform(Desk desk, SigningKey old, SigningKey fresh) throws Exception;
    }

    /**
     * The answer of the act; with {@code key} and {@code old}, the two keys, unless it was only tried. When this returns, the new
     * key signs.
     */
    synchronized ObjectNode run(boolean dryRun, Act act) throws Refusal, InterruptedException {
        SigningKey old = current.get();
        SigningKey fresh = SigningKey.generate(random);
        if (dryRun) {
            return Waiting.on(admission.publish(desk -> act.perform(desk, old, fresh)));
        }
        keep(fresh, old);
        ObjectNode answer = publish(act, old, fresh);
        try {
            directory.finishRotation(List.of(fresh.publicKey()));
        } catch (IOException e) {
            // The succession is done all the same: the log says so.
            LOG.error(
                    "The new signing key stays in {} for now, and must not be lost: {}. The next start of this node, or the next"
                            + " rotation, puts it in its place",
                    directory.nextSigningKey(),
                    e.getMessage());
        }
        return answer.put("key", fresh.publicKey().text())
                .put("old", old.publicKey().text());
    }

    /** Puts the new key beside the old one; never in the place of one that the log may name. */
    private void keep(SigningKey fresh, SigningKey old) throws Refusal {
        try {
            directory.finishRotation(List.of(old.publicKey()));
        } catch (IOException e) {
            throw Refusal.conflict("the last rotation can't be finished: " + e.getMessage());
        }
        if (Files.exists(directory.nextSigningKey())) {
            throw Refusal.conflict(directory.nextSigningKey()
                    + " holds the key of a rotation that was not finished. Start the node again: if its log names that key, the"
                    + " rotation is finished then. If the file is still there afterwards, and this node's database is the"
                    + " newest, move it away");
        }
        try {
            KeyFile.create(directory.nextSigningKey(), fresh);
        } catch (IOException e) {
            discard();
            throw Refusal.conflict("the new key can't be kept: " + e.getMessage());
        }
    }

    private ObjectNode publish(Act act, SigningKey old, SigningKey fresh) throws Refusal, InterruptedException {
        try {
            return Waiting.on(admission.publish(desk -> {
                ObjectNode done = act.perform(desk, old, fresh);
                desk.tx().afterCommit(() -> current.replace(fresh));
                return done;
            }));
        } catch (Refusal refused) {
            discard();
            throw refused;
        } catch (IllegalStateException failed) {
            // What failed may be the commit, and the log may name the new key all the same: the next start looks.
            if (!(failed.getCause() instanceof StoreFailed)) {
                discard();
            }
            throw failed;
        }
    }

    /** Deletes the new key, which is ours and which no log can name. */
    private void discard() {
        try {
            Files.deleteIfExists(directory.nextSigningKey());
        } catch (IOException e) {
            LOG.warn(
                    "{}, which the log does not name, could not be deleted: {}",
                    directory.nextSigningKey(),
                    e.getMessage());
        }
    }
}
