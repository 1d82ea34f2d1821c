package org.guildhall.site;

import org.guildhall.admission.Lacking;
import org.guildhall.admission.Privilege;
import org.guildhall.admission.Thresholds;
import org.guildhall.site.text.Texts;

/** Privileges, and what is missing for them, for people. */
final class PrivilegeWords {
    private PrivilegeWords() {}

    /** What is done: "Voting down". */
    static String of(Texts texts, Privilege privilege) {
        return switch (privilege) {
            case COMMENT -> texts.t("privilege.comment");
            case SUGGEST -> texts.t("privilege.suggest");
            case VOTE_DOWN -> texts.t("privilege.voteDown");
            case CLOSE -> texts.t("privilege.close");
            case MODERATE_QUEUE -> texts.t("privilege.queue");
        };
    }

    /** What it lets a member do, in a sentence. */
    static String meaning(Texts texts, Privilege privilege) {
        return switch (privilege) {
            case COMMENT -> texts.t("privilege.comment.text");
            case SUGGEST -> texts.t("privilege.suggest.text");
            case VOTE_DOWN -> texts.t("privilege.voteDown.text");
            case CLOSE -> texts.t("privilege.close.text");
            case MODERATE_QUEUE -> texts.t("privilege.queue.text");
        };
    }

    /** What is missing: "Voting down needs 50 points; you have 20." The same wherever it is said. */
    static String of(Texts texts, Lacking lacking) {
        String what = of(texts, lacking.privilege());
        return lacking.needed() == Thresholds.NEVER
                ? texts.t("privilege.moderators", what)
                : texts.count("privilege.lacks", lacking.needed(), what, lacking.points());
    }
}
