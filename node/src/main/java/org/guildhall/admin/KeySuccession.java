package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Desk;
import org.guildhall.signing.CurrentKey;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;

/**
 * Puts a new signing key in the place of the old one, together with the Node record that lists it.
 *
 * <p>The new key is on the disk before the log names it, beside the old one, and takes its place afterwards. Between the two a
 * node may be killed: the next start {@linkplain DataDirectory#finishRotation goes on}.
 */
public final class KeySuccession {
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

    /** The answer of the act; with {@code key} and {@code old}, the two keys, unless it was only tried. */
    ObjectNode run(boolean dryRun, Act act) throws Refusal, InterruptedException {
        SigningKey old = current.get();
        SigningKey fresh = SigningKey.generate(random);
        try {
            if (dryRun) {
                return Waiting.on(admission.publish(desk -> act.perform(desk, old, fresh)));
            }
            KeyFile.replace(directory.nextSigningKey(), fresh);
            ObjectNode answer;
            try {
                answer = Waiting.on(admission.publish(desk -> {
                    ObjectNode done = act.perform(desk, old, fresh);
                    current.replace(fresh);
                    return done;
                }));
            } catch (Refusal refused) {
                current.replace(old);
                Files.deleteIfExists(directory.nextSigningKey());
                throw refused;
            } catch (RuntimeException failed) {
                // What failed may be the commit, and the log may name the new key all the same: the next start looks.
                current.replace(old);
                throw failed;
            }
            directory.finishRotation(List.of(fresh.publicKey()));
            return answer.put("key", fresh.publicKey().text())
                    .put("old", old.publicKey().text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
