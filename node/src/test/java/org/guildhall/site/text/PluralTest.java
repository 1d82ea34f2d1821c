package org.guildhall.site.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluralTest {

    @ParameterizedTest
    @CsvSource({
        "ENGLISH,0,OTHER",
        "ENGLISH,1,ONE",
        "ENGLISH,2,OTHER",
        "GERMAN,1,ONE",
        "GERMAN,21,OTHER",
        "CHINESE,1,OTHER",
        "POLISH,0,MANY",
        "POLISH,1,ONE",
        "POLISH,2,FEW",
        "POLISH,4,FEW",
        "POLISH,5,MANY",
        "POLISH,12,MANY",
        "POLISH,14,MANY",
        "POLISH,21,MANY",
        "POLISH,22,FEW",
        "POLISH,101,MANY",
        "POLISH,102,FEW",
        "POLISH,112,MANY",
        "POLISH,1000,MANY",
    })
    void followsCldr(Language language, long n, Plural expected) {
        assertThat(Plural.of(language, n)).isEqualTo(expected);
    }
}
