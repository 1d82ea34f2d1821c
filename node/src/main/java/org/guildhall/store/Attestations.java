package org.guildhall.store;

import java.sql.SQLException;
import java.util.List;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;

/** What nodes say of members: the newest word of each. */
final class Attestations {
    private Attestations() {}

    static void enter(Transaction tx, List<Taken> latest) throws SQLException {
        try (Batch forget = new Batch(tx.connection(), "delete from attestation where object_key = ?");
                Batch attestations = new Batch(
                        tx.connection(),
                        "insert into attestation (object_key, node, about_key, digest, holds) values (?, ?, ?, ?, ?)")) {
            for (Taken one : latest) {
                if (one.record().body() instanceof Attestation attestation) {
                    forget.add(one.object());
                    attestations.add(
                            one.object(),
                            tx.number(one.record().head().node()),
                            attestation.about().key(),
                            one.record().payload().digest(),
                            attestation.state() == Label.State.ON);
                }
            }
            forget.run();
            attestations.run();
        }
    }
}
