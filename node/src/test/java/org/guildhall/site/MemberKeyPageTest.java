package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Future;
import org.guildhall.admission.TallyTerms;
import org.guildhall.record.MemberProfile;
import org.guildhall.record.Multikey;
import org.guildhall.record.ObjectId;
import org.guildhall.record.RecordReader;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Role;
import org.junit.jupiter.api.Test;

/** A member sets the public part of a key of their own; the node's form never asks for the other (OQX-STA-080). */
class MemberKeyPageTest {
    private static List<String> keys(SiteUnderTest site, ObjectId member) throws Exception {
        try (var connection = site.node.database.reads().getConnection()) {
            return new org.guildhall.store.Sql(connection)
                    .query(
                            "select y.bytes from object_revision r join payload y on y.digest = r.digest"
                                    + " where r.object_key = ? order by r.revision",
                            row -> {
                                try {
                                    return ((MemberProfile) RecordReader.read(row.getBytes(1))
                                                    .body())
                                            .key()
                                            .map(Multikey::text)
                                            .orElse("none");
                                } catch (org.guildhall.record.RecordFault e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            member.key());
        }
    }

    @Test
    void isSetKeptAndRemoved() throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Association", TallyTerms.STANDARD)) {
            ObjectId anna = site.member("anna", Role.MEMBER);
            String key = SigningKey.generate(new SecureRandom()).publicKey().text();
            TestBrowser browser = site.signedIn("anna");
            browser.open("/account/key").form("/account/key").with("key", key).send();
            assertThat(browser.open("/account/key").body()).contains(key);
            browser.open("/account")
                    .form("/account/profile")
                    .with("name", "Anna the Second")
                    .send();
            assertThat(keys(site, anna)).as("another name, the same key").containsExactly("none", key, key);

            for (String wrong : List.of("z6MkNotAKey", "did:key:" + key, "<script>")) {
                assertThat(browser.open("/account/key")
                                .form("/account/key")
                                .with("key", wrong)
                                .send()
                                .status())
                        .isEqualTo(422);
            }
            assertThat(keys(site, anna)).hasSize(3);
            browser.open("/account/key").form("/account/key").with("key", key).send();
            assertThat(keys(site, anna)).as("nothing new to say").hasSize(3);
            browser.open("/account/key").form("/account/key").with("key", "").send();
            assertThat(keys(site, anna)).containsExactly("none", key, key, "none");
        }
    }

    /** Else a profile that is saved while a key is removed says the removed key again, under a newer revision. */
    @Test
    void isNotBroughtBackByAProfileThatIsSavedAtTheSameTime() throws Exception {
        try (SiteUnderTest site = new SiteUnderTest("Association", TallyTerms.STANDARD)) {
            ObjectId anna = site.member("anna", Role.MEMBER);
            String key = SigningKey.generate(new SecureRandom()).publicKey().text();
            TestBrowser browser = site.signedIn("anna");
            browser.open("/account/key").form("/account/key").with("key", key).send();
            TestBrowser.Filled profile =
                    browser.open("/account").form("/account/profile").with("name", "Anna the Second");
            TestBrowser.Filled removal =
                    browser.open("/account/key").form("/account/key").with("key", "");
            TestBrowser.Filled repeated =
                    browser.open("/account/key").form("/account/key").with("key", "");
            try (BusyWriter busy = new BusyWriter(site.node.writer, tx -> true)) {
                Future<TestBrowser.Answer> removed = busy.send(removal::send);
                Future<TestBrowser.Answer> saved = busy.send(profile::send);
                Future<TestBrowser.Answer> again = busy.send(repeated::send);
                busy.release();
                for (Future<TestBrowser.Answer> one : List.of(removed, saved, again)) {
                    assertThat(one.get().status()).isEqualTo(303);
                }
            }
            assertThat(keys(site, anna))
                    .as("no revision says what another said")
                    .containsExactly("none", key, "none", "none");
            assertThat(browser.open("/account")
                            .html()
                            .select("input[name=name]")
                            .val())
                    .isEqualTo("Anna the Second");
        }
    }
}
