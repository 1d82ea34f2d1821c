package org.guildhall.record;

import java.util.Optional;

/** A BCP 47 tag in its simple shape: subtags of letters and digits joined by hyphens. */
final class Language {
    private Language() {}

    static Optional<String> read(Fields fields) throws RecordFault {
        Optional<String> language = fields.optionalText("inLanguage", 35);
        if (language.isPresent() && !isLanguage(language.get())) {
            throw RecordFault.malformed("inLanguage must be a language tag like en or zh-Hans");
        }
        return language;
    }

    private static boolean isLanguage(String tag) {
        int run = 0;
        for (int i = 0; i < tag.length(); i++) {
            char c = tag.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && (c != '-' || run == 0)) {
                return false;
            }
            run = alphanumeric ? run + 1 : 0;
            if (run > 8) {
                return false;
            }
        }
        return run > 0 && tag.length() > 1;
    }
}
