package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private final PasswordHash passwords = new PasswordHash(new SecureRandom());

    @Test
    void matchesThePasswordAndNoOther() {
        String phc = passwords.hash("correct horse battery staple");
        assertThat(phc).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(passwords.matches("correct horse battery staple", phc)).isTrue();
        assertThat(passwords.matches("correct horse battery stapl", phc)).isFalse();
        assertThat(passwords.matches("", phc)).isFalse();
    }

    @Test
    void saltsEachHash() {
        assertThat(passwords.hash("same")).isNotEqualTo(passwords.hash("same"));
    }

    /** From the reference implementation's command line: argon2 somesalt -id -t 2 -m 16 -p 1 -l 32, password "password". */
    @Test
    void readsWhatTheReferenceImplementationWrote() {
        String phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(passwords.matches("password", phc)).isTrue();
        assertThat(passwords.matches("differentpassword", phc)).isFalse();
        assertThat(PasswordHash.isOutdated(phc)).isTrue();
        assertThat(PasswordHash.isOutdated(passwords.hash("password"))).isFalse();
    }

    @Test
    void comparesWhatPeopleTypeNotHowKeyboardsSpellIt() {
        String phc = passwords.hash("caf\u00e9");
        assertThat(passwords.matches("cafe\u0301", phc)).isTrue();
    }

    @Test
    void nobodyHasAPassword() {
        assertThat(passwords.matchesNobody("")).isFalse();
        assertThat(passwords.matchesNobody("anything")).isFalse();
    }

    @Test
    void refusesEndlessPasswords() {
        String phc = passwords.hash("p");
        assertThatThrownBy(() -> passwords.hash("p".repeat(1_025))).isInstanceOf(IllegalArgumentException.class);
        assertThat(passwords.matches("p".repeat(1_000_000), phc)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
                "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$",
                "$argon2id$v=19$m=0,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void matchesNothingThatIsNoHashOfOurs(String phc) {
        assertThat(passwords.matches("password", phc)).isFalse();
    }
}
