package org.guildhall.admin.stackexchange;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.admission.Desk;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Kind;
import org.guildhall.record.Link;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;

/** Some links between threads of a dump, to be said here in one transaction. */
final class LinkBatch {

    private record Wish(ObjectId object, Link link, String what) {}

    private final Bodies bodies;
    private final NodeId self;
    private final List<Wish> wishes = new ArrayList<>();

    LinkBatch(Bodies bodies, NodeId self) {
        this.bodies = bodies;
        this.self = self;
    }

    void add(DumpSink.ThreadLink link) {
        ObjectId about = bodies.post(link.question());
        Link.Target target = new Link.Target.OfThread(bodies.post(link.target()));
        wishes.add(new Wish(
                new ObjectId(self, NamedUuid.link(about, link.relation(), target)),
                new Link(about, target, link.relation()),
                link.question() + " " + link.relation().label() + " " + link.target()));
    }

    int size() {
        return wishes.size();
    }

    Ledger perform(Desk desk, boolean dryRun, boolean oneByOne) throws SQLException, Refusal {
        Ledger ledger = new Ledger();
        Stored stored = Stored.of(
                desk.tx().sql(),
                wishes.stream().map(wish -> wish.object().key()).toList());
        Press press = new Press(desk, dryRun, oneByOne, ledger);
        for (Wish wish : wishes) {
            int before = stored.of(wish.object().key()).size();
            press.publish(
                    wish.object(), Kind.LINK, before, before == 0 ? List.of(wish.link()) : List.of(), wish.what());
        }
        press.finish();
        return ledger;
    }
}
