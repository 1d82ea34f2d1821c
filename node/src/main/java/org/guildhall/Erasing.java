package org.guildhall;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.guildhall.admission.Admission;
import org.guildhall.peering.erasing.DeliverReceipts;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.ObjectId;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.Receipt;
import org.guildhall.search.SearchIndex;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.ErasureTable.Pending;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows an erasure once its transaction is durable: the bytes leave the files of the database and of the search index,
 * then a receipt is logged and told to the node that erased. Every step is noted when it is done, and done again after a crash.
 */
final class Erasing {
    private static final Logger LOG = LoggerFactory.getLogger(Erasing.class);
    /** How long the database keeps what nobody needs any more, and a little. */
    private static final Duration BETWEEN_PURGES = Duration.ofMillis(1_500);

    private static final int PURGES = 200;

    private final ErasureTable table;
    private final Writer writer;
    private final Admission admission;
    private final SearchIndex search;
    private final DeliverReceipts deliver;

    Erasing(ErasureTable table, Writer writer, Admission admission, SearchIndex search, DeliverReceipts deliver) {
        this.table = table;
        this.writer = writer;
        this.admission = admission;
        this.search = search;
        this.deliver = deliver;
    }

    /** Does what is to be done now. */
    void work() throws InterruptedException {
        purge();
        answer();
        deliver.run();
    }

    private void purge() throws InterruptedException {
        List<Pending> pending = table.unpurged();
        if (pending.isEmpty()) {
            return;
        }
        // Whoever listens to commits has been told of these erasures when a later commit is done.
        writer.submit(tx -> true).join();
        search.purge().join();
        long since = writer.purgeMark();
        for (int i = 0; !writer.purge(since).join(); i++) {
            if (i == PURGES) {
                throw new IllegalStateException("the database still keeps what was deleted");
            }
            Thread.sleep(BETWEEN_PURGES.toMillis());
        }
        List<ObjectKey> done = pending.stream().map(one -> one.erase().key()).toList();
        writer.submit(tx -> {
                    ErasureTable.purged(tx, done);
                    return true;
                })
                .join();
        LOG.info("{} erasures are carried out: their bytes are in no file of this node", done.size());
    }

    private void answer() {
        for (Pending pending : table.unanswered()) {
            try {
                admission
                        .publish(desk -> {
                            ObjectId receipt =
                                    new ObjectId(writer.selfId(), NamedUuid.receipt(writer.selfId(), pending.erase()));
                            desk.publish(receipt, new Receipt(pending.erase(), pending.payloads()));
                            ErasureTable.receipted(desk.tx(), pending.erase().key());
                            return true;
                        })
                        .join();
            } catch (CompletionException e) {
                LOG.warn("no receipt for the erasure {} could be logged now: {}", pending.erase(), e.getMessage());
            }
        }
    }
}
