package org.guildhall.admission;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.guildhall.admission.Facts.Candidate;
import org.guildhall.log.Frame;
import org.guildhall.record.Audience;
import org.guildhall.record.Body;
import org.guildhall.record.Draft;
import org.guildhall.record.Head;
import org.guildhall.record.NodeProfile;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.RecordFault;
import org.guildhall.signing.DataIntegrity;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Events;
import org.guildhall.store.Taken;
import org.guildhall.store.Transaction;

/**
 * Where this node's own records are made: judged, then signed, then logged. Lives in one transaction; the tables follow
 * when it closes, so private facts written beside a record (an account, an imported count) are durable with it or not at
 * all.
 */
public final class Desk {
    private final RuleBook rules;
    private final SigningKey key;
    private final SigningPermit permit;
    private final SecureRandom random;
    private final Facts facts;
    private final Audience audience;
    private final List<Taken> taken = new ArrayList<>();

    Desk(RuleBook rules, SigningKey key, SigningPermit permit, SecureRandom random, Facts facts, Audience audience) {
        this.rules = rules;
        this.key = key;
        this.permit = permit;
        this.random = random;
        this.facts = facts;
        this.audience = audience;
    }

    /** An object of ours and what its next revision says. */
    public record Statement(ObjectId object, Body body) {}

    public Transaction tx() {
        return facts.tx();
    }

    /**
     * Publishes the next revision of an object of ours.
     *
     * @throws Refusal when the rule book or the rules of records forbid it; nothing of this transaction remains then,
     *     unless it is caught
     */
    public OqxRecord publish(ObjectId object, Body body) throws Refusal, SQLException {
        return publish(List.of(new Statement(object, body))).get(0);
    }

    /** Publishes many at once, in order, with as many queries as one takes. */
    public List<OqxRecord> publish(List<Statement> statements) throws Refusal, SQLException {
        List<Candidate> candidates = new ArrayList<>();
        for (Statement statement : statements) {
            candidates.add(new Candidate(head(statement, 1), statement.body()));
        }
        facts.learn(candidates);
        List<OqxRecord> records = new ArrayList<>(statements.size());
        for (Statement statement : statements) {
            int revision = facts.newest(statement.object().key()).orElse(0) + 1;
            records.add(publishOne(new Draft(head(statement, revision), statement.body()), key));
        }
        return records;
    }

    /**
     * Publishes an edit only if {@code revision} is still the one after the newest: what a form was filled in from.
     *
     * @throws Refusal {@code stale-revision} when somebody was faster
     */
    public OqxRecord publishRevision(ObjectId object, int revision, Body body) throws Refusal, SQLException {
        Statement statement = new Statement(object, body);
        Draft draft = new Draft(head(statement, revision), body);
        facts.learn(List.of(new Candidate(draft.head(), body)));
        return publishOne(draft, key);
    }

    /** Publishes our own Node record, which the identity key signs. */
    public OqxRecord publishNode(NodeProfile profile, SigningKey identity) throws Refusal, SQLException {
        OqxRecord record = publishOne(next(profile), identity);
        String detail = "revision " + record.head().revision();
        Events.note(tx(), Events.Kind.NODE_CHANGED, Optional.of(tx().selfId()), "", detail);
        return record;
    }

    /**
     * Publishes the Node record by which our log goes on after a fork. The identity key says so, so it needs no permit to sign; with
     * the record the halt is over (OQX-WIT-050).
     */
    public OqxRecord continueLog(NodeProfile profile, SigningKey identity) throws Refusal, SQLException {
        OqxRecord record = log(judged(next(profile)), identity);
        permit.endHalt(tx());
        String detail = "from " + (tx().size() - 1) + " entries on, by revision "
                + record.head().revision() + " of the Node record";
        Events.note(tx(), Events.Kind.LOG_CONTINUED, Optional.empty(), "", detail);
        return record;
    }

    /** The next revision of our own Node record. */
    private Draft next(NodeProfile profile) throws SQLException {
        Statement statement = new Statement(new ObjectId(tx().selfId(), NodeProfile.ID), profile);
        facts.learn(List.of(new Candidate(head(statement, 1), profile)));
        int revision = facts.newest(statement.object().key()).orElse(0) + 1;
        return new Draft(head(statement, revision), profile);
    }

    private Head head(Statement statement, int revision) {
        return Head.of(statement.body().kind(), statement.object(), revision, tx().now(), audience, random);
    }

    private OqxRecord publishOne(Draft draft, SigningKey signer) throws Refusal {
        Draft judged = judged(draft);
        permit.require();
        return log(judged, signer);
    }

    private Draft judged(Draft draft) throws Refusal {
        Outcome outcome = rules.judge(draft.head(), draft.body(), Optional.empty(), new Provenance.Local(), facts);
        if (outcome instanceof Outcome.Taken) {
            return draft;
        }
        if (outcome instanceof Outcome.Declined declined) {
            throw new Refusal(declined.code(), declined.detail());
        }
        if (outcome instanceof Outcome.Quarantined quarantined) {
            throw new Refusal(quarantined.code(), quarantined.detail());
        }
        throw new IllegalStateException("a local record cannot be " + outcome);
    }

    private OqxRecord log(Draft draft, SigningKey signer) throws Refusal {
        OqxRecord record = sign(draft, signer);
        long index = tx().append(record, Frame.OWN);
        facts.note(record.head(), record.body(), record.payload().digest(), OptionalLong.of(index), true);
        taken.add(Taken.logged(record, index, Frame.OWN));
        return record;
    }

    private static OqxRecord sign(Draft draft, SigningKey signer) throws Refusal {
        try {
            return DataIntegrity.sign(draft, signer);
        } catch (RecordFault e) {
            throw new Refusal(e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** What was published, in order. */
    List<Taken> taken() {
        return taken;
    }
}
