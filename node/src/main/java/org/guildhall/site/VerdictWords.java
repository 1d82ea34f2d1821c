package org.guildhall.site;

import java.util.Optional;
import org.guildhall.site.text.Texts;

/** Why a home did not take something, for people: its code in the reader's language, and what a moderator wrote. */
final class VerdictWords {

    private VerdictWords() {}

    /** Both as far as they are there, empty when the home gave no reason. */
    static Optional<String> of(Texts texts, String code, String written) {
        if (code.isEmpty() || code.equals("other")) {
            return Optional.of(written).filter(words -> !words.isEmpty());
        }
        return Optional.of(written.isEmpty() ? of(texts, code) : texts.t("verdict.both", of(texts, code), written));
    }

    /** A registered code in words; one that is not is quoted, readers must live with any (OQX-INC-022). */
    static String of(Texts texts, String code) {
        return switch (code) {
            case "spam" -> texts.t("verdict.spam");
            case "off-topic" -> texts.t("verdict.offTopic");
            case "duplicate" -> texts.t("verdict.duplicate");
            case "offensive" -> texts.t("verdict.offensive");
            case "quality" -> texts.t("verdict.quality");
            case "language" -> texts.t("verdict.language");
            case "license" -> texts.t("verdict.license");
            case "rate" -> texts.t("verdict.rate");
            case "unknown-author" -> texts.t("verdict.unknownAuthor");
            case "thread-closed" -> texts.t("verdict.threadClosed");
            case "node-policy" -> texts.t("verdict.nodePolicy");
            case "author-request" -> texts.t("verdict.authorRequest");
            case "legal" -> texts.t("verdict.legal");
            case "other" -> texts.t("verdict.other");
            default -> texts.t("verdict.unknown", code.replace('-', ' '));
        };
    }
}
