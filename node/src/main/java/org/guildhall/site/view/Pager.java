package org.guildhall.site.view;

import org.jspecify.annotations.Nullable;

/** Ways on from a page of a list: back to its start, and on to what follows. */
public record Pager(@Nullable String first, @Nullable String next) {

    public static final Pager NONE = new Pager(null, null);
}
