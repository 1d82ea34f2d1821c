package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "role",
        description = {
            "Say what a member may do here.",
            "A moderator may hide posts, decide on held ones and describe topics, an administrator may also manage members."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall member role ada moderator"})
final class MemberRole implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(index = "0", paramLabel = "HANDLE", description = "See `guildhall member ls`.")
    private String handle = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "member, moderator or administrator")
    private String role = "";

    MemberRole(Console console) {
        this.console = console;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client()
                .put(
                        "/members/" + AdminClient.segment(handle) + "/role",
                        JsonNodeFactory.instance.objectNode().put("role", role));
        if (json.asked()) {
            json.print(answer);
        } else {
            console.out().println(handle + " is " + answer.path("role").asText() + " now.");
        }
        return 0;
    }
}
