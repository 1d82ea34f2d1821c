package org.guildhall.admission;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.guildhall.log.Frame;
import org.guildhall.record.Audience;
import org.guildhall.record.Digest;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Verdict;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Events;
import org.guildhall.store.EvidenceTable;
import org.guildhall.store.ModerationLog;
import org.guildhall.store.Projection;
import org.guildhall.store.Transaction;
import org.guildhall.store.Truncation;
import org.guildhall.store.Withdrawal;
import org.guildhall.store.Writer;

/** The gate: everything that enters the tables comes through here, in the writer's one transaction. */
public final class Admission {
    private final Writer writer;
    private final Supplier<SigningKey> key;
    private final SigningPermit permit;
    private final SecureRandom random;
    private final Audience audience;
    private final RuleBook rules;

    public Admission(Writer writer, SigningKey key, SigningPermit permit, SecureRandom random) {
        this(writer, () -> key, permit, random, Audience.PUBLIC);
    }

    /**
     * The gate of a node whose keys may be rotated while it runs.
     *
     * @param key the signing key of the moment; changes on the writer's thread only, between one commit and the next
     * @param audience of this node's log, from its first entry on (OQX-LOG-080)
     */
    public Admission(
            Writer writer, Supplier<SigningKey> key, SigningPermit permit, SecureRandom random, Audience audience) {
        this.writer = writer;
        this.key = key;
        this.permit = permit;
        this.random = random;
        this.audience = audience;
        this.rules = new RuleBook(writer.selfId(), audience);
    }

    /** Something a member or the administrator does here. */
    public interface Act<T> {
        T perform(Desk desk) throws Exception;
    }

    /**
     * Performs an act. The future completes when all it published and wrote is durable and can be read; with a {@link
     * Refusal} when a rule forbids it, and then nothing of it was kept.
     */
    public <T> CompletableFuture<T> publish(Act<T> act) {
        return writer.submit(tx -> {
            Desk desk = desk(new Facts(tx));
            T value = act.perform(desk);
            Projection.apply(tx, desk.taken(), Projection.Occasion.FIRST);
            return value;
        });
    }

    /**
     * Takes in what was read from a followed log; completes when it is durable and can be read. While this node may not sign,
     * a batch of which something would enter our log is refused as a whole, {@code not-signing}: it is read again later. So is one
     * with a record that a key of ours signed and that our own log does not hold: while our newest end is being looked for, that
     * record may be on its way here; if we sign already, somebody else signs with our key, and signing ends (OQX-WIT-060).
     */
    public CompletableFuture<Intake.Counts> arrive(Followed followed) {
        int era = permit.era();
        return writer.submit(tx -> {
                    long before = tx.size();
                    Intake intake = intake(tx);
                    Intake.Counts counts = intake.take(followed);
                    if (intake.unknownOwn().isPresent()) {
                        requireNoCopy(followed, intake.unknownOwn().get());
                    }
                    if (tx.size() > before) {
                        permit.require();
                    }
                    return counts;
                })
                // Elsewhere, since storing it takes the writer; the batch is refused until that is done.
                .exceptionallyComposeAsync(thrown -> isCopy(thrown)
                        ? permit.haltForCopy(String.valueOf(thrown.getMessage()), era)
                                .thenCompose(halted -> CompletableFuture.failedFuture(thrown))
                        : CompletableFuture.failedFuture(thrown));
    }

    /**
     * Takes back the end of a followed log's copy, with all that was believed because of it; completes when that is durable. A cut
     * from another size than the copy has now changes nothing: it was made before.
     */
    public CompletableFuture<Void> cutBack(CutBack cut) {
        return writer.submit(tx -> {
            int log = tx.number(cut.owner());
            long size = tx.sql()
                    .first("select size from log_state where log = ?", row -> row.getLong(1), log)
                    .orElse(0L);
            if (size == cut.from()) {
                Withdrawal gone = new Truncation(tx, log).apply(cut.kept(), cut.lastLoggedAt(), cut.checkpoint());
                new Honouring(tx).gone(gone.labels().values());
                if (cut.evidence().isPresent()) {
                    EvidenceTable.keep(
                            tx,
                            cut.owner(),
                            tx.now(),
                            Optional.empty(),
                            cut.evidence().get(),
                            Set.of());
                }
                String detail = "entries from " + cut.kept().size() + " on were taken back";
                Events.count(
                        tx,
                        Events.Kind.FORK_CONTINUED,
                        log,
                        "",
                        detail,
                        size - cut.kept().size());
            }
            return nothing();
        });
    }

