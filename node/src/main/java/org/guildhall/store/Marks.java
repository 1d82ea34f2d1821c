package org.guildhall.store;

import java.sql.SQLException;
import java.util.Set;
import org.guildhall.record.ObjectKey;

/** The rows of posts that are erased or dropped: a mark in their place, without words and author, so that the rest can be read. */
final class Marks {
    /** Stands for an author who is not told any more. */
    private static final String NOBODY = "cast(? as bytea)";

    private Marks() {}

    /** Makes the marks of these posts anew. As with the post itself, of another node's only what the home took is seen. */
    static void refresh(Transaction tx, Set<ObjectKey> erased) throws SQLException {
        tx.sql().update("delete from post where object_key = any(?)", Sql.many(erased));
        tx.sql()
                .update(
                        "insert into post (object_key, thread_key, parent_key, kind, node, home, id, author, revision, latest,"
                                + " digest, title, tags, body, language, license, source_url, created_at, edited_at, visible,"
                                + " up, down, erased)"
                                + " select x.object_key, x.thread_key, coalesce(x.parent_key,"
                                + "  case x.kind when 4 then x.thread_key else null end),"
                                + " x.kind, x.node, x.home, x.id, " + NOBODY + ", 1, 1, x.digest,"
                                + " case x.kind when 3 then '' else null end, case x.kind when 3 then '' else null end,"
                                + " '', null, null, null, x.dated_at, x.dated_at,"
                                + " not exists (select 1 from hidden h where h.object_key = x.object_key)"
                                + "  and (x.node = ? or x.node = x.home or exists (select 1 from verdict v"
                                + "   where v.object_key = x.object_key and v.thread_key = x.thread_key and v.shown > 0)),"
                                + " 0, 0, x.form from erased x where x.object_key = any(?) and x.thread_key is not null",
                        new byte[16],
                        tx.self(),
                        Sql.many(erased));
    }
}
