package org.guildhall.site.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All four languages say everything, and nothing is said that no page shows. */
class BundlesTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([0-9])}");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][A-Za-z]*(?:\\.[A-Za-z]+)+)\"");
    private static final Pattern ASKED = Pattern.compile("\\b(?:t|n|count)\\(\"([A-Za-z.]+)\"");
    private static final Set<String> SUFFIXES =
            Arrays.stream(Plural.values()).map(Plural::suffix).collect(Collectors.toSet());

    @ParameterizedTest
    @EnumSource(Language.class)
    void hasTheSameTextsAsEnglish(Language language) {
        assertThat(bases(Texts.read(language).keySet()))
                .isEqualTo(bases(Texts.read(Language.ENGLISH).keySet()));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void hasEveryPluralFormItsGrammarNeeds(Language language) {
        Set<String> keys = Texts.read(language).keySet();
        Set<String> needed =
                Arrays.stream(Plural.needed(language)).map(Plural::suffix).collect(Collectors.toSet());
        for (String base : countable()) {
            Set<String> there = SUFFIXES.stream()
                    .filter(s -> keys.contains(base + "[" + s + "]"))
                    .collect(Collectors.toSet());
            assertThat(there).as("%s of %s", base, language).isEqualTo(needed);
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void fillsInTheSameValuesAsEnglish(Language language) {
        Map<String, String> english = Texts.read(Language.ENGLISH);
        Texts.read(language).forEach((key, text) -> {
            String inEnglish = english.getOrDefault(key, english.get(base(key) + "[other]"));
            assertThat(placeholders(text)).as("%s in %s", key, language).isEqualTo(placeholders(inEnglish));
            assertThat(text).as("%s in %s", key, language).isNotBlank();
        });
    }

    @ParameterizedTest
    @EnumSource(value = Language.class, names = "ENGLISH", mode = EnumSource.Mode.EXCLUDE)
    void isTranslated(Language language) {
        Map<String, String> english = Texts.read(Language.ENGLISH);
        List<String> same = Texts.read(language).entrySet().stream()
                .filter(entry -> entry.getValue().equals(english.get(entry.getKey())))
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .toList();
        // Words that are the same in both, such as "Code" and "Moderator".
        assertThat(same).hasSizeLessThan(6);
    }

    @Test
    void holdsNoTextThatNothingUsesAndMissesNone() throws IOException {
        Set<String> have = bases(Texts.read(Language.ENGLISH).keySet());
        Set<String> literals = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        for (String source : sources()) {
            LITERAL.matcher(source).results().forEach(found -> literals.add(found.group(1)));
            ASKED.matcher(source).results().forEach(found -> asked.add(found.group(1)));
        }
        assertThat(asked).hasSizeGreaterThan(200).isSubsetOf(have);
        Set<String> unused = new TreeSet<>(have);
        unused.removeAll(literals);
        assertThat(unused).isEmpty();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> java = Files.walk(Path.of("src/main/java/org/guildhall/site"));
                Stream<Path> templates = Files.walk(Path.of("src/main/jte"))) {
            return Stream.concat(java, templates)
                    .filter(Files::isRegularFile)
                    .map(BundlesTest::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> bases(Set<String> keys) {
        return keys.stream().map(BundlesTest::base).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> countable() {
        return Texts.read(Language.ENGLISH).keySet().stream()
                .filter(key -> !base(key).equals(key))
                .map(BundlesTest::base)
                .collect(Collectors.toSet());
    }

    private static String base(String key) {
        int form = key.indexOf('[');
        return form < 0 ? key : key.substring(0, form);
    }

    private static Set<String> placeholders(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        Set<String> found = new TreeSet<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
