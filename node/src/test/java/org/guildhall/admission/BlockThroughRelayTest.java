package org.guildhall.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guildhall.admission.NodesInMemory.relaying;
import static org.guildhall.admission.Policy.Stance.DECLINE;
import static org.guildhall.admission.Policy.Stance.HOLD;
import static org.guildhall.admission.Policy.Stance.TAKE;

import java.nio.file.Path;
import java.util.List;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Verdict;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.EachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A36: what a node thinks of another holds whichever way round that one's records come. */
class BlockThroughRelayTest {
    @TempDir
    private Path directory;

    private NodesInMemory nodes;
    private NodeInMemory association;
    private NodeInMemory hub;
    private NodeInMemory vendor;
    private NodeInMemory maker;

    /** Association, vendor and maker, who peer with the hub alone; the association runs on the database in question. */
    private void start(DatabaseLocation location) throws Exception {
        nodes = new NodesInMemory(directory);
        association = nodes.node("Association", location);
        hub = nodes.node("Hub");
        vendor = nodes.node("Vendor");
        maker = nodes.node("Maker");
        for (NodeInMemory member : List.of(association, vendor, maker)) {
            nodes.peer(member, hub, Policy.takeAll());
            nodes.peer(hub, member, relaying());
        }
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    private static void block(NodeInMemory node, NodeId other) throws Exception {
        node.writer
                .submit(tx -> tx.sql()
                        .update(
                                "insert into blocked_node (node, note, at) values (?, ?, ?)",
                                tx.number(other),
                                "enough",
                                0L))
                .get();
    }

    private static List<String> inLog(NodeInMemory node, NodeInMemory of) throws Exception {
        return node.select(
                "select r.kind from object_revision r join log_entry e on e.digest = r.digest and e.log = ?"
                        + " join node n on n.nr = r.node where n.id = ? and r.kind > 2 order by r.kind",
                node.writer.self(),
                of.id.did());
    }

    @EachDatabase
    void a36KeepsABlockedNodeOutWhicheverHubBringsIt(DatabaseLocation location) throws Exception {
        start(location);
        ObjectId anna = association.join("anna");
        ObjectId vera = vendor.join("vera");
        ObjectId mona = maker.join("mona");
        ObjectId question = association.ask(anna, "Why does it stall");
        nodes.settle();
        block(association, vendor.id);
        long size = association.writer.current().size();

        vendor.ask(vera, "Who buys pumps");
        vendor.answer(vera, question, "Buy our pumps.");
        nodes.settle();

        assertThat(association.select("select code, outcome from setback order by idx"))
                .containsExactly("blocked|declined", "blocked|declined");
        assertThat(association.select("select title from thread")).containsExactly("Why does it stall");
        assertThat(association.select("select count(*) from post where kind = 4"))
                .containsExactly("0");
        assertThat(association.writer.current().size())
                .as("no verdict: a block is not announced")
                .isEqualTo(size);
        assertThat(inLog(hub, vendor)).as("the hub has its own mind").containsExactly("3", "4");

        maker.answer(mona, question, "Check the filter.");
        nodes.settle();
        assertThat(association.select("select body from post where kind = 4 and visible"))
                .as("and others come through as before")
                .containsExactly("Check the filter.");
        assertThat(maker.select("select body from post where kind = 4 and visible order by body"))
                .as("whom the home does not take, nobody shows in its thread")
                .containsExactly("Check the filter.");
    }

    @EachDatabase
    void a36RelaysNothingOfANodeThatTheHubBlocked(DatabaseLocation location) throws Exception {
        start(location);
        hub.changePolicy(vendor.id, Policy.takeAll());
        ObjectId anna = association.join("anna");
        ObjectId vera = vendor.join("vera");
        ObjectId question = association.ask(anna, "Why does it stall");
        nodes.settle();
        vendor.answer(vera, question, "Before the block.");
        nodes.settle();
        assertThat(inLog(hub, vendor)).as("it was not to be relayed").isEmpty();

        block(hub, vendor.id);
        vendor.answer(vera, question, "After the block.");
        hub.changePolicy(vendor.id, relaying());
        new RelayBacklog(hub.database, hub.admission).work();
        nodes.settle();

        assertThat(inLog(hub, vendor))
                .as("neither what came before nor what came after")
                .isEmpty();
        assertThat(association.select("select count(*) from post where kind = 4"))
                .containsExactly("0");
        assertThat(hub.select("select code from setback")).containsExactly("blocked");
    }

    /** The home peers with the author's node, too, and would look at what it says; by way of the hub it gets no further. */
    @EachDatabase
    void a36JudgesByTheStricterOfTheAuthorsNodeAndTheHub(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, new Policy(TAKE, HOLD, TAKE, TAKE));
        association.peer(maker.id, Policy.takeAll());
        ObjectId anna = association.join("anna");
        ObjectId vera = vendor.join("vera");
        ObjectId mona = maker.join("mona");
        ObjectId question = association.ask(anna, "Why does it stall");
        nodes.settle();
        OqxRecord held = vendor.publish(vendor.fresh(), NodeInMemory.answerBody(vera, question, "Buy our pumps."));
        maker.answer(mona, question, "Check the filter.");
        nodes.settle();
        assertThat(association.select("select outcome, code from setback")).containsExactly("held|policy");
        assertThat(association.select("select body from post where kind = 4 and visible"))
                .containsExactly("Check the filter.");

        association.follow(vendor);
        assertThat(association.select("select outcome, count(*) from setback group by outcome"))
                .as("the same, in its own node's log")
                .containsExactly("held|2");
        association.decide(held, Verdict.Ruling.DECLINED, "spam", "");
        assertThat(association.select(
                        "select ruling, revision from verdict where object_key = ?",
                        held.object().key()))
                .as("one decision, one verdict, however many logs have it")
                .containsExactly("declined|1");

        association.changePolicy(hub.id, new Policy(TAKE, DECLINE, TAKE, TAKE));
        ObjectId second = maker.answer(mona, question, "And the seals.");
        nodes.settle();
        assertThat(association.select("select ruling, code from verdict where object_key = ?", second.key()))
                .as("what comes through the hub is not taken, whoever wrote it")
                .containsExactly("declined|node-policy");
        association.follow(maker);
        nodes.settle();
        for (NodeInMemory node : nodes.all()) {
            assertThat(node.select("select ruling from verdict where object_key = ?", second.key()))
                    .as("from the author's node itself it is: %s knows", node.name)
                    .containsExactly("taken");
        }
    }

