package org.guildhall;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.guildhall.admission.SigningPermit;
import org.guildhall.peering.following.Followers;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.peering.serving.CheckpointPublisher;
import org.guildhall.peering.serving.ProtocolEndpoints;
import org.guildhall.store.PeerFigures;
import org.guildhall.store.Writer;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, in the text form of Prometheus at {@code /metrics} of the administrative port. The only labels that grow are
 * those of peers, whom an administrator chose (A31).
 */
final class Metrics implements AutoCloseable {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private volatile @Nullable Instant signedAt;

    /** Where the numbers come from. */
    record Sources(
            Writer writer,
            ProtocolEndpoints endpoints,
            Followers followers,
            PeerFigures figures,
            SigningPermit permit,
            CheckpointPublisher publisher,
            BooleanSupplier serving,
            Clock clock) {}

    Metrics() {
        registry.config()
                .meterFilter(new KnownMethods())
                // One for each address that was ever asked, and strangers name addresses.
                .meterFilter(MeterFilter.deny(id -> "http".equals(id.getTag("pool_type"))));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Says that a checkpoint was signed. */
    void signed(Instant at) {
        signedAt = at;
    }

    /** Adds what this node does, and the route. Peers are asked for when somebody reads. */
    void serve(Router router, Sources from) {
        gauge(
                "ready",
                "1 while readers are served and the store works",
                from,
                s -> yes(s.serving().getAsBoolean()));
        gauge(
                "signing.permitted",
                "1 while this node may sign for its log",
                from,
                s -> yes(s.permit().isGranted()));
        gauge(
                "log.entries",
                "Entries of this node's own log",
                from,
                s -> s.writer().current().size());
        gauge(
                "log.unsigned.entries",
                "Entries of the own log that no checkpoint covers yet",
                from,
                s -> s.writer().current().size()
                        - s.publisher().newest().map(newest -> newest.size()).orElse(0L));
        gauge(
                "log.checkpoint.age.seconds",
                "How long ago this process signed its newest checkpoint, which happens when the log grows; NaN before it did",
                from,
                s -> age(s.clock().instant()));
        gauge(
                "store.queue.tasks",
                "Pieces of work that wait for the writer",
                from,
                s -> s.writer().queued());
        gauge(
                "store.groups",
                "Groups of changes that were committed together since the start",
                from,
                s -> s.writer().groups());
        FunctionTimer.builder(
                        "guildhall.store.commit",
                        from.writer(),
                        Writer::groups,
                        Writer::commitNanos,
                        TimeUnit.NANOSECONDS)
                .description("Commits, each until it was on disk")
                .register(registry);
        gauge(
                "followers.waiting",
                "Nodes that wait for this log to grow",
                from,
                s -> s.endpoints().waiting());
        gauge(
                "equivocations",
                "Proofs that a node contradicted itself",
                from,
                s -> s.figures().equivocations());
        gauge(
                "held.posts",
                "Posts that wait for a moderator",
                from,
                s -> s.figures().waiting().records());
        PeerGauges peers = new PeerGauges();
        router.get("/metrics").blockingHandler(context -> {
            peers.read(from.followers().all(), from.clock().instant());
            context.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(registry.scrape());
        });
    }

    private double age(Instant now) {
        Instant at = signedAt;
        return at == null ? Double.NaN : seconds(Duration.between(at, now));
    }

    private void gauge(String name, String description, Sources from, ToDoubleFunction<Sources> value) {
        Gauge.builder("guildhall." + name, from, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static double yes(boolean yes) {
        return yes ? 1 : 0;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    /** What differs from peer to peer; a peer that goes takes its rows along. */
    private final class PeerGauges {
        private final MultiGauge behind =
                rows("behind.records", "Entries of a peer's log that are missing here; NaN while that is not known");
        private final MultiGauge behindFor = rows(
                "behind.seconds",
                "How long the oldest missing entry has been missing, or for how long nothing is known; 0 when nothing is missing");
        private final MultiGauge up = rows("up", "1 while a peer is followed and nothing is wrong");
        private final MultiGauge seen =
                rows("last.seen.timestamp.seconds", "When a peer last answered in good order; NaN when it never did");
        private final MultiGauge setBack =
                rows("setback.records", "Entries of a peer's log that were held, declined or quarantined");
        private final MultiGauge faults = rows("faults", "Faults of following a peer that began since the start");

        private MultiGauge rows(String name, String description) {
            return MultiGauge.builder("guildhall.peer." + name)
                    .description(description)
                    .register(registry);
        }

        /** One after the other: the rows are exchanged as a whole. */
        synchronized void read(List<PeerStatus> peers, Instant now) {
            each(
                    behind,
                    peers,
                    peer -> peer.behind().isPresent() ? peer.behind().getAsLong() : Double.NaN);
            each(
                    behindFor,
                    peers,
                    peer -> peer.lag()
                            .age(now)
                            .map(Metrics::seconds)
                            .orElse(peer.behind().orElse(1) == 0 ? 0 : Double.NaN));
            each(up, peers, peer -> yes(peer.lag().unknown().isEmpty()));
            each(
                    seen,
                    peers,
                    peer -> peer.seenAt().map(at -> at.toEpochMilli() / 1_000.0).orElse(Double.NaN));
            each(faults, peers, PeerStatus::faults);
            List<MultiGauge.Row<?>> outcomes = new ArrayList<>();
            for (PeerStatus peer : peers) {
                Tags tags = tags(peer);
                var counts = peer.peer().setbacks();
                outcomes.add(MultiGauge.Row.of(tags.and("outcome", "held"), counts.held()));
                outcomes.add(MultiGauge.Row.of(tags.and("outcome", "declined"), counts.declined()));
                outcomes.add(MultiGauge.Row.of(tags.and("outcome", "quarantined"), counts.quarantined()));
            }
            setBack.register(outcomes, true);
        }

        private static void each(MultiGauge gauge, List<PeerStatus> peers, ToDoubleFunction<PeerStatus> value) {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            peers.forEach(peer -> rows.add(MultiGauge.Row.of(tags(peer), value.applyAsDouble(peer))));
            gauge.register(rows, true);
        }

        private static Tags tags(PeerStatus peer) {
            return Tags.of("peer", peer.fingerprint());
        }
    }

    /** Whoever asks may invent methods; they share one label. */
    private static final class KnownMethods implements MeterFilter {
        @Override
        public Meter.Id map(Meter.Id id) {
            String method = id.getTag("method");
            return method == null || METHODS.contains(method)
                    ? id
                    : id.replaceTags(Tags.of(id.getTagsAsIterable()).and(Tag.of("method", "other")));
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
