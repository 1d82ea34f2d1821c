package org.guildhall.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Database;
import org.guildhall.store.ReadFailed;
import org.guildhall.store.Sql;

/**
 * Keeps true what this node attested of standing. What says something else by now is found on a connection of its own; the writer is
 * given that alone, a few members at a time, and compares again.
 */
public final class KeptAttestations {
    private static final int RENEWED_AT_ONCE = 10;

    private final Database database;
    private final Admission admission;
    private final int self;
    private final Clock clock;

    /** @param self our number */
    public KeptAttestations(Database database, Admission admission, int self, Clock clock) {
        this.database = database;
        this.admission = admission;
        this.self = self;
        this.clock = clock;
    }

    /** Goes through all of them once. */
    public void work() {
        Optional<ObjectKey> place = Optional.empty();
        do {
            Attesting.Looked looked = look(place);
            renew(looked.stale());
            place = looked.next();
        } while (place.isPresent());
    }

    private Attesting.Looked look(Optional<ObjectKey> after) {
        try (Connection connection = database.reads().getConnection()) {
            return Attesting.look(new Sql(connection), self, clock.instant(), after);
        } catch (SQLException e) {
            throw new ReadFailed(e);
        }
    }

    private void renew(List<ObjectKey> stale) {
        for (int i = 0; i < stale.size(); i += RENEWED_AT_ONCE) {
            List<ObjectKey> some = stale.subList(i, Math.min(i + RENEWED_AT_ONCE, stale.size()));
            boolean unused = admission
                    .publish(desk -> {
                        Attesting.renew(desk, some);
                        return true;
                    })
                    .join();
        }
    }
}
