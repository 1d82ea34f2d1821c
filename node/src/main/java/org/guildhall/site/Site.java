package org.guildhall.site;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.guildhall.admission.Privileges;
import org.guildhall.record.Audience;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.text.Language;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.Assets;
import org.guildhall.site.view.Brand;
import org.guildhall.site.web.RequestFault;
import org.guildhall.store.Database;
import org.guildhall.store.Flags;
import org.guildhall.store.HeldReading;
import org.guildhall.store.NodeNames;
import org.guildhall.store.Sql;
import org.guildhall.store.Suggestions;
import org.guildhall.store.Writer;

/** What all pages share: the store, the texts, the names of nodes. */
final class Site {
    private static final long KEPT_MS = 2_000;
    private static final long WRITE_PATIENCE_S = 20;

    private record Names(Map<Integer, NodeNames.Named> byNumber, long readAt) {}

    private record HeldCount(long count, long readAt) {}

    private final Database database;
    private final Writer writer;
    private final Clock clock;
    private final String address;
    private final Assets assets;
    private final Audience audience;
    private final Privileges privileges;
    private final QueueKeepers queueKeepers;
    private final Map<Language, Texts> texts = Texts.load();
    private volatile HeldCount held = new HeldCount(0, Long.MIN_VALUE);
    private volatile Names names = new Names(Map.of(), Long.MIN_VALUE);

    Site(
            Database database,
            Writer writer,
            Clock clock,
            String address,
            Assets assets,
            Audience audience,
            Privileges privileges) {
        this.database = database;
        this.writer = writer;
        this.clock = clock;
        this.address = address;
        this.assets = assets;
        this.audience = audience;
        this.privileges = privileges;
        this.queueKeepers = new QueueKeepers(clock);
    }

    /** What members may do by standing. */
    Privileges privileges() {
        return privileges;
    }

    /** Whether a member looks after the queue by standing, as of a minute ago at most. */
    boolean keepsQueue(ObjectKey member) {
        return queueKeepers.include(this, member);
    }

    /** Whether nothing that is read or written here is for everybody. */
    boolean isRestricted() {
        return audience == Audience.PEERS;
    }

    /** Whether members of this node take part in threads of the node with this number (OQX-LOG-087). */
    boolean takesPart(int home) {
        return home == self() || !isRestricted();
    }

    interface Reading<T> {
        T read(Sql sql) throws SQLException;
    }

    /** Reads on a connection of its own. */
    <T> T read(Reading<T> reading) throws SQLException {
        try (Connection connection = database.reads().getConnection()) {
            return reading.read(new Sql(connection));
        }
    }

    /** Has the writer do something and waits until it is durable. */
    <T> T write(Writer.Work<T> work) throws Exception {
        try {
            return writer.submit(work).get(WRITE_PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new RequestFault(RequestFault.Reason.UNAVAILABLE);
        }
    }

    /** This node's number in the tables. */
    int self() {
        return writer.self();
    }

    Writer writer() {
        return writer;
    }

    Clock clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    Assets assets() {
        return assets;
    }

    /** The public base address, without a trailing slash. */
    String address() {
        return address;
    }

    Texts texts(Language language) {
        Texts found = texts.get(language);
        if (found == null) {
            throw new IllegalStateException("no texts in " + language);
        }
        return found;
    }

    /** What nodes are called; at most two seconds old. */
    Map<Integer, NodeNames.Named> names() throws SQLException {
        Names known = names;
        long now = clock.millis();
        if (known.readAt() == Long.MIN_VALUE || Math.abs(now - known.readAt()) > KEPT_MS) {
            known = new Names(read(NodeNames::read), now);
            names = known;
        }
        return known.byNumber();
    }

    /** How many posts and suggestions wait for a moderator, held or flagged; at most two seconds old, and counted anew after a decision. */
    long held() throws SQLException {
        HeldCount known = held;
        long now = clock.millis();
        if (known.readAt() == Long.MIN_VALUE || Math.abs(now - known.readAt()) > KEPT_MS) {
            known = new HeldCount(
                    read(sql -> new HeldReading(sql).count() + new Flags(sql).count() + new Suggestions(sql).count()),
                    now);
            held = known;
        }
        return known.count();
    }

    /** Something was flagged, or a moderator decided. */
    void decided() {
        held = new HeldCount(0, Long.MIN_VALUE);
    }

    NodeNames.Named name(int node) throws SQLException {
        NodeNames.Named named = names().get(node);
        if (named == null) {
            // Heard of since the names were read.
            names = new Names(read(NodeNames::read), clock.millis());
            named = names.byNumber().get(node);
        }
        if (named == null) {
            throw new IllegalStateException("no node has the number " + node);
        }
        return named;
    }

    Brand brand() throws SQLException {
        NodeNames.Named own = name(self());
        return new Brand(own.name(), "", address, own.id(), own.license().orElse("CC-BY-SA-4.0"));
    }
}
