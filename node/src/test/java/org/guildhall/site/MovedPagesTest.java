package org.guildhall.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.guildhall.admission.TakingBack;
import org.guildhall.admission.TallyTerms;
import org.guildhall.credential.Credential;
import org.guildhall.credential.Move;
import org.guildhall.credential.SampleTestimony;
import org.guildhall.credential.Statement;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.MemberArchive;
import org.guildhall.store.Moved;
import org.guildhall.store.Role;
import org.guildhall.store.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member brings along who they were elsewhere; nobody else can, and no number here changes (OQX-STA-083 to 085). */
class MovedPagesTest {
    private final SigningKey own = SigningKey.generate(new SecureRandom());
    private SiteUnderTest site;
    private ObjectId anna;
    private byte[] credential;
    private ObjectId before;

    @BeforeEach
    void open() throws Exception {
        site = new SiteUnderTest("New", TallyTerms.STANDARD);
        anna = site.member("anna", Role.MEMBER);
        credential = SampleTestimony.credential(own.publicKey());
        before = Credential.read(credential, Verifier.best())
                .established()
                .claim()
                .member()
                .object();
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    private byte[] statement(ObjectId to) {
        return Move.sign(before, to, site.node.clock.instant(), own);
    }

    private int handIn(String who, byte[] vc, byte[] statement) throws Exception {
        return site.signedIn(who)
                .open("/account/moved")
                .form("/account/moved")
                .with("credential", new String(vc, UTF_8))
                .with("statement", new String(statement, UTF_8))
                .send()
                .status();
    }

    private List<String> kept() throws Exception {
        return site.node.select("select issuer_name from moved");
    }

    @Test
    void showsItAsTheWordOfTheOtherNodeWithTheEvidence() throws Exception {
        assertThat(handIn("anna", credential, statement(anna))).isEqualTo(303);
        assertThat(handIn("anna", credential, statement(anna)))
                .as("again: it replaces the first")
                .isEqualTo(303);
        assertThat(kept()).containsExactly("Pumps and valves");

        String page = "/m/" + anna.key().text();
        assertThat(site.visitor().open(page).body())
                .contains("Standing at Pumps and valves, attested by Pumps and valves, checked on")
                .contains("Ben Tester (ben) of Pumps and valves");
        String evidence = page + "/moved/" + before.key().text();
        assertThat(site.visitor().open(evidence).body())
                .contains("signed that its members voted", "signed for this account", "who the person is")
                .contains("counts in no number of this node");
        assertThat(site.visitor().open(evidence, "accept-language", "de").body())
                .as("in the reader's language")
                .contains("hat signiert, dass", "wer die Person ist")
                .doesNotContain("signed that", "who the person is");
        assertThat(site.visitor().open(evidence + "/credential.json").body()).isEqualTo(new String(credential, UTF_8));
        assertThat(site.node.select("select count(*) from standing_fact")).containsExactly("0");
        long logged = site.node.writer.current().size();

        try (var connection = site.node.database.reads().getConnection()) {
            assertThat(new MemberArchive(new Sql(connection), anna.key())
                            .bytes()
                            .orElseThrow())
                    .asString(java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains("moved/" + before.key().text() + "-credential.json");
        }
        site.signedIn("anna")
                .open("/account/moved")
                .form("/account/moved/withdraw")
                .send();
        assertThat(kept()).isEmpty();
        assertThat(site.visitor().open(evidence).status()).isEqualTo(404);
        assertThat(site.node.writer.current().size())
                .as("nothing of it was ever in our log")
                .isEqualTo(logged);
    }

    /** Anybody can make a node and give it a name that stands on a public page here, until people say no. */
    @EachDatabase
    void showsNothingOfANodeThatIsBlocked(DatabaseLocation location) throws Exception {
        site.close();
        site = new SiteUnderTest("New", location);
        anna = site.member("anna", Role.MEMBER);
        handIn("anna", credential, statement(anna));
        String page = "/m/" + anna.key().text();
        String evidence = page + "/moved/" + before.key().text();
        assertThat(site.visitor().open(page).body()).contains("Pumps and valves");
        String issuer = site.node.select("select issuer from moved").get(0);
        site.node
                .writer
                .submit(tx -> tx.sql()
                        .update(
                                "insert into blocked_node (node, note, at) values (?, ?, ?)",
                                tx.number(new NodeId(issuer)),
                                "",
                                0L))
                .get();

        assertThat(site.visitor().open(page).body()).doesNotContain("Pumps and valves");
        assertThat(site.visitor().open(evidence).status()).isEqualTo(404);
        assertThat(site.visitor().open(evidence + "/credential.json").status()).isEqualTo(404);
        site.signedIn("anna")
                .open("/account/moved")
                .form("/account/moved/withdraw")
                .send();
        assertThat(kept()).as("the member can still withdraw it").isEmpty();
    }

    @Test
    void isTakenDownByAModerator() throws Exception {
        site.member("bob", Role.MEMBER);
        site.member("mod", Role.MODERATOR);
        handIn("anna", credential, statement(anna));
        String evidence = "/m/" + anna.key().text() + "/moved/" + before.key().text();
        String withdraw = evidence + "/withdraw";
        TestBrowser bob = site.signedIn("bob");
        assertThat(bob.open(evidence).body()).doesNotContain(withdraw);
        String token = bob.open("/ask").form("/ask").fields().get("csrf");
        assertThat(bob.post(withdraw, Map.of("csrf", token)).status()).isEqualTo(403);
        assertThat(kept()).hasSize(1);

        TestBrowser mod = site.signedIn("mod");
        var form = mod.open(evidence).form(withdraw);
        assertThat(form.send().status()).isEqualTo(303);
        assertThat(kept()).isEmpty();
        assertThat(site.node.select("select role, action from moderation")).containsExactly("moderator|taken_off");
        assertThat(form.send().status()).as("there is nothing any more").isEqualTo(404);
        assertThat(site.node.select("select count(*) from moderation")).containsExactly("1");
    }

    @Test
    void keepsSoManyAndNoMore() throws Exception {
        for (int i = 0; i < Moved.MOST + 1; i++) {
            byte[] bytes = {(byte) i};
            Moved.Kept one = new Moved.Kept(
                    site.node.fresh().key(),
                    site.node.id.did(),
                    "New",
                    "words",
                    bytes,
                    bytes,
                    site.node.clock.instant());
            boolean last = i == Moved.MOST;
            assertThat(site.node
                            .writer
                            .submit(tx -> new Moved(tx.sql()).keep(anna.key(), one))
                            .get())
                    .isEqualTo(!last);
        }
        assertThat(kept()).hasSize(Moved.MOST);
    }

    @Test
    void keepsNothingThatSomebodyElseHandsIn() throws Exception {
        ObjectId bob = site.member("bob", Role.MEMBER);
        byte[] forAnna = statement(anna);
        assertThat(handIn("bob", credential, forAnna))
                .as("replayed by another member")
                .isEqualTo(422);
        byte[] byBob = Move.sign(before, bob, site.node.clock.instant(), SigningKey.generate(new SecureRandom()));
        assertThat(handIn("bob", credential, byBob)).as("with a key of his own").isEqualTo(422);
        byte[] others = SampleTestimony.credential(own.publicKey());
        assertThat(handIn("anna", others, forAnna))
                .as("with another's credential")
                .isEqualTo(422);
        byte[] changed = new String(credential, UTF_8)
                .replace("Ben Tester", "Ann Tester")
                .getBytes(UTF_8);
        assertThat(handIn("anna", changed, forAnna)).isEqualTo(422);
        assertThat(handIn("anna", new byte[0], new byte[0])).isEqualTo(422);
        site.node.clock.advance(Duration.ofDays(8));
        assertThat(handIn("anna", credential, forAnna)).as("a week later").isEqualTo(422);
        assertThat(kept()).isEmpty();
    }

    @Test
    void checksSoManyFromAnAddressAndNoMore() throws Exception {
        TestBrowser form = site.signedIn("anna");
        for (int i = 0; i < 50; i++) {
            assertThat(form.open("/account/moved").form("/account/moved").send().status())
                    .isEqualTo(422);
        }
        assertThat(handIn("anna", credential, statement(anna))).isEqualTo(429);
        assertThat(kept()).isEmpty();
        site.node.clock.advance(Duration.ofMinutes(5));
        assertThat(handIn("anna", credential, statement(anna))).isEqualTo(303);
    }

    @Test
    void verifiesACredentialThatManyLookAtOnce() throws Exception {
        AtomicInteger verified = new AtomicInteger();
        CheckedEvidence evidence = new CheckedEvidence(new Verifier() {
            @Override
            public boolean verify(Multikey key, byte[] message, byte[] signature) {
                verified.incrementAndGet();
                return Verifier.best().verify(key, message, signature);
            }

            @Override
            public boolean isSound(Multikey key) {
                return Verifier.best().isSound(key);
            }
        });
        List<Statement> told = evidence.of(credential);
        int once = verified.get();
        assertThat(once).isPositive();
        assertThat(evidence.of(credential.clone())).isEqualTo(told);
        assertThat(verified).hasValue(once);
        evidence.of(SampleTestimony.credential(own.publicKey()));
        assertThat(verified).as("another one").hasValueGreaterThan(once);
    }

    @Test
    void goesWithTheMember() throws Exception {
        handIn("anna", credential, statement(anna));
        assertThat(kept()).hasSize(1);
        site.node
                .admission
                .publish(desk -> TakingBack.eraseMember(desk, anna.key(), false))
                .get();
        assertThat(kept()).isEmpty();
    }
}
