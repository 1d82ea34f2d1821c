package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallPartsTest {

    @Test
    void licenceIsTheNamedOneOrThatOfTheDay() {
        assertThat(Licences.of("CC BY-SA 4.0", Instant.parse("2010-01-01T00:00:00Z")))
                .isEqualTo("CC-BY-SA-4.0");
        assertThat(Licences.of(null, Instant.parse("2011-04-07T23:59:59.999Z"))).isEqualTo("CC-BY-SA-2.5");
        assertThat(Licences.of(null, Instant.parse("2011-04-08T00:00:00Z"))).isEqualTo("CC-BY-SA-3.0");
        assertThat(Licences.of("?", Instant.parse("2018-05-01T23:59:59.999Z"))).isEqualTo("CC-BY-SA-3.0");
        assertThat(Licences.of(null, Instant.parse("2018-05-02T00:00:00Z"))).isEqualTo("CC-BY-SA-4.0");
    }

    @Test
    void readsTagsInBothNotations() {
        assertThat(Tags.split("<boom><c++>")).containsExactly("boom", "c++");
        assertThat(Tags.split("|boom|c++|")).containsExactly("boom", "c++");
        assertThat(Tags.split("")).isEmpty();
    }

    @Test
    void fitsTagsToOurRuleAndTells() {
        Findings findings = new Findings();
        assertThat(Tags.of("<Concrete_Pump><c++><.net><Zażółć><±><a><b><d><e><f>", findings))
                .containsExactly("concrete-pump", "c++", ".net", "zażółć", "a", "b", "d", "e");
        assertThat(findings.found())
                .extracting(ImportReport.Found::finding)
                .containsExactly(Finding.TAG_CHANGED, Finding.TAGS_CUT);
        assertThat(Tags.of("", findings)).containsExactly("untagged");
        assertThat(Tags.fitted("x".repeat(50))).hasSize(40);
    }

    @Test
    void knowsDeletedAndNamelessAuthors() {
        assertThat(Author.of(12, "B")).isEqualTo(new Author("12", "B"));
        assertThat(Author.of(null, "user254").sourceId()).isEqualTo("254");
        assertThat(Author.of(null, "Some One").sourceId()).isEqualTo("name:Some One");
        assertThat(Author.of(null, null)).isEqualTo(Author.ANONYMOUS);
        assertThat(Author.of(-1, null).userId()).isEqualTo(-1);
        assertThat(Author.of(null, "Some One").userId()).isNull();
    }

    @Test
    void cutsByCodePointsAndByBytesInJson() {
        assertThat(Fit.cut("a😀b", 2)).isEqualTo("a😀");
        assertThat(Fit.cut("中文字", 10, 7)).isEqualTo("中文");
        assertThat(Fit.cut("\"\"x", 10, 4)).isEqualTo("\"\"");
        assertThat(Fit.clean("a\u0007\r\nb\ud800c\tz😀")).isEqualTo("a\nbc\tz😀");
        assertThat(Fit.line("  a \n b ")).isEqualTo("a b");
    }

    @Test
    void raisesAndLowersWhatUnicodeHas() {
        assertThat(List.of(Scripts.SUP.write("2"), Scripts.SUP.write("nd"), Scripts.SUB.write("ij")))
                .containsExactly("²", "ⁿᵈ", "ᵢⱼ");
        assertThat(Scripts.SUP.write("-1,000")).isEqualTo("^(-1,000)");
        assertThat(Scripts.SUP.write("a whole sentence")).isEqualTo("a whole sentence");
    }

    @Test
    void namesASiteInShort() {
        assertThat(Site.of("https://iot.stackexchange.com/").label()).isEqualTo("iot");
        assertThat(Site.of("https://conlang.meta.stackexchange.com").label()).isEqualTo("conlang.meta");
        assertThat(Site.of("https://stackoverflow.com").label()).isEqualTo("stackoverflow");
        assertThat(Site.of("https://mathoverflow.net").label()).isEqualTo("mathoverflow");
    }
}
