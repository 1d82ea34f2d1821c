package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a post, compared with the one before.
 *
 * @param title a question's title when it changed or was first given, else null
 * @param suggestedBy the member of this node who suggested it to its author; null mostly
 */
public record RevisionView(
        int revision,
        Instant at,
        @Nullable String title,
        String topics,
        String recordPath,
        @Nullable String suggestedBy,
        List<DiffLine> lines) {}
