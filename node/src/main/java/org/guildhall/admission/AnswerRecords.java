package org.guildhall.admission;

import java.util.ArrayList;
import java.util.List;
import org.guildhall.record.Digest;
import org.guildhall.store.CredentialQueries.Answered;

/**
 * The records of a credential for an answer (OQX-CRE-005, 030).
 *
 * @param needed it has all of these
 * @param spare what it has as far as there is room, in the order in which it goes
 */
record AnswerRecords(List<Digest> needed, List<Digest> spare) {

    AnswerRecords {
        needed = List.copyOf(needed);
        spare = List.copyOf(spare);
    }

    /** All of them: the question goes first, then tallies of nodes other than the home, the last ones first. */
    static AnswerRecords of(Digest profile, Answered facts) {
        List<Digest> needed = new ArrayList<>(List.of(profile, facts.answer()));
        facts.acceptance().ifPresent(needed::add);
        facts.homeTally().ifPresent(needed::add);
        List<Digest> spare = new ArrayList<>(List.of(facts.question()));
        for (int last = facts.tallies().size() - 1; last >= 0; last--) {
            spare.add(facts.tallies().get(last));
        }
        // With nobody's word on the answer it would be no credential.
        if (facts.acceptance().isEmpty() && facts.homeTally().isEmpty() && spare.size() > 1) {
            needed.add(spare.remove(spare.size() - 1));
        }
        return new AnswerRecords(needed, spare);
    }

    List<Digest> all() {
        List<Digest> all = new ArrayList<>(needed);
        all.addAll(spare);
        return all;
    }

    /** Whether nothing can be left out. */
    boolean areLeast() {
        return spare.isEmpty();
    }

    AnswerRecords shorter() {
        return new AnswerRecords(needed, spare.subList(1, spare.size()));
    }
}
