package org.guildhall.record;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a record says. The code is the kind's byte in a log entry (OQX-REC, registry of kinds). */
public enum Kind {
    NODE(1, "Node"),
    MEMBER(2, "Member"),
    QUESTION(3, "Question"),
    ANSWER(4, "Answer"),
    COMMENT(5, "Comment"),
    ACCEPT(6, "Accept"),
    VERDICT(7, "Verdict"),
    TALLY(8, "Tally"),
    ATTESTATION(9, "Attestation"),
    LABEL(10, "Label"),
    LINK(11, "Link"),
    ERASE(12, "Erase"),
    DROP(13, "Drop"),
    RECEIPT(14, "Receipt");

    private static final Map<String, Kind> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::label, Function.identity()));
    private static final Map<Integer, Kind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::code, Function.identity()));

    private final int code;
    private final String label;

    Kind(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The byte that stands for this kind in an entry, 1 to 255. */
    public int code() {
        return code;
    }

    /** The value of the record's member {@code kind}. */
    public String label() {
        return label;
    }

    public static Optional<Kind> ofLabel(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    public static Optional<Kind> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
