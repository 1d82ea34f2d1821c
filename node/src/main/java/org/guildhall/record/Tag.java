package org.guildhall.record;

/** The shape of a tag: letters and digits of any script, none of them a capital, and {@code + . # -}. */
public final class Tag {
    private Tag() {}

    public static boolean isTag(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= Limits.TAG
                && text.codePoints().allMatch(Tag::fits)
                && text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static boolean fits(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER -> true;
            default -> "+.#-".indexOf(c) >= 0;
        };
    }

    static void check(String text) throws RecordFault {
        if (!isTag(text)) {
            throw RecordFault.malformed(
                    "a tag is 1 to 40 lower case letters, digits and + . # -, with at least one letter or digit: "
                            + text);
        }
    }
}
