package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.record.Attestation;
import org.guildhall.record.Label;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.reputation.Age;
import org.guildhall.store.BlockTable;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.Role;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;

/** Who knows a topic, on its page; and who could answer, on a question's. */
class ExpertsTest {
    private SiteUnderTest site;
    private FreshDatabase vendorDatabase;
    private NodeInMemory vendor;
    private FreshDatabase thirdDatabase;
    private NodeInMemory third;
    private ObjectId ada;
    private ObjectId carl;

    /** Carl has points of the vendor, who is a peer; Tina of a node that is none has points of ours. */
    private void open(DatabaseLocation location) throws Exception {
        site = new SiteUnderTest("Pump Users", location);
        vendorDatabase = FreshDatabase.onH2();
        vendor = new NodeInMemory("Pump Works", vendorDatabase.location());
        thirdDatabase = FreshDatabase.onH2();
        third = new NodeInMemory("Third", thirdDatabase.location());
        ada = site.member("ada", Role.MEMBER);
        carl = site.member("carl", Role.MEMBER);
        ObjectId thread = site.node.ask(ada, "Which oil is right?");
        ObjectId ofCarl = site.node.answer(carl, thread, "HLP 46.");
        site.node.follow(vendor);
        site.node.peer(vendor.id, Policy.takeAll());
        vendor.follow(site.node);
        for (String voter : List.of("vera", "viktor", "vroni")) {
            vendor.vote(vendor.join(voter), ofCarl);
        }
        vendor.publishTallies();
        third.follow(site.node);
        ObjectId ofTina = third.answer(third.join("tina"), thread, "HLP 68.");
        site.node.follow(third);
        site.node.follow(vendor);
        site.node.vote(ada, ofTina);
        site.node.publishTallies();
    }

    @AfterEach
    void close() throws Exception {
        site.close();
        vendor.close();
        vendorDatabase.close();
        third.close();
        thirdDatabase.close();
    }

    private static List<String> experts(TestBrowser browser, String path) throws Exception {
        return browser.open(path).html().select(".experts li").stream()
                .map(Element::text)
                .toList();
    }

    @EachDatabase
    void namesOnATopicsPageWhoHasMostPointsOfOthers(DatabaseLocation location) throws Exception {
        open(location);
        TestBrowser visitor = site.visitor();

        assertThat(experts(visitor, "/topics/pumps"))
                .containsExactly("Carl Pump Users 30 points in pumps", "tina Third Third 10 points in pumps");
        String explained = visitor.open("/topics/pumps")
                .html()
                .select(".experts li:contains(Carl) a")
                .last()
                .attr("href");
        assertThat(visitor.open(explained).text("main")).contains("30");
        site.node
                .writer
                .submit(tx -> tx.sql().update("update account set disabled = true where member = ?", carl.key()))
                .get();
        assertThat(experts(visitor, "/topics/pumps"))
                .as("without members who are blocked")
                .containsExactly("tina Third Third 10 points in pumps");
    }

    /** Nobody outside is to crowd out those whom a question here reaches. */
    @EachDatabase
    void tellsWhoCouldAnswerThoughManyElsewhereHaveMorePoints(DatabaseLocation location) throws Exception {
        open(location);
        site.member("dora", Role.MEMBER);
        Attestation.Claim claim = new Attestation.Standing(
                Optional.of("pumps"),
                Instant.EPOCH,
                List.of(new Attestation.Period(Age.quarterOf(site.node.clock.instant()), 9, 0, 9, 0)));
        for (int i = 0; i < 20; i++) {
            ObjectId far = third.join("far" + i);
            vendor.publish(
                    new ObjectId(vendor.id, NamedUuid.attestation(vendor.id, far, claim)),
                    new Attestation(far, Label.State.ON, claim, Optional.empty()));
        }
        site.node.follow(third);
        site.node.follow(vendor);
        ObjectId open = site.node.ask(ada, "Which filter is right?");

        assertThat(experts(site.visitor(), "/topics/pumps")).isNotEmpty().allMatch(one -> one.contains("Third"));
        assertThat(experts(site.signedIn("dora"), SiteUnderTest.question(open)))
                .containsExactly("Carl Pump Users 30 points in pumps");

        site.node
                .writer
                .submit(tx -> BlockTable.block(tx, third.id, "", Instant.EPOCH))
                .get();
        site.node.clock.advance(Duration.ofMinutes(2));
        assertThat(experts(site.visitor(), "/topics/pumps"))
                .as("nor are those of a node that was blocked in anybody's way")
                .containsExactly("Carl Pump Users 30 points in pumps");
    }

    @EachDatabase
    void tellsMembersWhoCouldAnswerUntilSomebodyDid(DatabaseLocation location) throws Exception {
        open(location);
        site.member("dora", Role.MEMBER);
        ObjectId open = site.node.ask(ada, "Which filter is right?");
        String path = SiteUnderTest.question(open);
        TestBrowser dora = site.signedIn("dora");

        assertThat(experts(dora, path))
                .as("Tina's node is no peer: the question does not reach her")
                .containsExactly("Carl Pump Users 30 points in pumps");
        assertThat(experts(site.signedIn("ada"), path)).as("whoever asked").hasSize(1);
        assertThat(experts(site.visitor(), path)).isEmpty();
        assertThat(experts(site.signedIn("carl"), path)).as("himself").isEmpty();
        ObjectId ofCarl = site.node.ask(carl, "Which hose is right?");
        assertThat(experts(dora, SiteUnderTest.question(ofCarl)))
                .as("the asker")
                .isEmpty();

        site.node.answer(carl, ofCarl, "I found it: the blue one.");
        site.node.answer(carl, open, "The large one.");
        assertThat(experts(dora, path)).as("who has answered").isEmpty();
        ObjectId solved = site.node.ask(ada, "Which seal is right?");
        ObjectId answer = site.node.answer(ada, solved, "FKM.");
        assertThat(experts(dora, SiteUnderTest.question(solved))).hasSize(1);
        site.node.accept(solved, Optional.of(answer));
        assertThat(experts(dora, SiteUnderTest.question(solved))).isEmpty();
    }
}
