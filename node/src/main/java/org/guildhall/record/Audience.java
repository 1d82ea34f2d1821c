package org.guildhall.record;

import java.util.Locale;

/** How widely a record may travel: to everybody, or to direct peers only. */
public enum Audience {
    PUBLIC,
    PEERS;

    /** The value of the record's member {@code audience}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The audience with this label. */
    public static Audience ofLabel(String label) throws RecordFault {
        return switch (label) {
            case "public" -> PUBLIC;
            case "peers" -> PEERS;
            default -> throw RecordFault.malformed("audience must be \"public\" or \"peers\", not \"" + label + "\"");
        };
    }
}
