package org.guildhall.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.store.Database;

/**
 * What a node that does not run made of the entries of one log that it follows, counted from what each of them left in the
 * tables. Invariant 6: all of them add up to the entries.
 *
 * @param taken those whose record is here, whether it came by this log or by another one first
 * @param gone those whose payload was erased or dropped
 * @param unaccounted those of which there is nothing at all
 */
record Accounting(
        String log, long entries, long taken, long held, long declined, long quarantined, long gone, long unaccounted) {

    private static final String COUNTS = """
            select log, count(*) as entries,
              sum(case when form = 0 and outcome is null and here then 1 else 0 end) as taken,
              sum(case when form = 0 and outcome = 'held' then 1 else 0 end) as held,
              sum(case when form = 0 and outcome = 'declined' then 1 else 0 end) as declined,
              sum(case when form = 0 and outcome = 'quarantined' then 1 else 0 end) as quarantined,
              sum(case when form <> 0 and outcome is null then 1 else 0 end) as gone
            from (
              select n.id as log, e.form, s.outcome,
                exists (select 1 from object_revision r
                  where r.object_key = e.object_key and r.revision = e.revision and r.digest = e.digest)
                or exists (select 1 from conflict c
                  where c.object_key = e.object_key and c.revision = e.revision and c.digest = e.digest) as here
              from log_entry e join node n on n.nr = e.log left join setback s on s.log = e.log and s.idx = e.idx
              where n.id <> ?) entry
            group by log order by log""";

    /** Of every log that it follows. */
    static List<Accounting> of(Path data) throws Exception {
        DataDirectory directory = DataDirectory.open(data);
        List<Accounting> logs = new ArrayList<>();
        try (DataDirectory.Hold hold = directory.hold("bench");
                Database database = directory.openDatabase(directory.readConfig());
                Connection connection = database.reads().getConnection();
                PreparedStatement counts = connection.prepareStatement(COUNTS)) {
            counts.setString(1, directory.readNode().did());
            try (ResultSet row = counts.executeQuery()) {
                while (row.next()) {
                    logs.add(read(row));
                }
            }
        }
        return logs;
    }

    private static Accounting read(ResultSet row) throws SQLException {
        long entries = row.getLong("entries");
        long taken = row.getLong("taken");
        long held = row.getLong("held");
        long declined = row.getLong("declined");
        long quarantined = row.getLong("quarantined");
        long gone = row.getLong("gone");
        return new Accounting(
                row.getString("log"),
                entries,
                taken,
                held,
                declined,
                quarantined,
                gone,
                entries - taken - held - declined - quarantined - gone);
    }
}
