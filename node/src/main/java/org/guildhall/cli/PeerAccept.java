package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "accept",
        description = {
            "Accept an invitation of another node: from then on each follows the other's log.",
            "Shows whose it is, and asks before anything is changed. Compare the fingerprint with what their administrator says.",
            "Where nobody can be asked, as in a script, it goes on: look with --dry-run before."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall peer accept oqx-invitation-eyJh... --dry-run", "  guildhall peer accept - < invitation"})
final class PeerAccept implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "INVITATION", description = "oqx-invitation-…; - reads it from the standard input.")
    private String invitation = "";

    @Option(names = "--dry-run", description = "Show who invites and change nothing, here or there.")
    private boolean dryRun;

    @Mixin
    private final PolicyOptions policy = new PolicyOptions();

    PeerAccept(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        AdminClient client = data.client();
        String text = text();
        boolean ask = !dryRun && !json.asked() && console.answers();
        ObjectNode answer = client.post("/peers/accept", wish(text, dryRun || ask));
        if (json.asked()) {
            json.print(answer);
            return 0;
        }
        tell(console, answer);
        if (ask) {
            console.out().print("Is this the fingerprint that their administrator tells you? Type yes to peer: ");
            console.out().flush();
            if (!firstLine().strip().equalsIgnoreCase("yes")) {
                console.out().println("Nothing was changed.");
                return CommandFault.FAILED;
            }
            answer = client.post("/peers/accept", wish(text, false));
        }
        if (dryRun) {
            console.out().println("Nothing was changed. If the fingerprint is theirs, accept without --dry-run.");
        } else {
            console.out()
                    .println("Peering is " + answer.path("state").asText() + ". See how it goes: guildhall peer ls");
        }
        return 0;
    }

    private ObjectNode wish(String text, boolean onlyLook) {
        ObjectNode wish =
                JsonNodeFactory.instance.objectNode().put("invitation", text).put("dryRun", onlyLook);
        policy.addTo(wish);
        return wish;
    }

    /** Who is at the other end, for a person to compare. */
    static void tell(Console console, ObjectNode answer) {
        Facts facts = new Facts(new Styled(console.colours()))
                .add("Name", answer.path("name").asText())
                .add("Address", answer.path("address").asText())
                .add("Fingerprint", answer.path("fingerprint").asText())
                .add("Node", answer.path("node").asText());
        if (answer.has("contact")) {
            facts.add("Contact", answer.path("contact").asText());
        }
        facts.add("Log", Numbers.grouped(answer.path("size").asLong()) + " entries")
                .add("Policy", PeerShow.policy(answer.path("policy")));
        facts.print(console.out());
        console.out().println();
    }

    private String text() throws CommandFault {
        return invitation.equals("-") ? firstLine() : invitation;
    }

    private String firstLine() throws CommandFault {
        try {
            return console.firstLine();
        } catch (IOException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, "the standard input cannot be read.");
        }
    }
}
