package org.guildhall.site.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A comment.
 *
 * @param html rendered and sanitized
 * @param hidden why it is hidden here; null when it is not
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
        @Nullable String hidden) {

    public String anchor() {
        return "p-" + key;
    }
}
