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
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.guildhall.admin.AdminApi;
import org.guildhall.admin.AdminCommand;
import org.guildhall.admin.LogVerify;
import org.guildhall.admin.MemberCreate;
import org.guildhall.admin.MemberLs;
import org.guildhall.admin.MemberResetPassword;
import org.guildhall.admin.MemberRole;
import org.guildhall.admin.Stop;
import org.guildhall.admin.demo.LoadDemo;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.OwnLog;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.admin.verify.LogVerification;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Ballot;
import org.guildhall.admission.TallyWindow;
import org.guildhall.record.NodeId;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.guildhall.site.WebSite;
import org.guildhall.store.Census;
import org.guildhall.store.Database;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: every part made and joined by hand, in the order in which one needs the other. */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** Exit code when the store failed: whoever supervises the node should start it anew, and tell somebody. */
    private static final int STORE_FAILED = 1;

    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();

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

        NodeId self = directory.readNode();
        SigningKey signing = signingKey(directory);
        Database database = opened(directory.openDatabase(config));
        OwnLog ownLog = new OwnLog(directory, new LogQueries(database), self);
        ownLog.check(signing.publicKey());
        Writer writer = opened(openWriter(database, self, clock));
        var unused = writer.failure().thenAccept(failed -> {
            ready.set(false);
            ending.ask(STORE_FAILED, "the store has failed");
        });
        Admission admission = new Admission(writer, signing, random);
        opened(new Tallies(
                new TallyWindow(
                        admission, config.tally().window(), config.tally().voters()),
                config.tally().window()));

        Health health = new Health(() -> ready.get() && database.failure() == null);
        Verifier verifier = Verifier.best();
        List<AdminCommand> commands = new ArrayList<>(List.of(
                new MemberCreate(admission, random),
                new MemberLs(new Census(database)),
                new MemberResetPassword(writer, random),
                new MemberRole(writer),
                new LogVerify(new LogVerification(database, self, verifier), directory),
                new Stop(() -> ending.ask(0, "asked by an administrator"))));
        if (config.demo()) {
            commands.add(new LoadDemo(admission, new Ballot(writer), clock, random));
        }
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
        WebSite site = opened(webSite(vertx, database, writer, admission, config));
        site.mount(router);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()).requestHandler(site.before(router));
        bind("port", config.port(), server.listen(config.port(), config.listenHost()));
        open.push(() -> await(server.close()));
        ready.set(true);
        LOG.info("guildhall {} serves {} on port {}", version, config.publicAddress(), config.port());
    }

    private WebSite webSite(Vertx vertx, Database database, Writer writer, Admission admission, Config config)
            throws SetupFault {
        RecordEvidence evidence =
                new RecordEvidence(new LogQueries(database), writer.self(), Verifier.best(), Optional::empty);
        try {
            return new WebSite(vertx, database, writer, admission, evidence, config.publicAddress(), clock, random);
        } catch (SQLException e) {
            throw new SetupFault("the site cannot read the database: " + e.getMessage(), e);
        }
    }

    private static SigningKey signingKey(DataDirectory directory) throws SetupFault {
        try {
            return KeyFile.read(directory.signingKey());
        } catch (IOException e) {
            throw new SetupFault("the signing key cannot be used: " + e.getMessage(), e);
        }
    }

    private static Writer openWriter(Database database, NodeId self, Clock clock) throws SetupFault {
        try {
            return Writer.open(database, self, clock);
        } catch (SQLException e) {
            throw new SetupFault("the database cannot be written to: " + e.getMessage(), e);
        }
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
