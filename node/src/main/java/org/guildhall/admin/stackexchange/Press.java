package org.guildhall.admin.stackexchange;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.admission.Desk;
import org.guildhall.admission.Refusal;
import org.guildhall.record.Body;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectId;

/** Publishes records within one transaction, or only counts them, and keeps the ledger. */
final class Press {

    private final Desk desk;
    private final boolean dryRun;
    private final boolean oneByOne;
    private final Ledger ledger;
    private final List<Desk.Statement> waiting = new ArrayList<>();

    /**
     * A press.
     *
     * @param oneByOne a record that the gate refuses is left out and told; otherwise all are published together at the end
     */
    Press(Desk desk, boolean dryRun, boolean oneByOne, Ledger ledger) {
        this.desk = desk;
        this.dryRun = dryRun;
        this.oneByOne = oneByOne;
        this.ledger = ledger;
    }

    /**
     * Publishes the next revisions of an object.
     *
     * @param before how many revisions are here
     * @param revisions none if there is no news
     * @param what names the object for the report
     */
    void publish(ObjectId object, Kind kind, int before, List<Body> revisions, String what)
            throws SQLException, Refusal {
        int published = revisions.size();
        if (!dryRun && oneByOne) {
            published = 0;
            for (Body body : revisions) {
                try {
                    desk.publish(object, body);
                    published++;
                } catch (Refusal refusal) {
                    ledger.findings().add(Finding.REFUSED, what + ": " + refusal.code() + ", " + refusal.getMessage());
                }
            }
        } else if (!dryRun) {
            revisions.forEach(body -> waiting.add(new Desk.Statement(object, body)));
        }
        if (published > 0 || revisions.isEmpty()) {
            ledger.enter(kind.label(), before, published);
        }
    }

    /** Publishes what waits; a refusal ends the transaction. */
    void finish() throws SQLException, Refusal {
        if (!waiting.isEmpty()) {
            desk.publish(waiting);
        }
    }
}
