package org.guildhall.site.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision of a moderator.
 *
 * @param path of the post; null when readers can't see it
 */
public record LogRow(
        Instant at,
        String role,
        String action,
        String code,
        String reason,
        @Nullable String path) {}
