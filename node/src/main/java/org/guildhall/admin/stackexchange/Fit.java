package org.guildhall.admin.stackexchange;

/** Texts within the limits of records. */
final class Fit {

    private Fit() {}

    /** Without control characters but line feeds and tabs, and without lone surrogates. */
    static String clean(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            boolean bad = (c < 0x20 && c != '\n' && c != '\t') || (Character.isSurrogate(c) && !pair);
            if (bad && out == null) {
                out = new StringBuilder(text.substring(0, i));
            }
            if (out != null && !bad) {
                out.append(c);
                if (pair) {
                    out.append(text.charAt(i + 1));
                }
            }
            if (pair) {
                i++;
            }
        }
        return out == null ? text : out.toString();
    }

    /** On one line. */
    static String line(String text) {
        return clean(text.replaceAll("\\s+", " ").strip());
    }

    /** The first so many code points; the same string if it is no longer. */
    static String cut(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    /** The first so many code points, and so many bytes in a record's JSON. */
    static String cut(String text, int codePoints, int bytes) {
        String cut = cut(text, codePoints);
        if (cut.length() * 6L <= bytes) {
            return cut;
        }
        int used = 0;
        for (int i = 0; i < cut.length(); ) {
            int c = cut.codePointAt(i);
            used += c < 0x20 || c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (used > bytes) {
                return cut.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return cut;
    }
}
