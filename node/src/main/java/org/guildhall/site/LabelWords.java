package org.guildhall.site;

import org.guildhall.site.text.Texts;

/** Labels of posts, for people. */
final class LabelWords {
    private LabelWords() {}

    /** A registered label in words; one that is not is quoted. */
    static String of(Texts texts, String label) {
        return switch (label) {
            case "outdated" -> texts.t("label.outdated");
            case "official" -> texts.t("label.official");
            case "disputed" -> texts.t("label.disputed");
            case "off-topic" -> texts.t("label.offTopic");
            case "unclear" -> texts.t("label.unclear");
            case "unsafe" -> texts.t("label.unsafe");
            case "spam" -> texts.t("label.spam");
            default -> texts.t("verdict.unknown", label.replace('-', ' '));
        };
    }
}
