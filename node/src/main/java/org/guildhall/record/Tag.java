package org.guildhall.record;

/** The shape of a tag: letters and digits of any script in lower case, and {@code + . # -} within. */
public final class Tag {
    private Tag() {}

    public static boolean isTag(String text) {
        if (text.isEmpty() || text.length() > Limits.TAG || !text.equals(text.toLowerCase(java.util.Locale.ROOT))) {
            return false;
        }
        return Character.isLetterOrDigit(text.codePointAt(0))
                && text.codePoints()
                        .allMatch(c -> Character.isLetterOrDigit(c)
                                || Character.getType(c) == Character.NON_SPACING_MARK
                                || "+.#-".indexOf(c) >= 0);
    }

    static void check(String text) throws RecordFault {
        if (!isTag(text)) {
            throw RecordFault.malformed(
                    "a tag is 1 to 40 letters, digits and + . # - in lower case, beginning with a letter or digit: "
                            + text);
        }
    }
}
