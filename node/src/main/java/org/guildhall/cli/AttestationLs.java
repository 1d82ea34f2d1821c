package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "ls",
        description = "List what nodes, this one included, say of members: standing and roles, with those taken back.",
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall attestation ls --member hanna", "  guildhall attestation ls --issuer self"})
final class AttestationLs extends NodeCommand {
    private final Clock clock;

    @Option(
            names = {"--member", "--about"},
            paramLabel = "MEMBER",
            description = "About this member only. " + AttestationRole.MEMBER)
    private @Nullable String member;

    @Option(names = "--issuer", paramLabel = "NODE", description = "Of this node only: its id, or self.")
    private @Nullable String issuer;

    AttestationLs(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        AttestationRole.put(wish, "member", member);
        AttestationRole.put(wish, "issuer", issuer);
        return node.post("/attestations/ls", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        if (answer.path("attestations").isEmpty()) {
            console.out()
                    .println(
                            "Nothing is attested. Begin with `guildhall attestation role set` or `attestation standing`.");
            return;
        }
        Table table = new Table("MEMBER", "BY", "SAYS", "STATE", "SINCE");
        for (JsonNode one : answer.path("attestations")) {
            String name = one.path("issuerName").asText();
            table.row(
                    one.path("handle").asText(one.path("about").path("id").asText()),
                    name.isEmpty() ? one.path("issuer").asText() : name,
                    says(one),
                    state(one, clock.instant()),
                    Numbers.ago(Instant.parse(one.path("at").asText()), clock.instant()));
        }
        print(table);
    }

    /** {@code Service technician, ACME} or {@code pumps: 12 answers, 4 accepted, 30 for, 2 against}. */
    private static String says(JsonNode one) {
        if (one.has("role")) {
            JsonNode role = one.path("role");
            return role.path("name").asText()
                    + (role.has("organization")
                            ? ", " + role.path("organization").asText()
                            : "");
        }
        return one.path("standing").path("topic").asText("all topics") + ": answers "
                + Numbers.grouped(one.path("answers").asLong()) + ", accepted "
                + Numbers.grouped(one.path("accepted").asLong()) + ", votes for "
                + Numbers.grouped(one.path("up").asLong()) + ", against "
                + Numbers.grouped(one.path("down").asLong());
    }

    private static String state(JsonNode one, Instant now) {
        if (!one.path("state").asText().equals("on")) {
            return "taken back";
        }
        String from = one.path("role").path("validFrom").asText();
        String until = one.path("role").path("validUntil").asText();
        if (!from.isEmpty() && now.isBefore(Instant.parse(from))) {
            return "from " + from.substring(0, 10);
        }
        if (until.isEmpty()) {
            return "holds";
        }
        return (now.isBefore(Instant.parse(until)) ? "until " : "ended ") + until.substring(0, 10);
    }
}
