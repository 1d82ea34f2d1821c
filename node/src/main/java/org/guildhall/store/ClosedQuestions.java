package org.guildhall.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.guildhall.record.Kind;
import org.guildhall.record.Label;
import org.guildhall.record.ObjectKey;

/** Which questions take no more answers: their home says so by a label, and of any other node it means nothing (OQX-INC-060). */
public final class ClosedQuestions {
    /** Whether a question's row {@code p} of the posts is closed. */
    static final String CLOSED = "exists (select 1 from label l where l.about_key = p.object_key and l.node = p.node"
            + " and l.holds and l.label = '" + Label.CLOSED + "')";

    private ClosedQuestions() {}

    /** Those of the questions that are closed. */
    public static Set<ObjectKey> among(Sql sql, Collection<ObjectKey> questions) throws SQLException {
        return new HashSet<>(sql.query(
                "select p.object_key from post p where p.object_key = any(?) and p.kind = " + Kind.QUESTION.code()
                        + " and " + CLOSED,
                row -> Sql.key(row, "object_key"),
                Sql.many(questions)));
    }
}
