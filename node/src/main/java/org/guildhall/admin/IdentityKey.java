package org.guildhall.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.record.NodeProfile;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;

/** The key that signs Node records, brought to this machine for as long as a command runs. */
final class IdentityKey {
    private IdentityKey() {}

    static SigningKey read(DataDirectory directory, Optional<String> file) throws Refusal {
        Path path = file.map(Path::of).orElse(directory.identityKey());
        try {
            return KeyFile.read(path);
        } catch (IOException e) {
            throw Refusal.conflict(
                    "the identity key signs this: bring it back to this machine for as long as the command runs, and name"
                            + " the file with --identity-key. The node's own process reads it, and cannot: "
                            + FileReason.of(e));
        }
    }

    /** Refuses every key but the one that the newest record names. */
    static void require(NodeProfile newest, SigningKey identity) throws org.guildhall.admission.Refusal {
        if (!newest.identityKey().equals(identity.publicKey())) {
            throw new org.guildhall.admission.Refusal(
                    "identity-key",
                    "this is not the identity key that the node's newest record names, which is "
                            + newest.identityKey().text() + "; name the file with --identity-key");
        }
    }
}
