package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.guildhall.record.ObjectId;
import org.guildhall.store.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("concurrent")
class PageCacheTest {
    private SiteUnderTest site;
    private ObjectId ada;
    private ObjectId thread;

    @BeforeEach
    void open() throws Exception {
        site = new SiteUnderTest("Pump Users");
        ada = site.member("ada", Role.MEMBER);
        thread = site.node.ask(ada, "Which oil is right?");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @Test
    void showsANewAnswerOnTheVeryNextRead() throws Exception {
        String path = SiteUnderTest.question(thread);
        TestBrowser reader = site.visitor();
        for (int i = 0; i < 20; i++) {
            reader.open(path);
            site.node.answer(ada, thread, "Answer number " + i);
            assertThat(reader.open(path).html().select(".answer")).hasSize(i + 1);
        }
    }

    @Test
    void sendsNothingTwiceToAReaderWhoHasIt() throws Exception {
        String path = SiteUnderTest.question(thread);
        TestBrowser reader = site.visitor();
        TestBrowser.Answer first = reader.open(path);
        TestBrowser.Answer kept = reader.open(path);
        assertThat(kept.body()).isEqualTo(first.body());
        assertThat(kept.header("etag")).isNotEmpty().isEqualTo(first.header("etag"));
        assertThat(kept.header("content-security-policy")).isEqualTo(first.header("content-security-policy"));
        TestBrowser.Answer again = reader.open(path, "if-none-match", first.header("etag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        site.node.answer(ada, thread, "Another");
        assertThat(reader.open(path, "if-none-match", first.header("etag")).status())
                .isEqualTo(200);
    }

    @Test
    void neverMixesReaders() throws Exception {
        String path = SiteUnderTest.question(thread);
        TestBrowser member = site.signedIn("ada");
        assertThat(site.visitor().open(path).text(".account")).contains("Sign in");
        assertThat(member.open(path).text(".account")).contains("Ada");
        assertThat(site.visitor().open(path).text(".account"))
                .contains("Sign in")
                .doesNotContain("Ada");
        Set<String> languages = new HashSet<>();
        for (String language : new String[] {"en", "de", "pl", "zh", "en"}) {
            languages.add(site.visitor().open(path, "accept-language", language).text(".answers-head"));
        }
        assertThat(languages).hasSize(4);
        String dark = site.visitor()
                .open(path, "cookie", "a=b; theme=dark; language=pl")
                .html()
                .select("html")
                .attr("data-theme");
        assertThat(dark).isEqualTo("dark");
    }

    @Test
    void doesNotFollowAHeadOrAQuery() throws Exception {
        String path = SiteUnderTest.question(thread);
        TestBrowser reader = site.visitor();
        reader.open(path);
        assertThat(reader.open(path + "?x=y").status()).isEqualTo(200);
    }

    @Test
    void forbidsForeignCodeOnEveryPage() throws Exception {
        for (String path : new String[] {"/", SiteUnderTest.question(thread), "/sign-in", "/nope", "/ask"}) {
            TestBrowser.Answer answer = site.visitor().open(path);
            assertThat(answer.header("content-security-policy"))
                    .contains("default-src 'none'")
                    .contains("script-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.html().select("[style], [onclick], script:not([src]), style"))
                    .isEmpty();
        }
    }
}
