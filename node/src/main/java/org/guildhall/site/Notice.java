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
    DECLINED,
    NOT_HELD,
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
            case DECLINED -> texts.t("notice.declined");
            case NOT_HELD -> texts.t("notice.notHeld");
            case LAST_ADMINISTRATOR -> texts.t("admin.last");
        };
    }
}
