package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "propose",
        description = {
            "Propose peering to a node without an invitation, where it takes such proposals.",
            "Shows who is there, and asks before anything is changed. Compare the fingerprint with what their administrator says;"
                    + " in a script, give it with --fingerprint.",
            "The peering is active when they are open; else it is proposed until their people decide, for 30 days."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall peer propose https://ask.two.example --dry-run"})
final class PeerPropose implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "ADDRESS", description = "The address of the node: https://…")
    private String address = "";

    @Option(
            names = "--fingerprint",
            paramLabel = "FINGERPRINT",
            description = "Go on without asking if this is the fingerprint, and only then.")
    private @Nullable String fingerprint;

    @Option(names = "--dry-run", description = "Show who is there and change nothing, here or there.")
    private boolean dryRun;

    @Mixin
    private final PolicyOptions policy = new PolicyOptions();

    PeerPropose(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        AdminClient client = data.client();
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("address", address);
        policy.addTo(wish);
        ObjectNode found = client.post("/peers/propose", wish);
        if (!json.asked()) {
            PeerAccept.tell(console, found);
        }
        if (dryRun) {
            if (json.asked()) {
                json.print(found);
            } else {
                console.out().println("Nothing was changed. If the fingerprint is theirs, propose without --dry-run.");
            }
            return 0;
        }
        if (!isMeant(found.path("fingerprint").asText())) {
            console.out().println("Nothing was changed.");
            return CommandFault.FAILED;
        }
        ObjectNode answer = client.post(
                "/peers/propose", wish.put("node", found.path("node").asText()));
        if (json.asked()) {
            json.print(answer);
        } else if (answer.path("state").asText().equals("active")) {
            console.out().println("Peering is active. See how it goes: guildhall peer ls");
        } else {
            console.out()
                    .println("Peering is proposed: their people decide. It begins by itself when they agree; see"
                            + " guildhall peer ls");
        }
        return 0;
    }

    private boolean isMeant(String found) throws CommandFault {
        if (fingerprint != null) {
            if (!fingerprint.strip().equals(found)) {
                throw new CommandFault(
                        CommandFault.FAILED,
                        "another node is there: its fingerprint is " + found + ". Nothing was changed.");
            }
            return true;
        }
        if (json.asked() || !console.answers()) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    "nobody can be asked whether this is the right node: look with --dry-run, compare, and give its"
                            + " --fingerprint.");
        }
        console.out().print("Is this the fingerprint that their administrator tells you? Type yes to propose: ");
        console.out().flush();
        try {
            return console.firstLine().strip().equalsIgnoreCase("yes");
        } catch (IOException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, "the standard input cannot be read.");
        }
    }
}
