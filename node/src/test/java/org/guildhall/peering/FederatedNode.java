package org.guildhall.peering;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.following.BackOff;
import org.guildhall.peering.following.Followers;
import org.guildhall.peering.following.Standing;
import org.guildhall.peering.outgoing.AddressGuard;
import org.guildhall.peering.outgoing.AddressRange;
import org.guildhall.peering.outgoing.NameResolver;
import org.guildhall.peering.outgoing.Origin;
import org.guildhall.peering.serving.ProtocolEndpoints;
import org.guildhall.record.Audience;
import org.guildhall.record.NodeId;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.LogQueries;
import org.guildhall.store.PeeringTable;

/** A node with its network: serves its log on a port of its own and follows its peers, all in this process. */
public final class FederatedNode implements AutoCloseable {
    public static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

    public static final ProtocolEndpoints.Limits GENEROUS = new ProtocolEndpoints.Limits(1_000_000, 50, 100, 1_000);

    public final NodeInMemory core;
    public final Origin address;
    public final PeeringTable table;
    public final LogQueries queries;
    private final Vertx vertx;
    private final HttpServer server;
    private final ProtocolEndpoints.Limits limits;
    private Federation federation;

    public FederatedNode(Vertx vertx, String name, Path directory) throws Exception {
        this(vertx, name, directory, Audience.PUBLIC);
    }

    public FederatedNode(Vertx vertx, String name, Path directory, Audience audience) throws Exception {
        this(vertx, name, directory, GENEROUS, FederatedNode::local, audience);
    }

    public static Origin local(int port) {
        return Origin.parse("http://127.0.0.1:" + port);
    }

    /** Where peers reach a node that listens on a port: there itself, or at a proxy before it. */
    public interface Reached {
        Origin at(int port) throws Exception;
    }

    public FederatedNode(Vertx vertx, String name, Path directory, ProtocolEndpoints.Limits limits, Reached reached)
            throws Exception {
        this(vertx, name, directory, limits, reached, Audience.PUBLIC);
    }

    private FederatedNode(
            Vertx vertx,
            String name,
            Path directory,
            ProtocolEndpoints.Limits limits,
            Reached reached,
            Audience audience)
            throws Exception {
        this(
                vertx,
                limits,
                reached,
                at -> new NodeInMemory(
                        name, new DatabaseLocation.Embedded(directory.resolve(name)), at.text(), audience));
    }

    /** What a node is made of once it knows where it is reached. */
    public interface Core {
        NodeInMemory at(Origin address) throws Exception;
    }

    /** A node on a database of the test's own. */
    public FederatedNode(Vertx vertx, Core made) throws Exception {
        this(vertx, GENEROUS, FederatedNode::local, made);
    }

    private FederatedNode(Vertx vertx, ProtocolEndpoints.Limits limits, Reached reached, Core made) throws Exception {
        this.vertx = vertx;
        this.limits = limits;
        // The router comes later: the node's first record names the address.
        Router router = Router.router(vertx);
        // HTTP/1.1 alone, as the door of a node.
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router);
        server.listen(0, "127.0.0.1").await();
        address = reached.at(server.actualPort());
        core = made.at(address);
        queries = new LogQueries(core.database);
        table = new PeeringTable(core.database);
        federation = newFederation();
        router.route().handler(context -> federation.endpoints().handle(context.request()));
        federation.start();
    }

    private Federation newFederation() {
        return new Federation(
                vertx,
                new Federation.Parts(
                        core.database,
                        core.writer,
                        core.admission,
                        core.signing,
                        core.cosigning,
                        address,
                        new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8"))),
                        NameResolver.ofSystem(),
                        limits,
                        new BackOff.Bounds(SHORTEST_WAIT, Duration.ofMillis(200)),
                        request -> request.remoteAddress().hostAddress(),
                        new SecureRandom(),
                        core.clock));
    }

    /** The port that the node itself listens on. */
    public int port() {
        return server.actualPort();
    }

    public Federation federation() {
        return federation;
    }

    public Peerings peerings() {
        return federation.peerings();
    }

    public Followers followers() {
        return federation.followers();
    }

    public String invitation() throws Exception {
        return peerings().invite("test", Policy.takeAll(), Duration.ofDays(1)).text();
    }

    public void peerWith(FederatedNode other) throws Exception {
        peerings().accept(other.invitation(), Policy.takeAll());
    }

    /** Ends everything that has to do with the network but the port. */
    public void goOffline() {
        federation.close();
    }

    public void comeBack() {
        federation = newFederation();
        federation.start();
    }

    public long followedSize(NodeId other) {
        return queries.number(other)
                .flatMap(queries::state)
                .map(state -> state.range().size())
                .orElse(0L);
    }

    public long size() {
        return core.writer.current().size();
    }

    /** Whether everything of the other's log is here, verified. */
    public boolean hasAllOf(FederatedNode other) {
        return followedSize(other.core.id) == other.size();
    }

    public Optional<Standing> standing(NodeId other) {
        return followers().standing(other);
    }

    /** The root of another's log as it was verified here. */
    public String rootOf(FederatedNode other) {
        return queries.state(queries.number(other.core.id).orElseThrow())
                .orElseThrow()
                .range()
                .root()
                .hex();
    }

    @Override
    public void close() {
        federation.close();
        server.close();
        core.close();
    }
}
