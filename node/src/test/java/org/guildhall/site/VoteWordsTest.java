package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.guildhall.admission.TallyTerms;
import org.guildhall.store.Role;
import org.junit.jupiter.api.Test;

/** A node that tells votes sooner than the protocol recommends says so to its members (OQX-STA-070). */
class VoteWordsTest {
    private static final String WARNING = "sooner than the protocol recommends";

    private static void assertWarns(TallyTerms terms, boolean warns) throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Association", terms)) {
            site.member("anna", Role.MEMBER);
            for (String page : new String[] {"/federation", "/account/data"}) {
                String body = site.signedIn("anna").open(page).body();
                assertThat(body.contains(WARNING)).as("%s %s", terms, page).isEqualTo(warns);
            }
        }
    }

    @Test
    void warnsWhereVotesAreToldEarly() throws Exception {
        assertWarns(TallyTerms.STANDARD, false);
        assertWarns(new TallyTerms(Duration.ofSeconds(1), 1, Duration.ofDays(30)), true);
        assertWarns(new TallyTerms(Duration.ofDays(1), 2, Duration.ofDays(30)), true);
        assertWarns(new TallyTerms(Duration.ofDays(1), 3, Duration.ofDays(29)), true);
        assertWarns(new TallyTerms(Duration.ofDays(2), 5, Duration.ofDays(60)), false);
    }
}
