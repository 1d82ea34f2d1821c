package org.guildhall;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;
import java.util.List;
import org.guildhall.peering.following.Followers;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.peering.serving.ProtocolEndpoints;
import org.guildhall.store.Writer;

/** What is measured, in the text form of Prometheus at {@code /metrics} of the administrative port. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Adds what this node does, and the route. Peers are asked for when somebody reads. */
    void serve(Router router, Writer writer, ProtocolEndpoints endpoints, Followers followers) {
        Gauge.builder("guildhall.log.entries", writer, one -> one.current().size())
                .description("Entries of this node's own log")
                .register(registry);
        Gauge.builder("guildhall.store.groups", writer, Writer::groups)
                .description("Groups of changes that were committed together since the start")
                .register(registry);
        Gauge.builder("guildhall.followers.waiting", endpoints, ProtocolEndpoints::waiting)
                .description("Nodes that wait for this log to grow")
                .register(registry);
        MultiGauge behind = MultiGauge.builder("guildhall.peer.behind")
                .description("Entries of a peer's log that are missing here; NaN while that is not known")
                .register(registry);
        MultiGauge setBack = MultiGauge.builder("guildhall.peer.setback")
                .description("Entries of a peer's log that were held, declined or quarantined")
                .register(registry);
        router.get("/metrics").blockingHandler(context -> {
            List<PeerStatus> peers = followers.all();
            behind.register(peers.stream().map(Metrics::behind).toList(), true);
            setBack.register(
                    peers.stream().flatMap(peer -> setBack(peer).stream()).toList(), true);
            context.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(registry.scrape());
        });
    }

    private static MultiGauge.Row<?> behind(PeerStatus peer) {
        double value = peer.behind().isPresent() ? peer.behind().getAsLong() : Double.NaN;
        return MultiGauge.Row.of(Tags.of("peer", peer.fingerprint()), value);
    }

    private static List<MultiGauge.Row<?>> setBack(PeerStatus peer) {
        Tags tags = Tags.of("peer", peer.fingerprint());
        var counts = peer.peer().setbacks();
        return List.of(
                MultiGauge.Row.of(tags.and("outcome", "held"), counts.held()),
                MultiGauge.Row.of(tags.and("outcome", "declined"), counts.declined()),
                MultiGauge.Row.of(tags.and("outcome", "quarantined"), counts.quarantined()));
    }

    @Override
    public void close() {
        registry.close();
    }
}
