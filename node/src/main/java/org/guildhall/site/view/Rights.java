package org.guildhall.site.view;

import org.jspecify.annotations.Nullable;

/**
 * What this reader may do with a post.
 *
 * @param noDown what a reader who may vote lacks to vote against, in words; null when nothing is missing
 * @param noComment what a reader who takes part lacks to comment, in words; null when nothing is missing
 * @param suggest whether another text can be suggested, by those who may
 * @param noSuggest what this reader lacks for that, in words; null when nothing is missing
 * @param close what the link says that closes or opens the question; null for who may not, and for what is no question of this node
 */
public record Rights(
        boolean vote,
        @Nullable String noDown,
        boolean comment,
        @Nullable String noComment,
        boolean edit,
        boolean accept,
        boolean hide,
        boolean flag,
        boolean suggest,
        @Nullable String noSuggest,
        @Nullable String close) {

    public static final Rights NONE =
            new Rights(false, null, false, null, false, false, false, false, false, null, null);
}
