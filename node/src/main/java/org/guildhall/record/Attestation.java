package org.guildhall.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node's word about a member, its own or another's: what came of the member's answers, or a role. The newest revision holds, and
 * nobody has to believe it.
 *
 * @param state off when the node took it back
 */
public record Attestation(ObjectId about, Label.State state, Claim claim, Optional<String> reason) implements Body {

    /** What is said of the member. */
    public sealed interface Claim {}

    /**
     * What came of the member's answers, by quarters in ascending order.
     *
     * @param topic empty for all topics together
     * @param asOf up to when the node counted
     */
    public record Standing(Optional<String> topic, Instant asOf, List<Period> periods) implements Claim {}

    /**
     * A quarter's answers, and what the issuer's members thought of them.
     *
     * @param quarter of 91 days, the first one begins with 1970
     */
    public record Period(int quarter, long answers, long accepted, long up, long down) {}

    /** What the member is, as the node says, from one time to another or always. */
    public record Role(
            String name, Optional<String> organization, Optional<Instant> validFrom, Optional<Instant> validUntil)
            implements Claim {
        /** Whether it is held then, unless it was taken back (OQX-STA-063). */
        public boolean holdsAt(Instant time) {
            return validFrom.map(from -> !time.isBefore(from)).orElse(true)
                    && validUntil.map(time::isBefore).orElse(true);
        }
    }

    @Override
    public Kind kind() {
        return Kind.ATTESTATION;
    }

    @Override
    public Optional<ObjectId> thread(ObjectId self) {
        return Optional.empty();
    }

    @Override
    public Optional<ObjectId> opinionOn() {
        return Optional.of(about);
    }

    @Override
    public void write(ObjectNode json) {
        Body.writeReference(json, "about", about);
        json.put("state", state.label());
        if (claim instanceof Standing standing) {
            write(standing, json.putObject("standing"));
        } else if (claim instanceof Role role) {
            write(role, json.putObject("role"));
        }
        reason.ifPresent(words -> json.put("reason", words));
    }

    private static void write(Standing standing, ObjectNode json) {
        standing.topic().ifPresent(topic -> json.put("topic", topic));
        json.put("asOf", Timestamps.text(standing.asOf()));
        ArrayNode periods = json.putArray("periods");
        for (Period period : standing.periods()) {
            periods.addObject()
                    .put("quarter", period.quarter())
                    .put("answers", period.answers())
                    .put("accepted", period.accepted())
                    .put("up", period.up())
                    .put("down", period.down());
        }
    }

    private static void write(Role role, ObjectNode json) {
        json.put("name", role.name());
        role.organization().ifPresent(name -> json.put("organization", name));
        role.validFrom().ifPresent(from -> json.put("validFrom", Timestamps.text(from)));
        role.validUntil().ifPresent(until -> json.put("validUntil", Timestamps.text(until)));
    }

    static Attestation read(Head head, Fields fields) throws RecordFault {
        ObjectId about = fields.reference("about");
        if (fields.has("standing") == fields.has("role")) {
            throw RecordFault.malformed("an attestation has exactly one of standing and role");
        }
        Claim claim = fields.has("role") ? role(fields.object("role")) : standing(fields.object("standing"));
        Named.check(head, head.node(), NamedUuid.attestation(head.node(), about, claim));
        return new Attestation(
                about,
                Label.State.ofLabel(fields.text("state", 10)),
                claim,
                fields.optionalText("reason", Limits.REASON));
    }

    private static Standing standing(Fields fields) throws RecordFault {
        Optional<String> topic = fields.optionalText("topic", Limits.TAG);
        if (topic.isPresent()) {
            Tag.check(topic.get());
        }
        List<Period> periods = new ArrayList<>();
        for (Fields item : fields.objects("periods", Limits.PERIODS)) {
            Period period = new Period(
                    Math.toIntExact(item.integer("quarter", 0, Limits.QUARTER)),
                    item.integer("answers", 0, Limits.ATTESTED),
                    item.integer("accepted", 0, Limits.ATTESTED),
                    item.integer("up", 0, Limits.ATTESTED),
                    item.integer("down", 0, Limits.ATTESTED));
            if (!periods.isEmpty() && periods.get(periods.size() - 1).quarter() >= period.quarter()) {
                throw RecordFault.malformed("periods must be sorted by quarter, each quarter once");
            }
            periods.add(period);
        }
        return new Standing(topic, fields.timestamp("asOf"), List.copyOf(periods));
    }

    private static Role role(Fields fields) throws RecordFault {
        Role role = new Role(
                fields.text("name", Limits.NAME),
                fields.optionalText("organization", Limits.AFFILIATION),
                fields.optionalTimestamp("validFrom"),
                fields.optionalTimestamp("validUntil"));
        if (role.validFrom().isPresent()
                && role.validUntil().isPresent()
                && !role.validUntil().get().isAfter(role.validFrom().get())) {
            throw RecordFault.malformed("validUntil must be later than validFrom");
        }
        return role;
    }
}
