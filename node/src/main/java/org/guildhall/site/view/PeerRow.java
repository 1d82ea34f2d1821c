package org.guildhall.site.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A peer as anybody may see it.
 *
 * @param state in the reader's language
 * @param seen when it last answered
 * @param behind entries of its log not yet read here, −1 when unknown
 */
public record PeerRow(
        String name,
        @Nullable String address,
        String nodeId,
        String state,
        boolean good,
        @Nullable Instant seen,
        long behind,
        long held,
        long declined,
        long quarantined) {}
