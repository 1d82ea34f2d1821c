package org.guildhall;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.guildhall.admin.AdminApi;
import org.guildhall.admin.AdminCommand;
import org.guildhall.admin.Stop;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: every part made and joined by hand, in the order in which one needs the other. */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** What to close, the newest first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final AtomicBoolean ready = new AtomicBoolean();

    private Node() {}

    /** What asks the process to end: an exit code and the reason. */
    @FunctionalInterface
    interface Ending {
        void ask(int exitCode, String why);
    }

    static Node start(DataDirectory directory, Config config, String version, Ending ending) throws SetupFault {
        Node node = new Node();
        try {
            node.join(directory, config, version, ending);
            return node;
        } catch (SetupFault | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void join(DataDirectory directory, Config config, String version, Ending ending) throws SetupFault {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        open.push(metrics::close);
        Vertx vertx = vertx(metrics);
        open.push(() -> await(vertx.close()));

        Health health = new Health(ready::get);
        List<AdminCommand> commands = List.of(new Stop(() -> ending.ask(0, "asked by an administrator")));
        Router openRoutes = Router.router(vertx);
        health.addTo(openRoutes);
        openRoutes
                .get("/metrics")
                .blockingHandler(context -> context.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape()));
        AdminApi adminApi = opened(new AdminApi(vertx, directory.readAdminToken(), commands, openRoutes));
        bind("adminPort", config.adminPort(), adminApi.listen(config.adminPort()));

        Router router = Router.router(vertx);
        health.addTo(router);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()).requestHandler(router);
        bind("port", config.port(), server.listen(config.port(), config.listenHost()));
        open.push(() -> await(server.close()));
        ready.set(true);
        LOG.info("guildhall {} serves {} on port {}", version, config.publicAddress(), config.port());
    }

    private static Vertx vertx(PrometheusMeterRegistry metrics) {
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        return Vertx.builder()
                .with(new VertxOptions()
                        .setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true))
                        // Nothing is served from files, so no cache of them is made in the temporary directory.
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)))
                .withMetrics(new MicrometerMetricsFactory(metrics))
                .build();
    }

    private static void bind(String field, int port, Future<?> listening) throws SetupFault {
        try {
            await(listening);
        } catch (CompletionException e) {
            throw new SetupFault("port " + port + " cannot be listened on (" + e.getCause()
                    + "). Stop what uses it, or set" + " \"" + field + "\" in config.json to another.");
        }
    }

    private static void await(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Stops accepting, finishes what is under way, and closes the parts in the opposite order. */
    @Override
    public void close() {
        ready.set(false);
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the node did not close in good order", e);
            }
        }
    }
}
