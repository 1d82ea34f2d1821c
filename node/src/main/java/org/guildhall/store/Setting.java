package org.guildhall.store;

import java.util.Optional;

/** One of {@link Settings}, read outside of any transaction. */
public final class Setting {
    private final Reads reads;
    private final String name;

    public Setting(Database database, String name) {
        this.reads = new Reads(database.reads());
        this.name = name;
    }

    public Optional<String> value() {
        return reads.ask(sql -> new Settings(sql).get(name));
    }
}
