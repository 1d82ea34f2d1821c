package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was erased, and who has said so far that it is gone there, too.
 *
 * @param progress in words: how many of how many have answered
 */
public record ErasureRow(String kind, Instant at, String progress, List<Answer> answers) {

    /** A node, and when it answered; null while it has not. */
    public record Answer(String node, @Nullable Instant at) {}
}
