package org.guildhall.site.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "de-DE,de;q=0.9,en;q=0.8|GERMAN",
                "fr,pl;q=0.5|POLISH",
                "zh-Hant-TW|CHINESE",
                "en;q=0.1,zh;q=0.2|CHINESE",
                "de;q=0|ENGLISH",
                "''|ENGLISH",
                "*|ENGLISH",
                "de;q=99,pl|POLISH",
                "de;q=NaN|ENGLISH",
            })
    void choosesTheReadersLanguage(String header, Language expected) {
        assertThat(Language.preferred(header)).isEqualTo(expected);
    }
}
