package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Role;
import org.junit.jupiter.api.Test;

/** While the node may not sign, everything can be read, nothing is stored, and what was typed is not lost. */
class NotSigningTest {
    @Test
    void saysWhyNothingCanBePostedNow() throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Association")) {
            ObjectId ada = site.member("ada", Role.MEMBER);
            ObjectId thread = site.node.ask(ada, "Why does it stall");
            TestBrowser browser = site.signedIn("ada");
            TestBrowser.Answer form = browser.open("/ask");
            List<String> before = site.node.select("select count(*) from log_entry");

            site.node.permit.halt("two copies were seen", 0).join();
            TestBrowser.Answer refused = form.form("/ask")
                    .with("title", "A question more")
                    .with("text", "It stalls.")
                    .with("topics", "pumps")
                    .with("action", "post")
                    .send();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("Nothing can be posted just now")
                    .doesNotContain("two copies");
            assertThat(refused.form("/ask").fields()).containsEntry("title", "A question more");
            assertThat(browser.open(SiteUnderTest.question(thread)).status()).isEqualTo(200);
            TestBrowser.Answer profile = browser.open("/account")
                    .form("/account/profile")
                    .with("name", "Ada L")
                    .send();
            assertThat(profile.status()).isEqualTo(503);
            assertThat(profile.body()).contains("Nothing can be posted just now");
            assertThat(site.node.select("select count(*) from log_entry")).isEqualTo(before);
        }
    }
}
