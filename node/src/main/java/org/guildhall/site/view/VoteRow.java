package org.guildhall.site.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Votes of one node's members on a post.
 *
 * @param at of the tally that tells them; null where none does
 * @param recordPath the signed tally; empty where there is none
 */
public record VoteRow(
        String name, long up, long down, @Nullable Instant at, String recordPath) {}
