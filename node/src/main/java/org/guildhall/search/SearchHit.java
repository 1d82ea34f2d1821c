package org.guildhall.search;

import java.util.List;
import org.guildhall.record.ObjectKey;

/**
 * A thread that was found, and the passage of it that fits best.
 *
 * @param node the number of its home
 * @param activeAt when something last happened in it, in milliseconds since 1970
 * @param inAnswer whether the passage is from an answer or comment
 */
public record SearchHit(
        ObjectKey thread, int node, String title, String language, long activeAt, boolean inAnswer, Excerpt excerpt) {

    /** A piece of plain text; {@code marks} are the places in it that were looked for, in order, apart from each other. */
    public record Excerpt(String text, List<Mark> marks) {}

    /** From one character to before another. */
    public record Mark(int from, int to) {}

    /** A page of hits; {@code more} when there are further ones. */
    public record Page(List<SearchHit> hits, boolean more) {}
}
