package org.guildhall.site.view;

import java.time.Instant;
import java.util.List;

/**
 * A post that members or labels of peers told the moderators of.
 *
 * @param path of the post in its thread
 * @param hidden whether readers here see a reason in its place already
 * @param html rendered and sanitized
 */
public record FlaggedRow(
        String key,
        String kind,
        String path,
        String title,
        String titleLang,
        String lang,
        Person author,
        boolean hidden,
        String html,
        List<Flag> flags) {

    /** One member's word, or a peer's label: the code in the reader's language, and what was written. */
    public record Flag(String words, String reason, Instant at) {}

    public String anchor() {
        return "flag-" + key;
    }
}
