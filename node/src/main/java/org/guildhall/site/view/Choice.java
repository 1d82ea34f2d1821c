package org.guildhall.site.view;

import org.jspecify.annotations.Nullable;

/** One of several views or values to choose from. */
public record Choice(String label, String value, boolean chosen) {

    /** The value of {@code aria-current}. */
    public @Nullable String current() {
        return chosen ? "page" : null;
    }
}
