package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Other words that a member suggests for a post.
 *
 * @param by who suggests them
 * @param why in their words, may be ""
 * @param titles how the question's title differs, empty when it does not
 * @param topics how the question's topics differ, empty when they do not
 * @param lines how the text differs from the one of now; empty when nothing is to be compared any more
 * @param stale whether the post was edited after this was suggested
 * @param state what became of it, in words; null while it waits
 * @param reason why it was declined, "" when no reason was given
 * @param decidable whether this reader decides on it
 * @param refused what was wrong with a decision that was sent for this one, null mostly
 */
public record SuggestionRow(
        long nr,
        String by,
        Instant at,
        String why,
        List<DiffLine> titles,
        List<DiffLine> topics,
        List<DiffLine> lines,
        boolean stale,
        @Nullable String state,
        String reason,
        boolean decidable,
        @Nullable String refused) {

    public String anchor() {
        return "suggestion-" + nr;
    }
}
