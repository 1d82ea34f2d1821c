package org.guildhall.peering.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A35: hosts are brought to one spelling before anything is compared. */
class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://ask.example,https://ask.example",
        "HTTPS://Ask.EXAMPLE:443/,https://ask.example",
        "http://ask.example.:80,http://ask.example",
        "http://ask.example:443,http://ask.example:443",
        "https://bücher.example,https://xn--bcher-kva.example",
        "https://BÜCHER.example:8443,https://xn--bcher-kva.example:8443",
        "http://[2A01:4f8:0:0:0:0:0:1]:8080,http://[2a01:4f8::1]:8080",
        "http://[::1]:8080,http://[::1]:8080",
        "http://127.0.0.1:8001,http://127.0.0.1:8001"
    })
    void bringsAnAddressToItsOneSpelling(String typed, String canonical) {
        assertThat(Origin.parse(typed).text()).isEqualTo(canonical);
        assertThat(Origin.isCanonical(canonical)).isTrue();
        assertThat(Origin.isCanonical(typed)).isEqualTo(typed.equals(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ask.example",
                "ftp://ask.example",
                "https://",
                "https://ask.example/forum",
                "https://ask.example?x",
                "https://ask.example#x",
                "https://user@ask.example",
                "https://ask.example\\@other.example",
                "https://ask .example",
                "https://ask.example\n",
                "https://ask..example",
                "https://-ask.example",
                "https://ask_.example",
                "https://ask.example:0",
                "https://ask.example:65536",
                "https://ask.example:",
                "https://ask.example:+80",
                "https://2130706433",
                "https://0x7f.0.0.1",
                "https://127.1",
                "https://0177.0.0.1",
                "https://127.0.0.256",
                "https://127.0.0.1.0x1",
                "https://[::ffff:127.0.0.1]",
                "https://[fe80::1%25eth0]",
                "https://[::1",
                "https://faß.example",
                "https://a\u200db.example",
                "https://%6cocalhost"
            })
    void refusesWhatIsReadInTwoWays(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> Origin.parse(typed));
        assertThat(Origin.isCanonical(typed)).isFalse();
    }

    @Test
    void keepsHostileTextOutOfItsMessages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Origin.parse("https://a\u0007b\nc/" + "x".repeat(5_000)))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(300));
    }
}
