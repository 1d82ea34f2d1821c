package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "standing",
        description = {
            "Say what came of a member's answers, as our published tallies and acceptances tell it: signed and published.",
            "Votes that no tally tells yet are not in it. While it is not taken back, the node keeps it true: a revision a day at most,"
                    + " when the numbers have changed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall attestation standing --member hanna",
            "  guildhall attestation standing --member hanna --topic pumps",
            "  guildhall attestation standing --member hanna --topic pumps --revoke"
        })
final class AttestationStanding extends NodeCommand {
    @Option(names = "--member", paramLabel = "MEMBER", required = true, description = AttestationRole.MEMBER)
    private String member = "";

    @Option(names = "--topic", paramLabel = "TAG", description = "In this topic. Otherwise in all together.")
    private @Nullable String topic;

    @Option(names = "--revoke", description = "Take it back.")
    private boolean revoke;

    AttestationStanding(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish =
                JsonNodeFactory.instance.objectNode().put("member", member).put("state", revoke ? "off" : "on");
        AttestationRole.put(wish, "topic", topic);
        return node.put("/attestations", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        if (revoke) {
            console.out().println("Taken back. Whoever follows us reads that.");
            return;
        }
        Table table = new Table("QUARTER", "ANSWERS", "ACCEPTED", "UP", "DOWN");
        for (JsonNode period : answer.path("standing").path("periods")) {
            table.row(
                    quarter(period.path("quarter").asLong()),
                    Numbers.grouped(period.path("answers").asLong()),
                    Numbers.grouped(period.path("accepted").asLong()),
                    Numbers.grouped(period.path("up").asLong()),
                    Numbers.grouped(period.path("down").asLong()));
        }
        print(table);
        console.out().println("Attested. It is signed and in our log.");
    }

    /** The first day of a quarter of 91 days. */
    private static String quarter(long number) {
        return "from " + LocalDate.ofEpochDay(number * 91);
    }
}
