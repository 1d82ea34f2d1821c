package org.guildhall.admin;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.guildhall.admission.Replay;
import org.guildhall.record.NodeId;
import org.guildhall.store.Database;
import org.guildhall.store.TableContents;
import org.guildhall.store.Writer;

/**
 * Makes the tables that pages read again from the logs, while the node is down. Either all of them are new in the end, or
 * nothing changed.
 */
public final class Rebuild {
    private final Database database;
    private final NodeId self;
    private final Clock clock;

    public Rebuild(Database database, NodeId self, Clock clock) {
        this.database = database;
        this.self = self;
        this.clock = clock;
    }

    /** A table that is not as it was: either it was damaged, or a record was applied wrongly when it came. */
    public record Difference(String table, long rowsBefore, long rowsAfter) {}

    /**
     * What was done.
     *
     * @param entries of all logs that were read
     * @param differences to the tables as they were; empty also when these were not compared
     */
    public record Done(long entries, List<Difference> differences) {}

    /**
     * Rebuilds.
     *
     * @param compare whether to look at the tables before and after
     * @param progress is told how many entries were read
     */
    public Done run(boolean compare, LongConsumer progress) throws SQLException, InterruptedException {
        Map<String, TableContents> before = compare ? contents() : Map.of();
        long entries;
        try (Writer writer = Writer.open(database, self, clock)) {
            entries = Replay.run(writer, progress).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the tables could not be made again", e.getCause());
        }
        List<Difference> differences = new ArrayList<>();
        if (compare) {
            contents().forEach((table, after) -> {
                TableContents was = before.get(table);
                if (was != null && !was.equals(after)) {
                    differences.add(new Difference(table, was.rows(), after.rows()));
                }
            });
        }
        return new Done(entries, differences);
    }

    private Map<String, TableContents> contents() {
        Map<String, TableContents> contents = new LinkedHashMap<>();
        Replay.projections().forEach(table -> contents.put(table, TableContents.of(database, table)));
        return contents;
    }
}
