package org.guildhall.store;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables to the state that this program knows: {@code db/migration/V1__foundation.sql} and what follows it. */
final class Migrations {
    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @throws DatabaseRefused when the tables were made by a newer program, were changed by hand, or a migration failed
     */
    static void apply(DataSource source, DatabaseLocation location) throws DatabaseRefused {
        Flyway flyway = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .loggers("slf4j")
                .cleanDisabled(true)
                .load();
        try {
            MigrationInfo[] applied = flyway.info().applied();
            boolean newer = Arrays.stream(applied)
                    .map(MigrationInfo::getState)
                    .anyMatch(state -> state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED);
            if (newer) {
                throw new DatabaseRefused(
                        "the database " + location + " is newer (version "
                                + applied[applied.length - 1].getVersion()
                                + ") than this program: run the newer program, or restore the backup made before it",
                        null);
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new DatabaseRefused(
                    "the tables in " + location + " can't be brought up to date: " + e.getMessage(), e);
        }
    }
}
