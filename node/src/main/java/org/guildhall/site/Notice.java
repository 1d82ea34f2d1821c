package org.guildhall.site;

import java.util.Locale;
import java.util.Optional;
import org.guildhall.site.text.Texts;
import org.jspecify.annotations.Nullable;

/** What has just been done, said once on the next page. Travels in a cookie as its name, never as a text. */
enum Notice {
    SIGNED_OUT,
    SAVED,
    POSTED,
    PENDING,
    PASSWORD,
    WELCOME,
    HIDDEN,
    SHOWN,
    TAKEN,
    TAKEN_HERE,
    DECLINED,
    DECLINED_HERE,
    STILL_HELD,
    NOT_TAKEN,
    NOT_HELD,
    FLAGGED,
    LABELLED,
    UNLABELLED,
    DISMISSED,
    CLOSED,
    REOPENED,
    SUGGESTED,
    APPLIED,
    UNAPPLIED,
    ERASED,
    ACCOUNT_ERASED,
    LAST_ADMINISTRATOR;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Notice> of(@Nullable String code) {
        for (Notice notice : values()) {
            if (notice.code().equals(code)) {
                return Optional.of(notice);
            }
        }
        return Optional.empty();
    }

    String in(Texts texts) {
        return switch (this) {
            case SIGNED_OUT -> texts.t("notice.signedOut");
            case SAVED -> texts.t("notice.saved");
            case POSTED -> texts.t("notice.posted");
            case PENDING -> texts.t("notice.pending");
            case PASSWORD -> texts.t("notice.password");
            case WELCOME -> texts.t("notice.welcome");
            case HIDDEN -> texts.t("notice.hidden");
            case SHOWN -> texts.t("notice.shown");
            case TAKEN -> texts.t("notice.taken");
            case TAKEN_HERE -> texts.t("notice.takenHere");
            case DECLINED -> texts.t("notice.declined");
            case DECLINED_HERE -> texts.t("notice.declinedHere");
            case STILL_HELD -> texts.t("notice.stillHeld");
            case NOT_TAKEN -> texts.t("notice.notTaken");
            case FLAGGED -> texts.t("notice.flagged");
            case LABELLED -> texts.t("notice.labelled");
            case UNLABELLED -> texts.t("notice.unlabelled");
            case DISMISSED -> texts.t("notice.dismissed");
            case CLOSED -> texts.t("notice.closed");
            case REOPENED -> texts.t("notice.reopened");
            case SUGGESTED -> texts.t("notice.suggested");
            case APPLIED -> texts.t("notice.applied");
            case UNAPPLIED -> texts.t("notice.unapplied");
            case ERASED -> texts.t("notice.erased");
            case ACCOUNT_ERASED -> texts.t("notice.accountErased");
            case NOT_HELD -> texts.t("notice.notHeld");
            case LAST_ADMINISTRATOR -> texts.t("admin.last");
        };
    }
}
