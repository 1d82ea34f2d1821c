package org.guildhall.site.text;

import java.util.Locale;
import java.util.Optional;

/** A language the interface speaks. */
public enum Language {
    ENGLISH("en", "English", Locale.UK),
    GERMAN("de", "Deutsch", Locale.GERMANY),
    POLISH("pl", "Polski", new Locale("pl", "PL")),
    CHINESE("zh", "中文", Locale.SIMPLIFIED_CHINESE);

    private final String code;
    private final String ownName;
    private final Locale locale;

    Language(String code, String ownName, Locale locale) {
        this.code = code;
        this.ownName = ownName;
        this.locale = locale;
    }

    /** The primary subtag: {@code en}, {@code de}, {@code pl}, {@code zh}. */
    public String code() {
        return code;
    }

    /** The value of the page's {@code lang} attribute. */
    public String tag() {
        return this == CHINESE ? "zh-Hans" : code;
    }

    /** What its own speakers call it. */
    public String ownName() {
        return ownName;
    }

    /** The locale that dates and numbers follow. */
    public Locale locale() {
        return locale;
    }

    /** The language whose primary subtag starts the BCP 47 tag, if the interface speaks it. */
    public static Optional<Language> of(String tag) {
        int end = tag.indexOf('-');
        String primary = (end < 0 ? tag : tag.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        for (Language language : values()) {
            if (language.code.equals(primary)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /**
     * The best language for an {@code Accept-Language} header, English when none fits. Reads at most 32 ranges; a
     * malformed weight counts as 0.
     */
    public static Language preferred(String acceptLanguage) {
        Language best = ENGLISH;
        double bestWeight = 0;
        for (String range : acceptLanguage.split(",", 33)) {
            String[] parts = range.split(";", 2);
            Optional<Language> language = of(parts[0]);
            double weight = parts.length == 1 ? 1 : weight(parts[1].strip());
            if (language.isPresent() && weight > bestWeight) {
                best = language.get();
                bestWeight = weight;
            }
        }
        return best;
    }

    private static double weight(String parameter) {
        if (!parameter.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
            return 0;
        }
        return Double.parseDouble(parameter.substring(2));
    }
}
