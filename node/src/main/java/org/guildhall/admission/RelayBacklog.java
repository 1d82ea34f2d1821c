package org.guildhall.admission;

import org.guildhall.store.Database;
import org.guildhall.store.RelayTable;

/**
 * What peers brought before it was to be relayed: relaying was switched on, its topics changed, or a day's number was reached.
 * Gone through in batches, each a transaction of its own, so that it goes on after a restart and nobody has to wait for it.
 */
public final class RelayBacklog {
    private final Database database;
    private final Admission admission;

    public RelayBacklog(Database database, Admission admission) {
        this.database = database;
        this.admission = admission;
    }

    /** Goes on until there is nothing left that may be logged today. */
    public void work() {
        while (isBehind() && admission.relayMore().join()) {
            // One batch after the other.
        }
    }

    private boolean isBehind() {
        return RelayTable.places(database).stream().anyMatch(RelayBacklog::isBehind);
    }

    private static boolean isBehind(RelayTable.Place place) {
        Policy policy = Policy.ofJson(place.policy());
        boolean never = place.topics().isEmpty() && policy.relay().isEmpty();
        return !never && (!place.topics().equals(Relay.topics(policy)) || place.index() < place.size());
    }
}
