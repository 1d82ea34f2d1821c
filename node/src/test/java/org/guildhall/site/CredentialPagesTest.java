package org.guildhall.site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.credential.Credential;
import org.guildhall.credential.SampleTestimony;
import org.guildhall.credential.Statement;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.site.text.Language;
import org.guildhall.site.text.Texts;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member takes along what came of an answer, and anybody sees what it proves (spec, chapter 12). */
class CredentialPagesTest {
    private static final String BOUNDARY = "----a-browser";

    private AcceptedAbroad scene;
    private SiteUnderTest site;
    private ObjectId answer;

    @BeforeEach
    void open() throws Exception {
        scene = new AcceptedAbroad();
        site = scene.site;
        answer = scene.answer;
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private String path() {
        return "/account/credentials/" + answer.key().text();
    }

    private byte[] downloaded() throws Exception {
        TestBrowser.Answer file =
                site.signedIn("ada").open("/account/credentials").form(path()).send();
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("content-type")).isEqualTo(Credential.MEDIA_TYPE);
        assertThat(file.header("content-disposition"))
                .isEqualTo("attachment; filename=\"credential-" + answer.key().text() + ".json\"");
        return file.body().getBytes(UTF_8);
    }

    /** As a browser sends the form with a chosen file. */
    private static TestBrowser.Answer upload(TestBrowser visitor, byte[] file, Map<String, String> others)
            throws Exception {
        Map<String, String> fields = new LinkedHashMap<>(
                visitor.open(SiteAddress.CHECK).form(SiteAddress.CHECK).fields());
        fields.remove("file");
        fields.putAll(others);
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(new String(value.getBytes(UTF_8), ISO_8859_1))
                .append("\r\n"));
        body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n")
                .append("Content-Type: application/json\r\n\r\n")
                .append(new String(file, ISO_8859_1))
                .append("\r\n--" + BOUNDARY + "--\r\n");
        return visitor.post(
                SiteAddress.CHECK,
                "multipart/form-data; boundary=" + BOUNDARY,
                body.toString().getBytes(ISO_8859_1));
    }

    private TestBrowser.Answer upload(byte[] file) throws Exception {
        return upload(site.visitor(), file, Map.of());
    }

    @Test
    void provesAFileThatWasDownloadedToAVisitor() throws Exception {
        byte[] file = downloaded();
        assertThat(file).hasSizeLessThanOrEqualTo(Credential.MODEST);
        long logged = site.node.writer.current().size();
        TestBrowser.Answer checked = upload(file);
        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.text("main .notice")).contains("This credential of Ada holds", "Pump Users");
        assertThat(checked.html().select(".checked li").eachText())
                .anyMatch(words -> words.startsWith("Pump Users, whose id is " + site.node.id.did()))
                .anyMatch(words -> words.startsWith("Ada (ada) is a member of Pump Users, and wrote the answer"))
                .contains(
                        "it answers the question \"Which oil is right?\" of Pump Works",
                        "Pump Works, where the question is, signed that the answer was accepted",
                        "that Pump Users shows everybody this history of its log: nobody cosigned it",
                        "who the person is, and that whoever shows you this is that person");
        assertThat(site.visitor()
                        .open(SiteAddress.CHECK)
                        .form(SiteAddress.CHECK)
                        .with("text", new String(file, UTF_8) + "\r\n")
                        .send()
                        .text("main .notice"))
                .as("pasted, with a line end from the clipboard")
                .contains("This credential of Ada holds");
        assertThat(site.node.writer.current().size()).as("nothing is kept").isEqualTo(logged);
    }

    @Test
    void refusesWhatWasAlteredAndSaysWhatToDo() throws Exception {
        String file = new String(downloaded(), UTF_8);
        for (String altered : new String[] {
            file.replace("Ada (ada)", "Eve (ada)"), file + "\n", file.replace(",", ", "), "{}", "not a credential"
        }) {
            TestBrowser.Answer refused = upload(altered.getBytes(UTF_8));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text(".problem"))
                    .contains("This proves nothing (", "Ask whoever shows it for the original");
            assertThat(refused.html().select(".checked")).isEmpty();
        }
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, (byte) 0xff};
        assertThat(upload(picture).text(".problem")).contains("This proves nothing (");
        assertThat(upload(new byte[0]).text(".problem")).contains("Choose a file, or paste its text.");
    }

    @Test
    void saysSoWhenAFileIsTooLarge() throws Exception {
        TestBrowser.Answer large = upload("x".repeat(Credential.LONGEST + 1).getBytes(UTF_8));
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.text(".problem")).contains("it has at most 262,144 bytes");
        TestBrowser.Answer huge = upload("x".repeat(600_000).getBytes(UTF_8));
        assertThat(huge.status()).isEqualTo(413);
        assertThat(huge.text("h1")).isNotBlank();
    }

    @Test
    void letsAReaderNameWitnessesAndAskForANumber() throws Exception {
        byte[] file = SampleTestimony.credential(
                SigningKey.generate(new SecureRandom()).publicKey());
        var witnesses = Credential.read(file, Verifier.best())
                .established()
                .logs()
                .get(0)
                .witnesses();
        assertThat(witnesses).isNotEmpty();
        String named = witnesses.get(0).node().did();
        assertThat(upload(file).text(".checked")).contains(witnesses.get(0).name() + " is a witness you have reason");
        assertThat(upload(site.visitor(), file, Map.of("witnesses", named)).text(".checked"))
                .doesNotContain(witnesses.get(0).name() + " is a witness you have reason");
        assertThat(upload(site.visitor(), file, Map.of("witnesses", named, "quorum", "1"))
                        .status())
                .isEqualTo(200);
        TestBrowser.Answer fewer = upload(site.visitor(), file, Map.of("witnesses", named, "quorum", "2"));
        assertThat(fewer.status()).isEqualTo(422);
        assertThat(fewer.text(".problem")).contains("Only 1 of the witnesses that count cosigned it");
        assertThat(upload(site.visitor(), file, Map.of("witnesses", "pump works", "quorum", "many"))
                        .text(".problem"))
                .contains("no id of a node", "Give a number");
    }

    @Test
    void boundsHowOftenOneAddressChecks() throws Exception {
        byte[] file = "{}".getBytes(UTF_8);
        TestBrowser visitor = site.visitor();
        for (int i = 0; i < 50; i++) {
            assertThat(upload(visitor, file, Map.of()).status()).isEqualTo(422);
        }
        TestBrowser.Answer refused = upload(visitor, file, Map.of());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after")).isEqualTo("300");
        assertThat(refused.text(".problem")).contains("Too many checks");
    }

    @Test
    void handsOutNothingOfAnotherMember() throws Exception {
        site.member("bob", Role.ADMINISTRATOR);
        TestBrowser bob = site.signedIn("bob");
        Document offers = bob.open("/account/credentials").html();
        assertThat(offers.select(".empty").text()).contains("None of your answers");
        String token = bob.open("/account").form("/account/profile").fields().get("csrf");
        assertThat(bob.post(path(), Map.of("csrf", token)).status()).isEqualTo(404);
        assertThat(bob.open(path() + "/print").status()).isEqualTo(404);
        assertThat(site.visitor().post(path(), Map.of("csrf", token)).status()).isEqualTo(403);
        assertThat(site.visitor().open(path() + "/print").header("location")).startsWith("/sign-in");
        String page = "/m/" + answer.key().text();
        assertThat(bob.open(page).body()).doesNotContain("href=\"/account/credentials\"");
    }

    @Test
    void leadsThereFromTheAccountAndTheOwnPageAlone() throws Exception {
        TestBrowser ada = site.signedIn("ada");
        assertThat(ada.open("/account").body()).contains("href=\"/account/credentials\"");
        String own = ada.open("/").html().select(".sheet a").first().attr("href");
        assertThat(ada.open(own).body()).contains("href=\"/account/credentials\"");
        assertThat(site.visitor().open(own).body()).doesNotContain("/account/credentials");
    }

    @Test
    void printsACodeThatLeadsToTheCheck() throws Exception {
        Document paper = site.signedIn("ada").open(path() + "/print").html();
        assertThat(paper.select("h1").text()).isEqualTo("Credential of Ada");
        assertThat(paper.select(".paper").text())
                .contains("Pump Users", site.node.id.fingerprint(), "signed that the answer was accepted")
                .contains("guildhall credential verify FILE", "This page by itself proves nothing");
        String address = "http://127.0.0.1" + SiteAddress.CHECK;
        assertThat(paper.select(".scan a").attr("href")).isEqualTo(address);
        assertThat(paper.select("[style], svg script")).isEmpty();

        Element svg = paper.select("svg.qr").first();
        QrCode code = QrCode.encodeText(address, QrCode.Ecc.QUARTILE);
        int width = code.size + 8;
        assertThat(svg.attr("viewBox")).isEqualTo("0 0 " + width + " " + width);
        boolean[][] dark = new boolean[width][width];
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z")
                .matcher(svg.select("path").attr("d"));
        int end = 0;
        while (run.find()) {
            assertThat(run.start()).as("nothing but runs").isEqualTo(end);
            assertThat(run.group(3)).isEqualTo(run.group(4));
            for (int i = 0; i < Integer.parseInt(run.group(3)); i++) {
                dark[Integer.parseInt(run.group(2))][Integer.parseInt(run.group(1)) + i] = true;
            }
            end = run.end();
        }
        assertThat(end).isEqualTo(svg.select("path").attr("d").length());
        for (int y = 0; y < width; y++) {
            for (int x = 0; x < width; x++) {
                assertThat(dark[y][x]).as("%d %d", x, y).isEqualTo(code.getModule(x - 4, y - 4));
            }
        }
    }

    @Test
    void saysInEnglishWhatTheCommandSays() {
        Texts english = Texts.load().get(Language.ENGLISH);
        for (Statement.Matter matter : Statement.Matter.values()) {
            assertThat(english.t(CredentialWords.key(matter))).isEqualTo(matter.english());
        }
    }
}
