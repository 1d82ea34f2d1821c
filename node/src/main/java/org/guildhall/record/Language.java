package org.guildhall.record;

import java.util.Optional;

/** A BCP 47 tag in its simple shape: subtags of letters and digits joined by hyphens. */
final class Language {
    private Language() {}

    static Optional<String> read(Fields fields) throws RecordFault {
        return fields.has("inLanguage") ? Optional.of(required(fields)) : Optional.empty();
    }

    static String required(Fields fields) throws RecordFault {
        String language = fields.text("inLanguage", 35);
        if (!isLanguage(language)) {
            throw RecordFault.malformed("inLanguage must be a language tag like en or zh-Hans");
        }
        return language;
    }

    /** The first subtag: 2 to 8 letters; each later one: 1 to 8 letters or digits. */
    private static boolean isLanguage(String tag) {
        String[] subtags = tag.split("-", -1);
        for (int i = 0; i < subtags.length; i++) {
            int length = subtags[i].length();
            boolean first = i == 0;
            if (length > 8 || length < (first ? 2 : 1) || !subtags[i].chars().allMatch(c -> fits(c, first))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(int c, boolean letterOnly) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (!letterOnly && c >= '0' && c <= '9');
    }
}
