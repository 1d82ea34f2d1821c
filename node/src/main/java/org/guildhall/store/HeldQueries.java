package org.guildhall.store;

import java.util.List;
import java.util.Map;
import org.guildhall.store.HeldReading.Held;
import org.guildhall.store.HeldReading.Ticket;

/** What is held, for rooms that know no SQL. Safe for many threads; throws {@link ReadFailed} when the store does not answer. */
public final class HeldQueries {
    private final Reads reads;

    public HeldQueries(Database database) {
        this.reads = new Reads(database.reads());
    }

    /**
     * What waits for a person.
     *
     * @param count of all objects that wait
     * @param oldest those that have waited longest, oldest first
     * @param names of nodes by their numbers
     */
    public record Queue(long count, List<Held> oldest, Map<Integer, NodeNames.Named> names) {}

    public Queue queue(int most) {
        return reads.ask(sql -> {
            HeldReading reading = new HeldReading(sql);
            return new Queue(reading.count(), reading.oldest(most), NodeNames.read(sql));
        });
    }

    /** All that can be decided on, without what it says. */
    public List<Ticket> tickets() {
        return reads.ask(sql -> new HeldReading(sql).tickets());
    }
}
