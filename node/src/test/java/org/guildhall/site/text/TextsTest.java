package org.guildhall.site.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {

    private final Map<Language, Texts> texts = Texts.load();
    private final Texts english = texts.get(Language.ENGLISH);
    private final Texts polish = texts.get(Language.POLISH);

    @Test
    void fillsInValuesAsTheyAre() {
        assertThat(english.t("search.nothing", "{1} {0}")).contains("“{1} {0}”");
    }

    @Test
    void countsByGrammar() {
        assertThat(english.count("topics.count", 1)).isEqualTo("1 question");
        assertThat(polish.count("topics.count", 2)).isEqualTo("2 pytania");
        assertThat(polish.count("topics.count", 5)).isEqualTo("5 pytań");
        assertThat(texts.get(Language.CHINESE).count("topics.count", 1)).isEqualTo("1 个问题");
    }

    @Test
    void writesNumbersAndDaysAsTheLanguageDoes() {
        Instant day = Instant.parse("2026-11-21T23:30:00Z");
        assertThat(english.number(1234567)).isEqualTo("1,234,567");
        assertThat(texts.get(Language.GERMAN).number(1234567)).isEqualTo("1.234.567");
        assertThat(texts.get(Language.GERMAN).date(day)).isEqualTo("21.11.2026");
        assertThat(texts.get(Language.CHINESE).date(day)).isEqualTo("2026年11月21日");
        assertThat(english.date(day)).isEqualTo("21 Nov 2026");
    }

    @Test
    void refusesAKeyItDoesNotHave() {
        assertThatThrownBy(() -> english.t("no.such")).isInstanceOf(IllegalArgumentException.class);
    }
}
