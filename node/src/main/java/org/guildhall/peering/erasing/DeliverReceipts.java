package org.guildhall.peering.erasing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guildhall.peering.outgoing.Expect;
import org.guildhall.peering.outgoing.FetchFault;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.outgoing.OutgoingHttp;
import org.guildhall.peering.outgoing.RequestSigner;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.NamedUuid;
import org.guildhall.record.NodeId;
import org.guildhall.record.ObjectId;
import org.guildhall.record.RecordFault;
import org.guildhall.store.ErasureTable;
import org.guildhall.store.ErasureTable.Pending;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Writer;

/**
 * {@code POST /oqx/receipt} to nodes that erased something: signed, and again until they answer (OQX-ERA-021, 024). They may not
 * follow our log, so what it says is not enough.
 */
public final class DeliverReceipts {
    private static final Expect ANSWER = new Expect("application/json", 16_384, Duration.ofSeconds(20));
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final Duration GIVE_UP = Duration.ofDays(30);
    private static final List<String> FINAL = List.of("not-found", "not-peer");

    private final ErasureTable table;
    private final LogQueries queries;
    private final Writer writer;
    private final OutgoingHttp http;
    private final RequestSigner signer;
    private final Origin own;
    private final Clock clock;

    public DeliverReceipts(
            ErasureTable table,
            LogQueries queries,
            Writer writer,
            OutgoingHttp http,
            RequestSigner signer,
            Origin own,
            Clock clock) {
        this.table = table;
        this.queries = queries;
        this.writer = writer;
        this.http = http;
        this.signer = signer;
        this.own = own;
        this.clock = clock;
    }

    /** Tries all that are due; blocks while they are sent. */
    public void run() throws InterruptedException {
        for (Pending pending : table.undelivered(clock.instant())) {
            deliver(pending);
        }
    }

    private void deliver(Pending pending) throws InterruptedException {
        NodeId node = pending.erase().node();
        ObjectId receipt = new ObjectId(writer.selfId(), NamedUuid.receipt(writer.selfId(), pending.erase()));
        Optional<String> address = queries.address(node);
        List<byte[]> records = queries.revisions(receipt.key());
        if (address.isEmpty() || records.isEmpty() || !Origin.isCanonical(address.get())) {
            failed(pending, "no address of " + node + " is known", Optional.empty());
            return;
        }
        Origin there = Origin.parse(address.get());
        byte[] body = body(records.get(0));
        Map<String, String> headers = new TreeMap<>(signer.headers("POST", there + "/oqx/receipt", body));
        headers.put("content-type", "application/json");
        try {
            var unused = http.post(there, "/oqx/receipt", headers, body, ANSWER);
            writer.submit(tx -> {
                        ErasureTable.delivered(tx, pending.erase().key());
                        return true;
                    })
                    .join();
        } catch (FetchFault fault) {
            String why = fault.problem().isEmpty() ? String.valueOf(fault.getMessage()) : fault.problem();
            failed(pending, why, fault.retryAfter());
        }
    }

    private byte[] body(byte[] receipt) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("oqx", 1)
                .put("node", writer.selfId().did())
                .put("address", own.text());
        try {
            json.set("receipt", CanonicalJson.read(receipt).root());
        } catch (RecordFault e) {
            throw new IllegalStateException("our own receipt can't be read", e);
        }
        return CanonicalJson.write(json);
    }

    /** About twice as long after each failure; a day at most, and after thirty days, or when told so, not again. */
    private void failed(Pending pending, String why, Optional<Duration> retryAfter) {
        Instant now = clock.instant();
        Duration pause = Duration.ofSeconds(1L << Math.min(pending.tries(), 17));
        Duration longest = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        Duration wait = retryAfter.filter(asked -> asked.compareTo(longest) > 0).orElse(longest);
        boolean over = FINAL.contains(why) || pending.at().plus(GIVE_UP).isBefore(now);
        Instant next = over ? Instant.ofEpochMilli(Long.MAX_VALUE) : now.plus(wait);
        writer.submit(tx -> {
                    ErasureTable.failed(tx, pending.erase().key(), next, why);
                    return true;
                })
                .join();
    }
}
