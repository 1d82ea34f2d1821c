package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "decline",
        description = {
            "Decline what is held. It does not appear. In a thread of ours the reason is signed and published: its author reads it.",
            "Give --code, or --reason, or both."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall held ls",
            "  guildhall held decline ID --code off-topic --reason \"It is about filters.\""
        })
final class HeldDecline extends NodeCommand {
    static final String CODES =
            "off-topic, duplicate, quality, spam, offensive, language, license, unknown-author, thread-closed, rate,"
                    + " node-policy, author-request or legal. Readers see it in their language.";

    @Parameters(paramLabel = "ID", description = HeldTake.WHICH)
    private String id = "";

    @Option(names = "--code", paramLabel = "CODE", description = CODES)
    private @Nullable String code;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in your own words.")
    private @Nullable String reason;

    HeldDecline(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        if (code == null && reason == null) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE,
                    "say why, with --reason TEXT or --code CODE. See `guildhall held decline --help`.");
        }
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        if (code != null) {
            wish.put("code", code);
        }
        if (reason != null) {
            wish.put("reason", reason);
        }
        return node.post("/held/" + AdminClient.segment(id) + "/decline", wish);
    }

    @Override
    void tell(ObjectNode answer) {
        console.out().println(HeldTake.said(answer));
    }
}
