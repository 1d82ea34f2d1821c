package org.guildhall.admin.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.guildhall.admission.TallyTerms;
import org.guildhall.peering.outgoing.AddressRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    private static final String LEAST = """
            {
              // the least there must be
              "publicAddress": "https://ask.example",
              "port": 8080,
              "adminPort": 8081
            }
            """;

    @TempDir
    Path directory;

    @Test
    void readsTheLeastAndFillsInWhatMostWant() throws Exception {
        Config config = Config.read(file(LEAST));
        assertThat(config).isEqualTo(Config.standard(URI.create("https://ask.example"), 8080, 8081));
        assertThat(config.tally().window()).isEqualTo(Duration.ofDays(1));
        assertThat(config.tally().voters()).isEqualTo(3);
        assertThat(config.tally().rest()).isEqualTo(Duration.ofDays(30));
        assertThat(config.postsPerHour()).isEqualTo(120);
    }

    @Test
    void readsBackWhatInitWrites() throws Exception {
        Config config = new Config(
                URI.create("http://127.0.0.1:20001"),
                "0.0.0.0",
                20001,
                20002,
                List.of(AddressRange.parse("10.1.0.0/16")),
                "postgresql://guildhall:secret@localhost:5432/guildhall",
                List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("fd00::/8")),
                new TallyTerms(Duration.ofSeconds(5), 1, Duration.ofDays(7)),
                7,
                true);
        assertThat(Config.read(file(ConfigText.of(config)))).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"adminPort\": 8081 | \"adminPort\": 8081, \"listenhost\": \"::\" | line 5: \"listenhost\" is not a field; did you mean \"listenHost\"?",
                "\"adminPort\": 8081 | \"adminPort\": 8081, \"colour\": \"red\" | line 5: \"colour\" is not a field; remove it",
                "\"port\": 8080 | \"port\": \"8080\" | line 4: \"port\" must be a whole number from 1 to 65535; for example \"port\": 8080",
                "\"port\": 8080 | \"port\": 70000 | line 4: \"port\" must be a whole number from 1 to 65535",
                "\"port\": 8080 | \"port\": 99999999999999999999 | line 4: not valid JSON: Numeric value (99999999999999999999) out of range",
                "\"port\": 8080 | \"port\": 80.5 | line 4: \"port\" cannot be 80.5",
                "\"port\": 8080 | \"port\": null | line 4: \"port\" cannot be null",
                "\"port\": 8080, | `` | line 1: \"port\" is missing; add for example \"port\": 8080",
                "\"adminPort\": 8081 | \"adminPort\": 8080 | line 5: \"adminPort\" must differ from \"port\"",
                "\"port\": 8080 | \"port\": 8080, \"port\": 8080 | line 4: not valid JSON: Duplicate field 'port'",
                "https://ask.example | https://ask.example/ | line 3: \"publicAddress\" must be https://host",
                "https://ask.example | https://Ask.example | line 3: \"publicAddress\" must be https://host",
                "https://ask.example | https://ask.example:443 | line 3: \"publicAddress\" must be https://host",
                "https://ask.example | ask.example | line 3: \"publicAddress\" must be https://host",
                "\"adminPort\": 8081 | \"adminPort\": 8081, \"allowedRanges\": [\"localhost\"] | line 5: \"allowedRanges\": a range of addresses is written like 127.0.0.0/8",
                "\"adminPort\": 8081 | \"adminPort\": 8081, \"allowedRanges\": \"10.0.0.0/8\" | line 5: \"allowedRanges\" must be a list of texts; for example",
                "\"adminPort\": 8081 | \"adminPort\": 8081, \"tally\": {\"voter\": 3} | line 5: \"tally.voter\" is not a field; did you mean \"voters\"?",
                "\"adminPort\": 8081 | \"adminPort\": 8081, \"tally\": {\"voters\": 0} | line 5: \"tally.voters\" must be a whole number from 1 to 1000",
                "\"adminPort\": 8081 | \"adminPort\": 8081, \"demo\": \"yes\" | line 5: \"demo\" must be true or false, without quotes",
                "\"adminPort\": 8081 | \"adminPort\": 8081 \"demo\": true | line 5: not valid JSON: Unexpected character",
            })
    void namesFileLineFieldAndRemedy(String found, String replaced, String complaint) throws Exception {
        Path file = file(LEAST.replace(found, replaced));
        assertThatThrownBy(() -> Config.read(file))
                .isInstanceOf(SetupFault.class)
                .hasMessageStartingWith(file + ", " + complaint);
    }

    @Test
    void neverRepeatsADatabaseAddressThatMayHoldAPassword() throws Exception {
        Path file = file(LEAST.replace("\"port\"", "\"database\": \"mysql://root:hunter2@db/x\", \"port\""));
        assertThatThrownBy(() -> Config.read(file))
                .hasMessageContaining("\"database\" must be embedded or postgresql://user:password@host:5432/name")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesWhatFollowsTheObject() throws Exception {
        Path file = file(LEAST + "{}");
        assertThatThrownBy(() -> Config.read(file)).hasMessageContaining("something follows the closing brace");
    }

    @Test
    void saysWhatToDoWhenTheFileIsMissing() {
        assertThatThrownBy(() -> Config.read(directory.resolve("config.json")))
                .isInstanceOf(SetupFault.class)
                .hasMessageContaining("Restore it from a backup");
    }

    private Path file(String text) throws Exception {
        return Files.writeString(directory.resolve("config.json"), text);
    }
}
