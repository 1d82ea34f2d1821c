package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "erase",
        description = {
            "Take a member back, here and at every node that follows this one. This cannot be undone.",
            "Votes stay as numbers. A hostile peer may keep copies; see who has answered with `guildhall erasure ls`."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall member erase ada --posts --dry-run"})
final class MemberErase extends NodeCommand {
    @Parameters(index = "0", paramLabel = "HANDLE", description = "See `guildhall member ls`.")
    private String handle = "";

    @Option(names = "--posts", description = "Erase what the member wrote as well; else it stays without a name.")
    private boolean posts;

    @Option(names = "--dry-run", description = "Say what would be erased, and change nothing.")
    private boolean dryRun;

    MemberErase(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.post(
                "/members/" + AdminClient.segment(handle) + "/erase",
                JsonNodeFactory.instance.objectNode().put("posts", posts).put("dryRun", dryRun));
    }

    @Override
    void tell(ObjectNode answer) {
        long count = answer.path("posts").asLong();
        String what = posts ? "and " + count + " posts" : "and not the " + count + " posts (--posts)";
        console.out().println((dryRun ? "Would erase " : "Erased ") + handle + " " + what + ".");
    }
}
