package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;

/** A hit. */
public record SearchRow(
        String path,
        String title,
        String lang,
        List<Piece> excerpt,
        boolean answer,
        String organisation,
        boolean here,
        Instant at) {

    /** A piece of the passage; {@code found} when it is what was looked for. */
    public record Piece(String text, boolean found) {}
}
