package org.guildhall.admission;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.log.Frame;
import org.guildhall.record.Audience;
import org.guildhall.record.Digest;
import org.guildhall.record.NodeId;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.store.Sql;
import org.guildhall.store.Transaction;

/**
 * Hears a batch of one log: what the rule book says of each record under the policies that apply, unless its frame is not to
 * be believed, or it was decided on in another log before. A record that a relay brings is judged by what we think of its
 * node and by what we think of the relay (spec, Including §5). Belongs to one transaction.
 */
final class Hearing {
    private final RuleBook rules;
    private final Facts facts;
    private final Transaction tx;
    private final Map<NodeId, Optional<Policy>> authors = new HashMap<>();
    private final Map<NodeId, Long> verified = new HashMap<>();
    private final Map<Digest, Long> places = new HashMap<>();
    private final Set<Digest> declined = new HashSet<>();
    private final Set<Digest> held = new HashSet<>();

    Hearing(RuleBook rules, Facts facts) {
        this.rules = rules;
        this.facts = facts;
        this.tx = facts.tx();
    }

    /** Fetches what there is to know beside the facts: a query, and three more when the batch has other nodes' records. */
    void learn(NodeId owner, List<Arrival> arrivals) throws SQLException {
        Map<Integer, NodeId> nodes = new HashMap<>();
        Set<ObjectKey> objects = new HashSet<>();
        List<Digest> included = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Arrival.Verified readable) {
                OqxRecord record = readable.record();
                if (Policy.isMeasured(record.head().kind())) {
                    objects.add(record.object().key());
                }
                if (!record.head().node().equals(owner)) {
                    nodes.put(tx.number(record.head().node()), record.head().node());
                    included.add(record.payload().digest());
                }
            }
        }
        learnEarlier(objects);
        if (nodes.isEmpty()) {
            return;
        }
        learnAuthors(nodes);
        tx.sql()
                .query(
                        "select log, size from log_state where log = any(?)",
                        row -> note(nodes, row.getInt("log"), verified, row.getLong("size")),
                        nodes.keySet());
        if (!verified.isEmpty()) {
            tx.sql()
                    .query(
                            "select digest, idx from log_entry where origin = ? and digest = any(?)",
                            row -> Optional.ofNullable(places.put(Sql.digest(row, "digest"), row.getLong("idx"))),
                            Frame.OWN,
                            Sql.many(included));
        }
    }

    private void learnAuthors(Map<Integer, NodeId> nodes) throws SQLException {
        nodes.values().forEach(node -> authors.put(node, Optional.empty()));
        tx.sql()
                .query(
                        "select node, policy from peering where node = any(?) and state <> 'removed'",
                        row -> note(
                                nodes,
                                row.getInt("node"),
                                authors,
                                Optional.of(Policy.ofJson(row.getString("policy")))),
                        nodes.keySet());
    }

    private static <T> boolean note(Map<Integer, NodeId> nodes, int number, Map<NodeId, T> values, T value) {
        NodeId node = nodes.get(number);
        if (node != null) {
            values.put(node, value);
        }
        return node != null;
    }

    private void learnEarlier(Set<ObjectKey> objects) throws SQLException {
        if (objects.isEmpty()) {
            return;
        }
        tx.sql()
                .query(
                        "select s.digest, s.outcome, s.by_person, case when e.origin = -1 then 1 else 0 end as own"
                                + " from setback s join log_entry e on e.log = s.log and e.idx = s.idx"
                                + " where s.object_key = any(?) and s.outcome in ('declined', 'held')",
                        row -> row.getString("outcome").equals("held")
                                ? held.add(Sql.digest(row, "digest"))
                                : (row.getBoolean("by_person") || row.getInt("own") == 1)
                                        && declined.add(Sql.digest(row, "digest")),
                        Sql.many(objects));
    }

    /** What becomes of a record, read at {@code from.index()} of its own node's log as this log has it. */
    Outcome judge(Arrival.Verified arrival, Provenance.Logged from) {
        OqxRecord record = arrival.record();
        Optional<Outcome> misplaced = misplaced(arrival, from.owner(), from.index());
        if (misplaced.isPresent()) {
            return misplaced.get();
        }
        Outcome outcome = judge(record, from);
        boolean open = outcome instanceof Outcome.Taken
                || outcome instanceof Outcome.Held
                || outcome instanceof Outcome.Declined;
        if (open && declined.contains(record.payload().digest())) {
            // Neither taken by a way round, nor answered twice.
            return new Outcome.Declined("declined-before", "it was declined when it came first", false);
        }
        return outcome;
    }

    /** Judges a record whose frame is believed: by the policy about the log's owner, and by that about its own node. */
    Outcome judge(OqxRecord record, Provenance.Logged from) {
        Outcome outcome = rule(record, from);
        Optional<Policy> ofAuthor = authors.getOrDefault(record.head().node(), Optional.empty());
        if (from.owner().equals(record.head().node()) || ofAuthor.isEmpty()) {
            return outcome;
        }
        Outcome other = rule(record, from.under(ofAuthor.get()));
        return strictness(other) > strictness(outcome) ? other : outcome;
    }

    private Outcome rule(OqxRecord record, Provenance.Logged from) {
        return rules.judge(
                record.head(), record.body(), Optional.of(record.payload().digest()), from, facts);
    }

    private static int strictness(Outcome outcome) {
        return outcome instanceof Outcome.Declined ? 2 : outcome instanceof Outcome.Held ? 1 : 0;
    }

    /** Fetches what is needed to judge a record again that was set back. */
    void learnAgain(OqxRecord record) throws SQLException {
        NodeId node = record.head().node();
        if (!authors.containsKey(node)) {
            learnAuthors(Map.of(tx.number(node), node));
        }
    }

    /** Whether the same record waits for a person in another log. */
    boolean isHeldElsewhere(Digest digest) {
        return held.contains(digest);
    }

    /** A frame says of a record whose it is and where it lies; a frame that says otherwise than what is known is not believed. */
    private Optional<Outcome> misplaced(Arrival.Verified arrival, NodeId owner, long index) {
        OqxRecord record = arrival.record();
        long origin = arrival.frame().origin();
        if (!arrival.frame().entry().describes(record)) {
            return quarantined("entry-mismatch", "the entry describes another record");
        }
        boolean own = record.head().node().equals(owner);
        if (own != (origin == Frame.OWN)) {
            return quarantined("origin-index", "an origin index on a record of the log's owner, or none on another's");
        }
        if (!own && record.body() instanceof NodeProfile && record.head().revision() == 1 && origin != 0) {
            return quarantined("origin-index", "a node's introduction is the first entry of its log");
        }
        // Of our own node the signature says more than the place that another log claims: see RuleBook, OWN_UNKNOWN.
        if (!own && !record.head().node().equals(tx.selfId()) && contradicts(record, origin)) {
            return quarantined(
                    "origin-index", "entry " + origin + " of its own node's log, as verified here, is another record");
        }
        if (record.head().audience() != (own ? audience(record) : Audience.PUBLIC)) {
            return quarantined(
                    "audience", own ? "not meant for those whom its log is for" : "included, and not for everybody");
        }
        if (record.body() instanceof NodeProfile profile
                && profile.continues().map(point -> point.size() != index).orElse(false)) {
            return quarantined("continuation", "not the next entry of the history that it says the node stands by");
        }
        return Optional.empty();
    }

    /** Whom the log of the record's node is for: what its introduction, which comes first, says (OQX-LOG-080). */
    private Audience audience(OqxRecord record) {
        return facts.node(record.head().node())
                .map(Facts.NodeFacts::audience)
                .orElse(record.head().audience());
    }

    /** Whether the index of the record is known from its own node's log: this is that log, or it was read that far. */
    boolean isPlaced(Arrival.Verified arrival) {
        return arrival.frame().origin() == Frame.OWN
                || places.containsKey(arrival.record().payload().digest());
    }

    private boolean contradicts(OqxRecord record, long origin) {
        Long place = places.get(record.payload().digest());
        return place == null ? origin < verified.getOrDefault(record.head().node(), 0L) : place != origin;
    }

    private static Optional<Outcome> quarantined(String code, String detail) {
        return Optional.of(new Outcome.Quarantined(code, detail));
    }
}
