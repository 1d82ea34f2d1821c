package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "policy",
        description = {
            "Show or change what is done with what a peer's members write, from now on.",
            "Without an option it is shown. Nodes, members, verdicts and acceptances are always taken: without them the rest"
                    + " could not be judged."
        })
final class PeerPolicy implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "PEER", description = PeerShow.WHICH)
    private String peer = "";

    @Mixin
    private final PolicyOptions policy = new PolicyOptions();

    PeerPolicy(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        AdminClient client = data.client();
        String path = "/peers/" + AdminClient.segment(peer);
        JsonNode now;
        if (policy.isEmpty()) {
            now = client.get(path).path("policy");
        } else {
            ObjectNode wish = JsonNodeFactory.instance.objectNode();
            policy.addTo(wish);
            now = client.put(path + "/policy", wish);
        }
        if (json.asked()) {
            json.print(now);
        } else {
            console.out().println(PeerShow.policy(now));
        }
        return 0;
    }
}
