package org.guildhall.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.guildhall.record.ObjectKey;
import org.jspecify.annotations.Nullable;

/** What the search index reads: the visible words of threads, and what has changed since it last looked. */
public final class SearchReading {
    private final Reads reads;

    public SearchReading(DataSource pool) {
        this.reads = new Reads(pool);
    }

    /** Words of one post and the language they are in, as far as its author said. */
    public record Words(String language, String text) {}

    /** A visible thread; {@code texts} begins with the question's. */
    public record ThreadWords(
            ObjectKey thread,
            int node,
            String title,
            List<String> tags,
            String language,
            int answers,
            long activeAt,
            List<Words> texts) {}

    /** How far each log was read, and what was hidden here since: what an index is up to date with. */
    public record Position(Map<Integer, Long> sizes, long hidden) {}

    /** The words of those threads that are visible; the others have none any more. */
    public List<ThreadWords> words(Collection<ObjectKey> threads) {
        if (threads.isEmpty()) {
            return List.of();
        }
        return reads.ask(sql -> {
            Map<ObjectKey, List<Words>> texts = new HashMap<>();
            sql.query(
                    "select thread_key, language, body from post where thread_key = any(?) and visible and erased = 0"
                            + " order by kind, created_at",
                    row -> texts.computeIfAbsent(Sql.key(row, "thread_key"), key -> new ArrayList<>())
                            .add(new Words(language(row.getString("language")), row.getString("body"))),
                    Sql.many(threads));
            return sql.query(
                    "select thread_key, node, title, tags, language, answers, active_at from thread"
                            + " where thread_key = any(?)",
                    row -> new ThreadWords(
                            Sql.key(row, "thread_key"),
                            row.getInt("node"),
                            row.getString("title"),
                            List.of(row.getString("tags").split(" ", -1)),
                            language(row.getString("language")),
                            row.getInt("answers"),
                            row.getLong("active_at"),
                            texts.getOrDefault(Sql.key(row, "thread_key"), List.of())),
                    Sql.many(threads));
        });
    }

    private static String language(@Nullable String tag) {
        return tag == null ? "" : tag;
    }

    /** Where the store is now. */
    public Position position() {
        return reads.ask(sql -> {
            Map<Integer, Long> sizes = new LinkedHashMap<>();
            sql.query(
                    "select log, size from log_state order by log",
                    row -> sizes.merge(row.getInt("log"), row.getLong("size"), Long::max));
            long hidden = sql.first("select coalesce(max(at), 0) from hidden", row -> row.getLong(1))
                    .orElse(0L);
            return new Position(sizes, hidden);
        });
    }

    /** The threads that something was logged of, or hidden in, after a position. */
    public List<ObjectKey> changedSince(Position position) {
        return reads.ask(sql -> {
            List<ObjectKey> changed = new ArrayList<>();
            List<Integer> logs = sql.query("select log from log_state", row -> row.getInt(1));
            for (int log : logs) { // a handful: one for each node that is followed
                changed.addAll(sql.query(
                        "select distinct thread_key from log_entry where log = ? and idx >= ?",
                        row -> Sql.key(row, "thread_key"),
                        log,
                        position.sizes().getOrDefault(log, 0L)));
            }
            changed.addAll(sql.query(
                    "select p.thread_key from hidden h join post p on p.object_key = h.object_key where h.at >= ?",
                    row -> Sql.key(row, "thread_key"),
                    position.hidden()));
            return changed.stream().distinct().toList();
        });
    }
}
