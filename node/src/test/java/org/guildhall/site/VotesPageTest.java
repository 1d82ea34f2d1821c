package org.guildhall.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.TakingBack;
import org.guildhall.record.ObjectId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.Role;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;

/** Answers in the order that votes make under this node's weights, and the page that opens a score. */
class VotesPageTest {
    private SiteUnderTest site;
    private FreshDatabase vendorDatabase;
    private NodeInMemory vendor;
    private ObjectId thread;
    private ObjectId ours;
    private ObjectId theirs;
    private TestBrowser ada;

    /** One of our members is for the first answer, three of the vendor are for the second. */
    private void open(DatabaseLocation location, int weight) throws Exception {
        site = new SiteUnderTest("Pump Users", location);
        vendorDatabase = FreshDatabase.onH2();
        vendor = new NodeInMemory("Pump Works", vendorDatabase.location());
        ObjectId member = site.member("ada", Role.MEMBER);
        thread = site.node.ask(member, "Which oil is right?");
        ours = site.node.answer(site.node.join("bob"), thread, "HLP 46, as the plate says.");
        theirs = site.node.answer(site.node.join("carl"), thread, "Any oil will do.");
        site.node.follow(vendor);
        site.node.peer(vendor.id, NodeInMemory.weighing(weight));
        vendor.follow(site.node);
        site.node.vote(member, ours);
        for (String voter : List.of("vera", "viktor", "vroni")) {
            vendor.vote(vendor.join(voter), theirs);
        }
        vendor.publishTallies();
        site.node.follow(vendor);
        ada = site.signedIn("ada");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
        vendor.close();
        vendorDatabase.close();
    }

    private List<String> order() throws Exception {
        return ada.open(SiteUnderTest.question(thread)).html().select(".answer").stream()
                .map(Element::id)
                .toList();
    }

    @EachDatabase
    void ordersAnswersByVotesUnderTheWeightsOfPeers(DatabaseLocation location) throws Exception {
        open(location, 20);
        String first = "p-" + ours.key().text();
        String second = "p-" + theirs.key().text();
        assertThat(order()).as("1 vote here, 3 at 20 %% there").containsExactly(first, second);

        site.node.changePolicy(vendor.id, NodeInMemory.weighing(50));
        assertThat(order()).as("3 at 50 %% there").containsExactly(second, first);
        assertThat(ada.open(SiteUnderTest.question(thread)).html().select(".answer a.score"))
                .extracting(Element::text)
                .containsExactly("3", "1");
    }

    @EachDatabase
    void opensAScoreDownToTheSignedTallies(DatabaseLocation location) throws Exception {
        open(location, 50);
        site.node.vote(site.node.join("dora"), theirs);
        String path = ada.open(SiteUnderTest.question(thread))
                .html()
                .select("#p-" + theirs.key().text() + " a.score")
                .attr("href");
        Document page = site.visitor().open(path).html();

        assertThat(page.select(".figures dd"))
                .extracting(Element::text)
                .as("for, against, score, in the order")
                .containsExactly("4", "0", "4", "2.5");
        assertThat(page.select("section.votes h2"))
                .extracting(Element::text)
                .containsExactly("Pump Users", "Pump Works");
        String others = page.select("section.votes:contains(Pump Works)").text();
        assertThat(others).contains("Weight 50 %", "Counts as 1.5", "For: 3. Against: 0.");
        assertThat(page.select("section.votes:contains(Pump Users)").text())
                .contains("Counts as 1", "Members of this node", "For: 1. Against: 0.");
        Document record =
                ada.open(page.select("section.votes a.signed").attr("href")).html();
        assertThat(record.select(".verdict.good").text()).contains("Pump Works signed exactly these bytes");
        assertThat(record.select("pre.record").text()).contains("\"Tally\"");

        String german = site.visitor().open(path, "accept-language", "de").text(".figures");
        assertThat(german).contains("2,5");
        assertThat(site.visitor()
                        .open(SiteUnderTest.post(thread.key(), "votes"))
                        .html()
                        .select(".empty")
                        .text())
                .isEqualTo("Nobody has voted yet.");
    }

    /** A row for what no member is known to have voted would be the ballot of whoever erased the account. */
    @EachDatabase
    void showsNoRowThatIsAnErasedMembersVote(DatabaseLocation location) throws Exception {
        open(location, 50);
        ObjectId gone = site.node.join("gina");
        site.node.vote(gone, ours);
        site.node
                .admission
                .publish(desk -> TakingBack.eraseMember(desk, gone.key(), false))
                .get();

        Document page = ada.open(SiteUnderTest.post(ours.key(), "votes")).html();
        assertThat(page.select("section.votes").text()).containsOnlyOnce("For:").contains("For: 2. Against: 0.");
    }

    @EachDatabase
    void saysThatVotesOfABlockedNodeCountForNothing(DatabaseLocation location) throws Exception {
        open(location, 100);
        site.node
                .writer
                .submit(tx -> org.guildhall.store.BlockTable.block(tx, vendor.id, "", tx.now()))
                .get();

        assertThat(order().get(0)).isEqualTo("p-" + ours.key().text());
        Document page = ada.open(SiteUnderTest.post(theirs.key(), "votes")).html();
        assertThat(page.select(".figures dd").last().text()).isEqualTo("0");
        assertThat(page.select("section.votes").text()).contains("Other nodes", "blocked", "Pump Works");
    }
}
