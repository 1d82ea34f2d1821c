package org.guildhall.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base58Test {
    /** From the Internet draft "The Base58 Encoding Scheme", section 5, and the empty string. */
    @ParameterizedTest
    @CsvSource({
        "48656c6c6f20576f726c6421, 2NEpo7TZRRrLZSi2U",
        "54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f672e,"
                + " USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        "0000287fb4cd, 11233QC4",
        "'', ''",
        "00, 1",
        "0000, 11",
    })
    void agreesWithPublishedExamples(String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Base58.encode(bytes)).isEqualTo(text);
        assertThat(Base58.decode(text)).isEqualTo(bytes);
    }

    @Test
    void isOneToOne() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, Math.min(bytes.length, random.nextInt(4)), (byte) 0);
            assertThat(Base58.decode(Base58.encode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void refusesOtherCharactersAndTooMuch() {
        for (String text : new String[] {"0", "O", "I", "l", "é", " 1"}) {
            assertThatThrownBy(() -> Base58.decode(text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Base58.decode("2".repeat(129))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Base58.decode("z".repeat(128))).hasSize(94);
    }
}
