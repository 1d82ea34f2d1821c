package org.guildhall.site.text;

/** The plural categories of CLDR that our four languages use for whole numbers. The names stand in brackets behind the keys of bundles. */
enum Plural {
    ONE("one"),
    FEW("few"),
    MANY("many"),
    OTHER("other");

    private final String suffix;

    Plural(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** The category of n ≥ 0 in the language. */
    static Plural of(Language language, long n) {
        return switch (language) {
            case ENGLISH, GERMAN -> n == 1 ? ONE : OTHER;
            case POLISH -> polish(n);
            case CHINESE -> OTHER;
        };
    }

    private static Plural polish(long n) {
        if (n == 1) {
            return ONE;
        }
        long ten = n % 10;
        long hundred = n % 100;
        boolean few = ten >= 2 && ten <= 4 && !(hundred >= 12 && hundred <= 14);
        return few ? FEW : MANY;
    }

    /** The categories a countable text needs in the language. */
    static Plural[] needed(Language language) {
        return switch (language) {
            case ENGLISH, GERMAN -> new Plural[] {ONE, OTHER};
            case POLISH -> new Plural[] {ONE, FEW, MANY};
            case CHINESE -> new Plural[] {OTHER};
        };
    }
}
