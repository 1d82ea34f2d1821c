package org.guildhall.peering.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.guildhall.store.Commit;
import org.guildhall.store.Database;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Setting;
import org.guildhall.store.Settings;
import org.guildhall.store.WitnessTable;
import org.guildhall.store.Writer;

/** How many witnesses are to have cosigned our newest checkpoint, and how many have (OQX-WIT-018). Publishing waits for none. */
public final class Quorum {
    /** For witnesses to answer before anybody is told that they have not. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Setting setting;
    private final WitnessTable table;
    private final LogQueries queries;
    private final Writer writer;

    public Quorum(Database database, WitnessTable table, LogQueries queries, Writer writer) {
        this.setting = new Setting(database, Settings.WITNESS_QUORUM);
        this.table = table;
        this.queries = queries;
        this.writer = writer;
    }

    /**
     * How it stands.
     *
     * @param wanted 0 when nobody asked for a quorum
     * @param cosigned witnesses that have cosigned all {@code size} entries of our log
     * @param loggedAt when the newest of them was logged
     */
    public record State(int wanted, long cosigned, long size, Instant loggedAt) {
        /** Whether witnesses had time to cosign what there is, and fewer have than are wanted. */
        public boolean isMissed(Instant now) {
            return cosigned < wanted && loggedAt.plus(PATIENCE).isBefore(now);
        }
    }

    public State state() {
        Commit log = writer.current();
        long logged =
                queries.state(writer.self()).map(LogQueries.State::lastLoggedAt).orElse(0L);
        long cosigned = table.witnesses().stream()
                .filter(witness -> witness.size() >= log.size())
                .count();
        return new State(wanted(), cosigned, log.size(), Instant.ofEpochMilli(logged));
    }

    public int wanted() {
        return setting.value().map(Integer::parseInt).orElse(0);
    }

    /** Asks for so many from now on; 0 for none. */
    public CompletableFuture<Integer> want(int witnesses) {
        return writer.submit(tx -> {
            new Settings(tx.sql()).set(Settings.WITNESS_QUORUM, String.valueOf(witnesses));
            return witnesses;
        });
    }
}
