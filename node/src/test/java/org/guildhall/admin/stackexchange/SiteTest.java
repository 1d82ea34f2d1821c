package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

    @TempDir
    Path parent;

    @Test
    void isGuessedFromTheDirectorysName() throws Exception {
        Path dump = Files.createDirectory(parent.resolve("iot.stackexchange.com"));
        assertThat(Site.guess(dump)).contains(new Site("https://iot.stackexchange.com", Site.Known.DIRECTORY_NAME));
    }

    @Test
    void isGuessedFromATextThatNamesOneSiteOnly() throws Exception {
        Path dump = Files.createDirectory(parent.resolve("dump"));
        assertThat(Site.guess(dump)).isEmpty();
        Files.writeString(
                dump.resolve("PROVENANCE.txt"), "site: ai.stackexchange.com, see https://AI.stackexchange.com/q/1");
        assertThat(Site.guess(dump)).contains(new Site("https://ai.stackexchange.com", Site.Known.TEXT_FILE));
        Files.writeString(dump.resolve("more.txt"), "or superuser.com");
        assertThat(Site.guess(dump)).isEmpty();
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> Site.of("iot.stackexchange.com")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Site.of("file:///etc")).isInstanceOf(IllegalArgumentException.class);
    }
}
