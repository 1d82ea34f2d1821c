package org.guildhall.site.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose votes a post's score consists of.
 *
 * @param title of the question, in {@code lang}
 * @param back the post's place in its thread
 * @param counts what all votes come to in the order of answers; null for what is not ordered by votes
 * @param bound so many votes of a group on one post count at most
 * @param outside of nodes whose votes count for nothing
 * @param early how this node tells its members' votes, when that is sooner than recommended
 */
public record VotesPage(
        String title,
        String lang,
        String back,
        long score,
        long up,
        long down,
        @Nullable String counts,
        long bound,
        List<VoteGroup> groups,
        List<VoteRow> outside,
        @Nullable String early) {}
