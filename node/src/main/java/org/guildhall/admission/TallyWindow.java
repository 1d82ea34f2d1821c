package org.guildhall.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.guildhall.record.ObjectKey;

/**
 * Publishes tallies: of a thread when its window has closed and enough members voted in it meanwhile, so that no single
 * vote can be read off (spec, chapter Records, Tally). Votes of fewer members wait for more.
 */
public final class TallyWindow {
    private static final int THREADS_AT_ONCE = 200;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Admission admission;
    private final Duration window;
    private final int voters;

    /**
     * A publisher of tallies.
     *
     * @param window how long the first vote waits at least
     * @param voters how many members must have voted since the last tally of the thread, at least 1
     */
    public TallyWindow(Admission admission, Duration window, int voters) {
        this.admission = admission;
        this.window = window;
        this.voters = voters;
    }

    /** How long to wait from one look for what is due to the next: there are some within a window. */
    public Duration pause() {
        Duration tenth = window.dividedBy(10);
        return tenth.compareTo(SHORTEST_PAUSE) < 0
                ? SHORTEST_PAUSE
                : tenth.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : tenth;
    }

    /** Publishes what is due now, at most 200 threads; the number of threads looked at. Call it again and again. */
    public CompletableFuture<Integer> publishDue() {
        return admission.publish(desk -> {
            long closed = desk.tx().now().minus(window).toEpochMilli();
            List<ObjectKey> due = desk.tx()
                    .sql()
                    .query(
                            "select thread_key from vote_window group by thread_key"
                                    + " having min(opened_at) <= ? and count(*) >= ? order by min(opened_at) limit "
                                    + THREADS_AT_ONCE,
                            row -> org.guildhall.store.Sql.key(row, "thread_key"),
                            closed,
                            (long) voters);
            publish(desk, due);
            return due.size();
        });
    }

    /** Publishes the tallies of these threads as part of an act, whatever their windows say: imports do. */
    public static void publish(Desk desk, Collection<ObjectKey> threads) throws SQLException, Refusal {
        if (threads.isEmpty()) {
            return;
        }
        Set<ObjectKey> keys = new HashSet<>(threads);
        desk.publish(TallySheet.of(desk.tx(), keys));
        desk.tx().sql().update("delete from vote_window where thread_key = any(?)", keys);
    }
}
