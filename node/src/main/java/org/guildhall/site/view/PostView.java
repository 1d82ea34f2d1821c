package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question or an answer.
 *
 * @param key the object key as text, as in addresses
 * @param html rendered and sanitized
 * @param edited when the shown revision was written, null for the first
 * @param vote this reader's own: 1, 0 or −1
 * @param hidden why it is hidden here; null when it is not
 * @param labels what nodes think of it
 * @param erased who took it back; null when it is there, and else only its place and time are
 */
public record PostView(
        String key,
        String html,
        String lang,
        Person author,
        Instant at,
        @Nullable Instant edited,
        long score,
        int vote,
        boolean accepted,
        Trust trust,
        Rights rights,
        @Nullable SourceLink source,
        String license,
        @Nullable String hidden,
        @Nullable String erased,
        List<LabelMark> labels,
        @Nullable Points standing,
        List<CommentView> comments) {

    public String anchor() {
        return "p-" + key;
    }

    /** The value of {@code aria-pressed} of the button that votes up. */
    public String up() {
        return String.valueOf(vote > 0);
    }

    /** The value of {@code aria-pressed} of the button that votes down. */
    public String down() {
        return String.valueOf(vote < 0);
    }

    /** What the up button does: a second press takes the vote back. */
    public String upValue() {
        return vote > 0 ? "none" : "up";
    }

    public String downValue() {
        return vote < 0 ? "none" : "down";
    }
}