    /** What a person declined comes again, in another hub's log. */
    @EachDatabase
    void a15KeepsOutWhatAPersonDeclinedWhenAHubBringsIt(DatabaseLocation location) throws Exception {
        start(location);
        association.peer(vendor.id, new Policy(TAKE, HOLD, TAKE, TAKE));
        ObjectId anna = association.join("anna");
        ObjectId vera = vendor.join("vera");
        ObjectId question = association.ask(anna, "Why does it stall");
        nodes.settle();
        OqxRecord spam = vendor.publish(vendor.fresh(), NodeInMemory.answerBody(vera, question, "Buy our pumps."));
        association.follow(vendor);
        association.decide(spam, Verdict.Ruling.DECLINED, "spam", "");
        association.changePolicy(vendor.id, Policy.takeAll());
        long size = association.writer.current().size();

        nodes.settle();

        assertThat(association.select(
                        "select code from setback s join node n on n.nr = s.log where n.id = ?", hub.id.did()))
                .containsExactly("declined-before");
        assertThat(association.select("select visible from post where kind = 4"))
                .isEmpty();
        assertThat(association.writer.current().size())
                .as("nor is it said again")
                .isEqualTo(size);
        assertThat(vendor.select("select ruling, code from verdict")).containsExactly("declined|spam");
    }
}
