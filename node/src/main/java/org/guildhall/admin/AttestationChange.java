package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.Admission;
import org.guildhall.admission.Attesting;
import org.guildhall.record.Attestation;
import org.guildhall.record.ObjectId;
import org.guildhall.record.Tag;

/**
 * {@code PUT /attestations}: says what this node vouches for of a member, or takes it back; signed and published. Body: {@code member},
 * as people name one; {@code state}, on or off; either {@code role} with {@code organization}, {@code from} and {@code until}, or
 * none of them and perhaps {@code topic}: then the answers that our tallies and acceptances tell of; {@code reason}, optional.
 */
public final class AttestationChange implements AdminCommand {
    private final Admission admission;

    public AttestationChange(Admission admission) {
        this.admission = admission;
    }

    @Override
    public String method() {
        return "PUT";
    }

    @Override
    public String path() {
        return "/attestations";
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("member", "state", "role", "organization", "from", "until", "topic", "reason");
        String member = call.text("member");
        Optional<String> topic = topic(call);
        Optional<Attestation.Role> role = role(call);
        if (role.isPresent() && topic.isPresent()) {
            throw Refusal.badRequest("give \"role\" or \"topic\", not both");
        }
        boolean on = isOn(call);
        Optional<String> reason = Optional.of(Reasons.given(call)).filter(words -> !words.isEmpty());
        Attestation said = Waiting.on(admission.publish(desk -> {
            ObjectId who =
                    MeantMember.of(desk.tx().sql(), desk.tx().selfId(), member).id();
            if (!on) {
                Attestation.Claim claim = role.<Attestation.Claim>map(one -> one)
                        .orElseGet(() -> new Attestation.Standing(topic, Instant.EPOCH, List.of()));
                return Attesting.revoke(desk, who, claim, reason);
            }
            return role.isPresent()
                    ? Attesting.role(desk, who, role.get(), reason)
                    : Attesting.standing(desk, who, topic);
        }));
        return AttestationLs.shown(said);
    }

    private static boolean isOn(Call call) throws Refusal {
        return switch (call.text("state")) {
            case "on" -> true;
            case "off" -> false;
            default -> throw Refusal.badRequest("\"state\" is on or off");
        };
    }

    private static Optional<String> topic(Call call) throws Refusal {
        Optional<String> topic = call.optionalText("topic");
        if (topic.isPresent() && !Tag.isTag(topic.get())) {
            throw Refusal.badRequest("\"topic\": " + topic.get() + " is no tag");
        }
        return topic;
    }

    private static Optional<Attestation.Role> role(Call call) throws Refusal {
        Optional<String> name = call.optionalText("role");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> from = time(call, "from");
        Optional<Instant> until = time(call, "until");
        if (from.isPresent() && until.isPresent() && !until.get().isAfter(from.get())) {
            throw Refusal.badRequest(
                    "\"until\" is the first day on which the role is held no more: later than \"from\"");
        }
        return Optional.of(new Attestation.Role(name.get(), call.optionalText("organization"), from, until));
    }

    /** A day in UTC. */
    private static Optional<Instant> time(Call call, String member) throws Refusal {
        Optional<String> text = call.optionalText(member);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDate.parse(text.get()).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            throw Refusal.badRequest("\"" + member + "\" is a day like 2027-01-31");
        }
    }
}
