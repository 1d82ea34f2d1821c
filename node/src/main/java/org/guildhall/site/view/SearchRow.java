package org.guildhall.site.view;

import java.time.Instant;

/**
 * A hit.
 *
 * @param excerpt HTML: escaped text with {@code <mark>} around what was found, nothing else
 */
public record SearchRow(
        String path,
        String title,
        String lang,
        String excerpt,
        boolean answer,
        String organisation,
        boolean here,
        Instant at) {}
