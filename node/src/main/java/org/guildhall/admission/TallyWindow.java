package org.guildhall.admission;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.guildhall.record.ObjectKey;
import org.guildhall.store.Sql;

/**
 * Publishes tallies: of a thread when its window has closed and enough members voted in it meanwhile, so that no single
 * vote can be read off (spec, chapter Standing, section 9). Votes of fewer members wait for more.
 */
public final class TallyWindow {
    private static final int THREADS_AT_ONCE = 200;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Admission admission;
    private final TallyTerms terms;

    public TallyWindow(Admission admission, TallyTerms terms) {
        this.admission = admission;
        this.terms = terms;
    }

    /** How long to wait from one look for what is due to the next: there are some within a window. */
    public Duration pause() {
        Duration tenth = terms.window().dividedBy(10);
        return tenth.compareTo(SHORTEST_PAUSE) < 0
                ? SHORTEST_PAUSE
                : tenth.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : tenth;
    }

    /** Publishes what is due now, at most 200 threads; the number of threads looked at. Call it again and again. */
    public CompletableFuture<Integer> publishDue() {
        return admission.publish(desk -> {
            Instant now = desk.tx().now();
            desk.tx().sql().update("delete from counted where until <= ?", now.toEpochMilli());
            List<ObjectKey> due = desk.tx()
                    .sql()
                    .query(
                            "select thread_key from vote_window group by thread_key"
                                    + " having min(opened_at) <= ? and count(case when counts then 1 end) >= ?"
                                    + " order by min(opened_at) limit "
                                    + THREADS_AT_ONCE,
                            row -> Sql.key(row, "thread_key"),
                            now.minus(terms.window()).toEpochMilli(),
                            (long) terms.voters());
            rest(desk.tx().sql(), due, now);
            publish(desk, due);
            return due.size();
        });
    }

    /** Who brings these tallies about does not bring about the next ones (OQX-STA-071). */
    private void rest(Sql sql, Collection<ObjectKey> threads, Instant now) throws SQLException {
        if (!threads.isEmpty() && !terms.resting().isZero()) {
            sql.update(
                    "insert into counted (thread_key, member, until) select thread_key, member, ? from vote_window"
                            + " where thread_key = any(?) and counts on conflict do nothing",
                    now.plus(terms.resting()).toEpochMilli(),
                    threads);
        }
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
