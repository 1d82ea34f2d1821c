package org.guildhall.admin.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.guildhall.admin.AdminCommand;
import org.guildhall.admin.Call;
import org.guildhall.admin.Refusal;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Ballot;
import org.guildhall.record.NodeId;
import org.guildhall.signing.PasswordHash;

/**
 * {@code POST /demo/load}: publishes what the members of this node wrote in the demo, as far as what it answers to is
 * here already. Body: {@code node}, this node's name in the demo; {@code nodes}, the node id of each name; {@code
 * password}, of all members. Answer: {@code loaded} and {@code waiting}, the numbers of posts, votes and acceptances.
 * Repeated until nothing waits, at all nodes in turn; what is there already is not published again.
 *
 * <p>Only a node whose configuration says {@code "demo": true} has this command.
 */
public final class LoadDemo implements AdminCommand {
    private final Admission admission;
    private final Ballot ballot;
    private final Clock clock;
    private final SecureRandom random;

    public LoadDemo(Admission admission, Ballot ballot, Clock clock, SecureRandom random) {
        this.admission = admission;
        this.ballot = ballot;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/demo/load";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("node", "nodes", "password");
        String node = call.text("node");
        String hash = new PasswordHash(random).hash(call.text("password"));
        Map<String, NodeId> nodes = new HashMap<>();
        for (String name : DemoContent.NODES) {
            nodes.put(name, nodeId(call.body().path("nodes").path(name).asText()));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            DemoDesk.Round round = admission
                    .publish(desk -> new DemoDesk(desk, node, nodes, now).publish(hash))
                    .get();
            List<CompletableFuture<Void>> cast = new ArrayList<>();
            for (DemoDesk.Vote vote : round.votes()) {
                Ballot.Direction direction = vote.up() ? Ballot.Direction.UP : Ballot.Direction.DOWN;
                cast.add(ballot.cast(vote.member(), vote.object(), direction));
            }
            CompletableFuture.allOf(cast.toArray(CompletableFuture[]::new)).get();
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("loaded", round.published() + round.votes().size())
                    .put("waiting", round.waiting());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static NodeId nodeId(String text) throws Refusal {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("\"nodes\" must name the node id of each of " + DemoContent.NODES);
        }
    }
}
