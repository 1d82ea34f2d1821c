package org.guildhall.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.guildhall.record.ObjectKey;

/**
 * Who wrote something, as lists and pages show it.
 *
 * @param node number of the member's node
 * @param name empty when the member's record is not here
 * @param sourceUrl the author's page where an imported post came from
 */
public record Author(
        ObjectKey member, int node, String name, Optional<String> affiliation, Optional<String> sourceUrl) {

    /** To be selected from {@code member m}. */
    static final String COLUMNS = "m.name as m_name, m.affiliation as m_affiliation, m.source_url as m_source";

    static Author of(ResultSet row, String keyColumn, int node) throws SQLException {
        return new Author(
                Sql.key(row, keyColumn),
                node,
                ThreadLists.text(row, "m_name"),
                Optional.ofNullable(row.getString("m_affiliation")),
                Optional.ofNullable(row.getString("m_source")));
    }
}
