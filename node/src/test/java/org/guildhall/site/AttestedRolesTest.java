package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.guildhall.admission.Attesting;
import org.guildhall.admission.TallyTerms;
import org.guildhall.record.Attestation;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Role;
import org.junit.jupiter.api.Test;

/** A member's page shows roles as the word of whoever says so, for their time and no longer (OQX-STA-060, 063). */
class AttestedRolesTest {
    @Test
    void standOnTheMembersPageWithTheirIssuer() throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Association", TallyTerms.STANDARD)) {
            ObjectId anna = site.member("anna", Role.MEMBER);
            Instant end = site.node.clock.instant().plus(Duration.ofDays(3));
            Attestation.Role role = new Attestation.Role(
                    "<b>Service</b> technician", Optional.of("ACME"), Optional.empty(), Optional.of(end));
            site.node
                    .admission
                    .publish(desk -> Attesting.role(desk, anna, role, Optional.empty()))
                    .get();
            String page = "/m/" + anna.key().text();
            String body = site.visitor().open(page).body();
            assertThat(body)
                    .contains("Service")
                    .contains("technician, ACME")
                    .doesNotContain("<b>Service")
                    .contains("as Association says")
                    .contains("until");

            site.node.clock.advance(Duration.ofDays(3));
            assertThat(site.visitor().open(page).body()).doesNotContain("technician, ACME");
        }
    }
}
