package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "invite",
        description = {
            "Make an invitation for one node, to hand to its administrator: by mail, by chat, on paper.",
            "Whoever has it can peer with this node once, until it expires. What is set here is done with what they send; their"
                    + " side decides for itself."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall peer invite --note \"for the vendor\""})
final class PeerInvite extends NodeCommand {
    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "For how long it is good: 30m, 24h or 7d, at most 30d. Default: ${DEFAULT-VALUE}.")
    private String expires = "24h";

    @Option(names = "--note", paramLabel = "TEXT", description = "Whom it is for; only kept here.")
    private @Nullable String note;

    @Mixin
    private final PolicyOptions policy = new PolicyOptions();

    PeerInvite(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("seconds", Numbers.seconds("--expires", expires));
        if (note != null) {
            wish.put("note", note);
        }
        policy.addTo(wish);
        return node.post("/peers/invite", wish);
    }

    @Override
    void tell(ObjectNode made) {
        // The invitation alone on the output, so that it can be piped.
        console.out().println(made.path("invitation").asText());
        console.err().println();
        console.err().println("Good for one node until " + made.path("expires").asText() + ". They accept it with:");
        console.err().println("  guildhall peer accept INVITATION");
        console.err().println("They will see this node's fingerprint; read it to them over another channel:");
        console.err().println("  " + made.path("fingerprint").asText());
    }
}
