package org.guildhall.admin;

import java.util.List;
import org.guildhall.record.Limits;
import org.guildhall.record.Verdict;

/** Why a person decides so, for others to read: one of the registered codes, or words, or both. */
final class Reasons {
    private static final String OTHER = "other";

    private Reasons() {}

    /** The words in {@code reason}; "" when there are none. */
    static String given(Call call) throws Refusal {
        String reason = call.optionalText("reason").orElse("").strip();
        if (reason.codePointCount(0, reason.length()) > Limits.REASON
                || reason.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw Refusal.badRequest(
                    "\"reason\" has up to " + Limits.REASON + " characters, and no control characters");
        }
        return reason;
    }

    /** The code in {@code code}; without one, words must do. */
    static String code(Call call, String reason) throws Refusal {
        List<String> codes = Verdict.CODES;
        String code = call.optionalText("code").orElse(OTHER);
        if (!codes.contains(code)) {
            throw Refusal.badRequest("\"code\" is one of " + String.join(", ", codes));
        }
        if (code.equals(OTHER) && reason.isEmpty()) {
            throw Refusal.badRequest("say why: \"reason\" in words, or \"code\", one of "
                    + String.join(", ", codes.subList(0, codes.size() - 1)));
        }
        return code;
    }
}
