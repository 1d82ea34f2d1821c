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

/**
 * Whether this node may sign for its log now. A node that might not have the newest end of its log, or that might not be
 * the only one running, must not: two signed histories are what peers never forgive (spec, chapter Mirrors). Safe for many
 * threads. Being halted survives restarts; only a person ends it, by saying
 * that this history is the true one ({@link #resume}), or by the identity key ({@link #goOn}).
 */
public final class SigningPermit {
    /** Code of the {@link Refusal} of whatever would need a signature. */
    public static final String NOT_SIGNING = "not-signing";

    private final Writer writer;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;

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
     * Ends signing at once; the future completes when that is stored too, with an event that says why. The first reason is kept.
     * Not to be called on the writer's thread.
     */
    public CompletableFuture<Void> halt(String reason) {
        String first;
        synchronized (this) {
            first = state instanceof State.Halted halted ? halted.reason() : reason;
            state = new State.Halted(first);
        }
        listeners.forEach(Runnable::run);
        // On a thread of its own: the caller may be interrupted, and the halt must be stored all the same.
        return CompletableFuture.completedFuture(first).thenComposeAsync(why -> store(Optional.of(why)));
    }

    /** A person has looked: forgets that it was halted, durably, and withholds for {@code reason} until it is granted. */
    public CompletableFuture<Void> resume(String reason) {
        return store(Optional.empty()).thenRun(() -> {
            synchronized (this) {
                state = new State.Waiting(reason);
            }
            listeners.forEach(Runnable::run);
        });
    }

    /** In the transaction that logs by which record our log goes on after a fork: being halted is over with it. */
    void endHalt(Transaction tx) throws SQLException {
        new Settings(tx.sql()).remove(Settings.SIGNING_HALTED);
    }

    /**
     * Grants signing to a key that has never signed anything, once the record is durable by which our log goes on after a fork
     * (OQX-WIT-050). Nobody can hold anything by that key, so no peer has to be asked.
     */
    public void goOn() {
        synchronized (this) {
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

    private CompletableFuture<Void> store(Optional<String> reason) {
        return writer.submit(tx -> {
                    Settings settings = new Settings(tx.sql());
                    if (reason.isPresent()) {
                        if (settings.get(Settings.SIGNING_HALTED).isEmpty()) {
                            settings.set(Settings.SIGNING_HALTED, reason.get());
                            Events.note(tx, Events.Kind.SIGNING_HALTED, Optional.empty(), "", reason.get());
                        }
                    } else {
                        settings.remove(Settings.SIGNING_HALTED);
                    }
                    return true;
                })
                .thenAccept(stored -> {});
    }
}
