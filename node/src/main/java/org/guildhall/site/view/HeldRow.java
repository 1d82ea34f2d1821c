package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a moderator.
 *
 * @param digest of the revision that is shown, so that the decision is about it and no later one
 * @param path of the thread; null when that is not here
 * @param title of the question, "" when it is not known
 * @param author null for what has none
 * @param from the node in whose log it was read
 * @param lines how an edit differs from what is shown meanwhile; empty when it is new
 * @param own whether it concerns the reader, who decides by standing and thus not on this
 * @param refused what was wrong with the reason that was sent for this one, null mostly
 * @param code the reason that was chosen
 * @param words the reason that was written
 */
public record HeldRow(
        String key,
        String digest,
        String kind,
        @Nullable String path,
        String title,
        String titleLang,
        String lang,
        @Nullable Person author,
        String from,
        Instant since,
        List<TopicLink> topics,
        String html,
        List<DiffLine> lines,
        boolean own,
        @Nullable String refused,
        String code,
        String words) {

    public String anchor() {
        return "held-" + key;
    }
}
