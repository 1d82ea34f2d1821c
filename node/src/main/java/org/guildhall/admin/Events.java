package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.record.NodeId;
import org.guildhall.store.Events.Event;
import org.guildhall.store.Events.Kind;
import org.guildhall.store.Events.Wish;

/**
 * {@code GET /events}: what the node decided and why, oldest first. In the query, all optional: {@code peer}; {@code kind};
 * {@code since}, an instant; {@code after}, a number: only events with a greater one; {@code most}, of which the newest count.
 */
public final class Events implements AdminCommand {
    private static final long STANDARD = 200;
    private static final long MOST = 5_000;

    private final org.guildhall.store.Events events;
    private final Peerings peerings;

    public Events(org.guildhall.store.Events events, Peerings peerings) {
        this.events = events;
        this.peerings = peerings;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/events";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("peer", "kind", "since", "after", "most");
        Wish wish = new Wish(peer(call), kind(call), since(call), number(call, "after", 0, Long.MAX_VALUE), (int)
                number(call, "most", STANDARD, MOST));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("events");
        events.read(wish).forEach(event -> list.add(shown(event)));
        return answer;
    }

    private Optional<NodeId> peer(Call call) throws Refusal {
        Optional<String> meant = call.optionalText("peer");
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        try {
            // A node id also finds what is known of a node that is no peer any more.
            return Optional.of(
                    meant.get().startsWith("did:key:")
                            ? new NodeId(meant.get())
                            : peerings.find(meant.get()).node());
        } catch (PeeringFault fault) {
            throw PeerView.refusal(fault);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("\"peer\": " + e.getMessage());
        }
    }

    private static Optional<Kind> kind(Call call) throws Refusal {
        Optional<String> label = call.optionalText("kind");
        try {
            return label.map(Kind::ofLabel);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(e.getMessage() + "; there are "
                    + Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(", ")));
        }
    }

    private static Instant since(Call call) throws Refusal {
        Optional<String> text = call.optionalText("since");
        try {
            return text.map(Instant::parse).orElse(Instant.EPOCH.plus(org.guildhall.store.Events.KEPT));
        } catch (DateTimeParseException e) {
            throw Refusal.badRequest("\"since\" must be an instant such as 2026-03-01T12:00:00Z");
        }
    }

    private static long number(Call call, String name, long fallback, long most) throws Refusal {
        Optional<String> text = call.optionalText(name);
        try {
            long number = text.map(Long::parseLong).orElse(fallback);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Refusal.badRequest("\"" + name + "\" must be a whole number from 0 to " + most);
    }

    private static ObjectNode shown(Event event) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("nr", event.nr())
                .put("at", event.at().toString())
                .put("kind", event.kind().label());
        if (event.times() > 1) {
            json.put("times", event.times()).put("lastAt", event.lastAt().toString());
        }
        event.node().ifPresent(node -> json.put("node", node.did()).put("fingerprint", node.fingerprint()));
        event.name().ifPresent(name -> json.put("name", name));
        if (!event.code().isEmpty()) {
            json.put("code", event.code());
        }
        return json.put("detail", event.detail());
    }
}
