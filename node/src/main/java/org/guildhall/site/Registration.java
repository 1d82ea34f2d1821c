package org.guildhall.site;

import java.sql.SQLException;
import java.util.Locale;
import org.guildhall.store.Settings;
import org.guildhall.store.Sql;

/** Who may register at this node. */
enum Registration {
    OPEN,
    INVITATION,
    CLOSED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By invitation while nothing else was chosen. */
    static Registration read(Sql sql) throws SQLException {
        return of(new Settings(sql).get(Settings.REGISTRATION).orElse(""));
    }

    static Registration of(String code) {
        for (Registration mode : values()) {
            if (mode.code().equals(code)) {
                return mode;
            }
        }
        return INVITATION;
    }
}
