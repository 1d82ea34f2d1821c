package org.guildhall.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Topics: the tags of threads, and what this node says about them. */
public final class Topics {

    public record Topic(String tag, long threads, String description) {}

    private final Sql sql;

    public Topics(Sql sql) {
        this.sql = sql;
    }

    /** The topics with most threads first. */
    public List<Topic> busiest(int limit) throws SQLException {
        return sql.query(
                "select g.tag, count(*) as threads, coalesce(min(d.description), '') as description from thread_tag g"
                        + " left join topic d on d.tag = g.tag group by g.tag order by threads desc, g.tag limit ?",
                row -> new Topic(row.getString("tag"), row.getLong("threads"), row.getString("description")),
                limit);
    }

    /** Markdown; empty when nothing was said. */
    public Optional<String> description(String tag) throws SQLException {
        return sql.first("select description from topic where tag = ?", row -> row.getString(1), tag);
    }

    public boolean exists(String tag) throws SQLException {
        return sql.first("select 1 from thread_tag where tag = ? limit 1", row -> true, tag)
                .isPresent();
    }

    /** Inside the writer's transaction. */
    public void describe(String tag, String description, Instant now) throws SQLException {
        if (sql.update(
                        "update topic set description = ?, changed_at = ? where tag = ?",
                        description,
                        now.toEpochMilli(),
                        tag)
                == 0) {
            sql.update(
                    "insert into topic (tag, description, changed_at) values (?, ?, ?)",
                    tag,
                    description,
                    now.toEpochMilli());
        }
    }
}
