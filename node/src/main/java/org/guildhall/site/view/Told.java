package org.guildhall.site.view;

import java.util.List;

/** What evidence proves and what it does not, in the reader's language. */
public record Told(List<String> proven, List<String> notProven) {
    public Told {
        proven = List.copyOf(proven);
        notProven = List.copyOf(notProven);
    }
}
