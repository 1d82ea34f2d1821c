package org.guildhall.admission;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.guildhall.store.Events;
import org.guildhall.store.Settings;
import org.guildhall.store.Transaction;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node may sign for its log now. A node that might not have the newest end of its log, or that might not be
 * the only one running, must not: two signed histories are what peers never forgive (spec, chapter Mirrors). Safe for many
 * threads. Being halted survives restarts; only a person ends it, by saying
 * that this history is the true one ({@link #resume}), or by the identity key ({@link #goOn}).
 */
public final class SigningPermit {
    /** Code of the {@link Refusal} of whatever would need a signature. */
    public static final String NOT_SIGNING = "not-signing";

    private static final Logger LOG = LoggerFactory.getLogger(SigningPermit.class);

    private final Writer writer;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;

    // Guarded by this: how often our log went on after a fork, and when the halt was that is in force.
    private int era;
    private int haltedIn;

    /** What is permitted, and in words for an administrator why not more. */
    public sealed interface State {
        record Granted() implements State {}

        /** Not yet: something is being found out. */
        record Waiting(String reason) implements State {}

        /** No more, until a person has looked. */
        record Halted(String reason) implements State {}
    }

    private SigningPermit(Writer writer, State state) {
        this.writer = writer;
        this.state = state;
    }

    /** The permit as it was left: granted, or halted if that was stored. */
    public static SigningPermit open(Writer writer) {
        Optional<String> halted = writer.submit(tx -> new Settings(tx.sql()).get(Settings.SIGNING_HALTED))
                .join();
        return new SigningPermit(writer, halted.isPresent() ? new State.Halted(halted.get()) : new State.Granted());
    }

    public State state() {
        return state;
    }

    /** Why nothing may be signed, in words; empty when it may. */
    public Optional<String> reason() {
        State now = state;
        return now instanceof State.Waiting waiting
                ? Optional.of(waiting.reason())
                : now instanceof State.Halted halted ? Optional.of(halted.reason()) : Optional.empty();
    }

    public boolean isGranted() {
        return state instanceof State.Granted;
    }

    /** Is told after each change of the state, on the thread that changed it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Ends waiting. What is halted stays so. */
    public void grant() {
        change(new State.Granted());
    }

    /** Withholds signing for a while. What is halted stays so. */
    public void withhold(String reason) {
        change(new State.Waiting(reason));
    }

    /**
     * Counts how often our log has gone on after a fork since this start. Whoever looks for a reason to {@link #halt} reads it
     * before he looks: what was signed by keys that are given up since is no reason any more.
     */
    public synchronized int era() {
        return era;
    }

    /**
     * Ends signing at once; the future completes when that is stored too, with an event that says why. The first reason is kept.
     * Nothing happens if our log has gone on after a fork since {@code seenIn}. Not to be called on the writer's thread.
     */
    public CompletableFuture<Void> halt(String reason, int seenIn) {
        String first;
        synchronized (this) {
            if (seenIn != era) {
                return CompletableFuture.completedFuture(null);
            }
            first = state instanceof State.Halted halted ? halted.reason() : reason;
            state = new State.Halted(first);
            haltedIn = era;
        }
        listeners.forEach(Runnable::run);
        // On a thread of its own: the caller may be interrupted, and the halt must be stored all the same.
        return CompletableFuture.completedFuture(first).thenComposeAsync(why -> storeHalt(why, seenIn));
    }

    /** {@linkplain #halt Halts} because something is signed with our key that is not of our own log. */
    public CompletableFuture<Void> haltForCopy(String reason, int seenIn) {
        String words = reason + ". Is a copy of this node running elsewhere? Stop it before anything else; then see"
                + " \"Two copies of one node\" in docs/operating.md";
        if (!(state instanceof State.Halted)) {
            LOG.error("Nothing is signed any more: {}", words);
        }
        return halt(words, seenIn);
    }

    /** A person has looked: forgets that it was halted, durably, and withholds for {@code reason} until it is granted. */
    public CompletableFuture<Void> resume(String reason) {
        return writer.submit(tx -> {
                    new Settings(tx.sql()).remove(Settings.SIGNING_HALTED);
                    // Before any other work of the writer: a halt that is stored later was asked for later.
                    tx.afterCommit(() -> {
                        synchronized (this) {
                            state = new State.Waiting(reason);
                        }
                    });
                    return true;
                })
                .thenAccept(forgotten -> listeners.forEach(Runnable::run));
    }

    /** In the transaction that logs by which record our log goes on after a fork: being halted is over with it. */
    void endHalt(Transaction tx) throws SQLException {
        new Settings(tx.sql()).remove(Settings.SIGNING_HALTED);
        // Not before everybody can read which keys are given up: who looked earlier may judge by the old ones. And
        // before any other
        // work of the writer, so that a halt of before is stored before this or not at all.
        tx.afterCommit(() -> {
            synchronized (this) {
                era++;
            }
        });
    }

    /**
     * Grants signing to a key that has never signed anything, once the record is durable by which our log goes on after a fork
     * (OQX-WIT-050). Nobody can hold anything by that key, so no peer has to be asked.
     */
    public void goOn() {
        synchronized (this) {
            if (state instanceof State.Halted && haltedIn == era) {
                return; // for what was seen since
            }
            state = new State.Granted();
        }
        listeners.forEach(Runnable::run);
    }

    /** Refuses what needs a signature while none may be made. */
    void require() throws Refusal {
        Optional<String> why = reason();
        if (why.isPresent()) {
            throw new Refusal(NOT_SIGNING, why.get());
        }
    }

    private void change(State wanted) {
        synchronized (this) {
            if (state instanceof State.Halted || state.equals(wanted)) {
                return;
            }
            state = wanted;
        }
        listeners.forEach(Runnable::run);
    }

    /** Stores a halt that is in force still: a person may have ended it in the meantime. */
    private CompletableFuture<Void> storeHalt(String reason, int seenIn) {
        return writer.submit(tx -> {
                    Settings settings = new Settings(tx.sql());
                    if (seenIn == era()
                            && state.equals(new State.Halted(reason))
                            && settings.get(Settings.SIGNING_HALTED).isEmpty()) {
                        settings.set(Settings.SIGNING_HALTED, reason);
                        Events.note(tx, Events.Kind.SIGNING_HALTED, Optional.empty(), "", reason);
                    }
                    return true;
                })
                .thenAccept(stored -> {});
    }
}
