package org.guildhall.admin.stackexchange;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Under which licence a contribution stands, as an SPDX identifier. */
final class Licences {

    private static final Instant VERSION_3 = Instant.parse("2011-04-08T00:00:00Z");
    private static final Instant VERSION_4 = Instant.parse("2018-05-02T00:00:00Z");
    private static final Map<String, String> SPDX = Map.of(
            "CC BY-SA 2.5", "CC-BY-SA-2.5",
            "CC BY-SA 3.0", "CC-BY-SA-3.0",
            "CC BY-SA 4.0", "CC-BY-SA-4.0");

    private Licences() {}

    /** The licence that the dump names, or if it names none we know, the one of the day of the contribution (UTC). */
    static String of(@Nullable String named, Instant contributed) {
        String known = named == null ? null : SPDX.get(named.strip());
        if (known != null) {
            return known;
        }
        return contributed.isBefore(VERSION_3)
                ? "CC-BY-SA-2.5"
                : contributed.isBefore(VERSION_4) ? "CC-BY-SA-3.0" : "CC-BY-SA-4.0";
    }
}
