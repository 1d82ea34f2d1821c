package org.guildhall.peering.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
     * @param lackingSince when the first entry was logged that fewer have cosigned than are wanted; empty when there is none
     */
    public record State(int wanted, long cosigned, long size, Optional<Instant> lackingSince) {
        /** Whether witnesses had time to cosign some entry, and fewer have than are wanted, however busy the log is. */
        public boolean isMissed(Instant now) {
            return lackingSince.map(since -> since.plus(PATIENCE).isBefore(now)).orElse(false);
        }
    }

    public State state() {
        int wanted = wanted();
        long size = writer.current().size();
        List<Long> sizes = table.witnesses().stream()
                .map(WitnessTable.Witness::size)
                .sorted(Comparator.reverseOrder())
                .toList();
        long cosigned = sizes.stream().filter(one -> one >= size).count();
        return new State(wanted, cosigned, size, lackingSince(sizes, wanted, size));
    }

    /** @param sizes that witnesses have cosigned, the largest first */
    private Optional<Instant> lackingSince(List<Long> sizes, int wanted, long size) {
        if (wanted == 0) {
            return Optional.empty();
        }
        long reached = sizes.size() < wanted ? 0 : sizes.get(wanted - 1);
        return reached >= size
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(
                        queries.entries(writer.self(), reached, 1).get(0).time()));
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