    private void requireNoCopy(Followed followed, OqxRecord own) throws Refusal {
        if (permit.state() instanceof SigningPermit.State.Halted) {
            return; // it is known
        }
        if (permit.isGranted()) {
            throw new Refusal(
                    RuleBook.OWN_UNKNOWN,
                    "the log of " + followed.owner() + " holds "
                            + own.head().kind().label() + " "
                            + own.head().id() + ", which is signed with our key "
                            + own.proof().key()
                            + " and is not in our own log");
        }
        permit.require();
    }

    private static boolean isCopy(Throwable thrown) {
        return thrown instanceof Refusal refusal && refusal.code().equals(RuleBook.OWN_UNKNOWN);
    }

    /**
     * Decides on all that is held of an object of another node, as a moderator. The future ends in a {@link Refusal} {@code
     * not-held} when the newest held revision is not the one the moderator has seen: nobody takes an edit unread.
     *
     * @param seen digest of the revision that was looked at
     * @param ruling taken or declined
     * @param code why it is declined; one of {@link Verdict#CODES}
     * @param reason the same in words, may be empty
     * @param by who the public moderation log says it was
     */
    public CompletableFuture<Decision> decide(
            ObjectKey object, Digest seen, Verdict.Ruling ruling, String code, String reason, ModerationLog.By by) {
        return writer.submit(tx -> decide(tx, object, seen, ruling, code, reason, by));
    }

    /**
     * The same for a member who may by role or standing; whether they may is asked in the same transaction.
     *
     * @return fails also with {@link Lacking}, or with a {@link Refusal} {@link OwnCause#CODE}
     */
    public CompletableFuture<Decision> decide(
            Privileges privileges,
            ObjectKey member,
            ObjectKey object,
            Digest seen,
            Verdict.Ruling ruling,
            String code,
            String reason) {
        return writer.submit(tx -> {
            ModerationLog.By by = OwnCause.deciderOnHeld(tx.sql(), privileges, member, object);
            return decide(tx, object, seen, ruling, code, reason, by);
        });
    }

    private Decision decide(
            Transaction tx,
            ObjectKey object,
            Digest seen,
            Verdict.Ruling ruling,
            String code,
            String reason,
            ModerationLog.By by)
            throws Refusal, SQLException {
        Decision decision = intake(tx).decide(object, seen, ruling, code, reason);
        if (decision.outcome() instanceof Outcome.Taken) {
            ModerationLog.note(tx, by, ModerationLog.Action.TAKEN, "", "", object);
        } else if (decision.outcome() instanceof Outcome.Declined) {
            ModerationLog.note(tx, by, ModerationLog.Action.DECLINED, code, reason, object);
        }
        return decision;
    }

    /**
     * Goes on relaying what peers brought before it was to be relayed, by one batch; completes with whether there may be more.
     */
    public CompletableFuture<Boolean> relayMore() {
        return writer.submit(tx -> {
            long before = tx.size();
            boolean more = intake(tx).relayMore();
            if (tx.size() > before) {
                permit.require();
            }
            return more;
        });
    }

    /** Takes back a verdict: another node's post that was taken into a thread of ours is shown no longer. */
    public CompletableFuture<Void> exclude(ObjectKey object, String code, String reason) {
        return writer.submit(tx -> {
            intake(tx).exclude(object, code, reason);
            return nothing();
        });
    }

    @SuppressWarnings("NullAway") // a future of Void completes with null, by definition
    private static Void nothing() {
        return null;
    }

    private Intake intake(Transaction tx) {
        Facts facts = new Facts(tx);
        return new Intake(rules, desk(facts), facts);
    }

    private Desk desk(Facts facts) {
        return new Desk(rules, key.get(), permit, random, facts, audience);
    }

    /** The index in its own node's log of a record found at {@code index} of some log. */
    static long originIndex(Frame frame, long index) {
        return frame.origin() == Frame.OWN ? index : frame.origin();
    }
}
