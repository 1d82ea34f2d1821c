package org.guildhall.site;

import java.util.Optional;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.record.ObjectId;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.Role;

/** Ada of the site answered a vendor's question, and whoever asked there accepted it. Both nodes take all of each other. */
final class AcceptedAbroad implements AutoCloseable {
    final SiteUnderTest site;
    final NodeInMemory vendor;
    final ObjectId ada;
    final ObjectId thread;
    final ObjectId answer;
    private final FreshDatabase vendorDatabase;

    AcceptedAbroad() throws Exception {
        site = new SiteUnderTest("Pump Users");
        vendorDatabase = FreshDatabase.onH2();
        vendor = new NodeInMemory("Pump Works", vendorDatabase.location());
        site.node.peer(vendor.id, Policy.takeAll());
        vendor.peer(site.node.id, Policy.takeAll());
        thread = vendor.ask(vendor.join("vera"), "Which oil is right?");
        ada = site.member("ada", Role.MEMBER);
        site.node.follow(vendor);
        answer = site.node.answer(ada, thread, "HLP 46.");
        exchange();
        vendor.accept(thread, Optional.of(answer));
        exchange();
    }

    /** Each reads what is new of the other. */
    void exchange() throws Exception {
        vendor.follow(site.node);
        site.node.follow(vendor);
    }

    @Override
    public void close() throws Exception {
        site.close();
        vendor.close();
        vendorDatabase.close();
    }
}
