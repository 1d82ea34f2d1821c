package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A comment.
 *
 * @param html rendered and sanitized
 * @param hidden why it is hidden here; null when it is not
 * @param erased who took it back; null when it is there, and else only its place and time are
 */
public record CommentView(
        String key,
        String html,
        String lang,
        Person author,
        Instant at,
        boolean edited,
        long score,
        Trust trust,
        Rights rights,
        @Nullable String hidden,
        @Nullable String erased,
        List<LabelMark> labels) {

    public String anchor() {
        return "p-" + key;
    }
}
