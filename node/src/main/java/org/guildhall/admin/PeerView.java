package org.guildhall.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guildhall.admission.Policy;
import org.guildhall.peering.agreement.PeeringFault;
import org.guildhall.peering.agreement.Peerings;
import org.guildhall.peering.following.PeerStatus;
import org.guildhall.store.PeerFigures;

/** Peers and policies as the administrative API shows and reads them. */
final class PeerView {
    private static final JsonMapper JSON = new JsonMapper();

    private PeerView() {}

    static ObjectNode of(PeerStatus status, Instant now) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("node", status.peer().node().did())
                .put("fingerprint", status.fingerprint())
                .put("name", status.peer().name().orElse(""))
                .put("address", status.peer().address())
                .put("state", status.peer().state().label())
                .put("since", status.peer().since().toString());
        status.peer().expires().ifPresent(at -> json.put("expires", at.toString()));
        json.set("policy", policy(status.peer().policy()));
        status.seenAt().ifPresent(at -> json.put("seenAt", at.toString()));
        json.put("size", status.size());
        status.remoteSize().ifPresent(size -> json.put("remoteSize", size));
        status.behind().ifPresent(count -> json.put("behind", count));
        status.lag().age(now).ifPresent(age -> json.put("behindSeconds", age.toSeconds()));
        status.lag().unknown().ifPresent(why -> {
            ObjectNode unknown = json.putObject("behindUnknown").put("why", why);
            status.lag().since().ifPresent(since -> unknown.put("since", since.toString()));
        });
        json.put("held", status.peer().setbacks().held())
                .put("declined", status.peer().setbacks().declined())
                .put("quarantined", status.peer().setbacks().quarantined())
                .put("stopped", status.stopped())
                .put("paused", status.paused());
        status.fault().ifPresent(fault -> json.put("fault", fault));
        status.faultSince().ifPresent(at -> json.put("faultSince", at.toString()));
        return json.put("faults", status.faults())
                .put("requests", status.requests())
                .put("bytes", status.bytes());
    }

    /** What the peer says of how it follows us, as far as it said anything. */
    static void addFigures(ObjectNode json, PeerFigures.Figures figures) {
        figures.continuedFrom().ifPresent(size -> json.put("continuedFrom", size));
        json.put("evidence", figures.evidence()).put("storedBytes", figures.storedBytes());
        if (figures.report().isPresent()) {
            ObjectNode theyHave = json.putObject("theyHave");
            theyHave.set("report", report(figures.report().get()));
            theyHave.put("size", theyHave.path("report").path("size").asLong());
            figures.reportAt().ifPresent(at -> theyHave.put("at", at.toString()));
        }
    }

    private static JsonNode report(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored report is no JSON", e);
        }
    }

    /** All peers, each with its figures. */
    static ArrayNode of(List<PeerStatus> peers, Map<Integer, PeerFigures.Figures> figures, Instant now) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (PeerStatus status : peers) {
            ObjectNode json = of(status, now);
            PeerFigures.Figures known = figures.get(status.peer().number());
            if (known != null) {
                addFigures(json, known);
            }
            list.add(json);
        }
        return list;
    }

    static ObjectNode of(Peerings.Offer offer) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("node", offer.node().did())
                .put("fingerprint", offer.fingerprint())
                .put("name", offer.name())
                .put("address", offer.address())
                .put("size", offer.size());
        offer.contact().ifPresent(contact -> json.put("contact", contact));
        return json;
    }

    static ObjectNode policy(String stored) {
        return Policy.ofJson(stored).json();
    }

    /** A policy that differs from {@code before} in what the body names. */
    static Policy changed(Call call, Policy before) throws Refusal {
        return new Policy(
                stance(call, "questions", before.questions()),
                stance(call, "answers", before.answers()),
                stance(call, "comments", before.comments()),
                stance(call, "tallies", before.tallies()),
                topics(call, "topics", before.topics()),
                weight(call, before.voteWeight()),
                before.recordsPerDay(),
                before.bytesPerDay(),
                relay(call, before.relay()),
                before.storage(),
                labels(call, before.labels()),
                new Policy.Attestations(
                        stance(call, "attestations", before.attestations().stance()),
                        before.attestations().perDay()));
    }

    private static int weight(Call call, int before) throws Refusal {
        return (int) call.integer("voteWeight", before, 0, 100);
    }

    /** What differs for the labels that the body names; the others stay as they were. */
    private static Policy.Labels labels(Call call, Policy.Labels before) throws Refusal {
        Map<String, Policy.Effect> effects = new HashMap<>(before.named());
        effects.put(Policy.Labels.OTHERS, before.others());
        for (Map.Entry<String, String> given : call.pairs("labels").entrySet()) {
            try {
                effects.put(given.getKey(), Policy.Effect.of(given.getValue()));
            } catch (IllegalArgumentException e) {
                throw Refusal.badRequest("\"labels\": \"" + given.getKey() + "\": " + e.getMessage());
            }
        }
        try {
            return Policy.Labels.of(effects);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("\"labels\": " + e.getMessage());
        }
    }

    private static Optional<Policy.Relay> relay(Call call, Optional<Policy.Relay> before) throws Refusal {
        if (call.texts("relay").equals(List.of("none"))) {
            return Optional.empty();
        }
        if (call.texts("relay").isEmpty()) {
            return before;
        }
        return Optional.of(new Policy.Relay(topics(call, "relay", Policy.Topics.ALL)));
    }

    private static Policy.Topics topics(Call call, String member, Policy.Topics before) throws Refusal {
        List<String> tags = call.texts(member);
        if (tags.isEmpty()) {
            return before;
        }
        try {
            return tags.equals(List.of("all")) ? Policy.Topics.ALL : Policy.Topics.of(tags);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("\"" + member + "\": " + e.getMessage());
        }
    }

    private static Policy.Stance stance(Call call, String kind, Policy.Stance before) throws Refusal {
        Optional<String> word = call.optionalText(kind);
        if (word.isEmpty()) {
            return before;
        }
        try {
            return Policy.Stance.of(word.get());
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("\"" + kind + "\": " + e.getMessage());
        }
    }

    static Refusal refusal(PeeringFault fault) {
        int status = switch (fault.code()) {
            case "unknown-peer" -> 404;
            case "unreachable", "bad-answer" -> 502;
            default -> 409;
        };
        return new Refusal(status, fault.code(), String.valueOf(fault.getMessage()));
    }
}
