package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "role",
        description = {
            "Say what a member may do here.",
            "A moderator may hide posts, decide on held ones and describe topics, an administrator may also manage members."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall member role ada moderator"})
final class MemberRole extends NodeCommand {
    @Parameters(index = "0", paramLabel = "HANDLE", description = "See `guildhall member ls`.")
    private String handle = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "member, moderator or administrator")
    private String role = "";

    MemberRole(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.put(
                "/members/" + AdminClient.segment(handle) + "/role",
                JsonNodeFactory.instance.objectNode().put("role", role));
    }

    @Override
    void tell(ObjectNode answer) {
        console.out().println(handle + " is " + answer.path("role").asText() + " now.");
    }
}
