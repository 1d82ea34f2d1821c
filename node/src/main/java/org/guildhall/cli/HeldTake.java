package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "take",
        description = "Take what is held: it appears in its thread, and its home's verdict is signed.",
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall held ls", "  guildhall held take ID"})
final class HeldTake extends NodeCommand {
    static final String WHICH = "See `guildhall held ls`. An edit that came later has another.";

    @Parameters(paramLabel = "ID", description = WHICH)
    private String id = "";

    HeldTake(Console console) {
        super(console);
    }

    @Override
    ObjectNode ask(AdminClient node) throws CommandFault {
        return node.post("/held/" + AdminClient.segment(id) + "/take", JsonNodeFactory.instance.objectNode());
    }

    @Override
    void tell(ObjectNode answer) {
        console.out().println(said(answer));
    }

    /** What came of it; while it was held, what it leans on may have changed. */
    static String said(ObjectNode answer) {
        boolean verdict = answer.path("verdict").asBoolean();
        String detail = answer.path("detail").asText();
        return switch (answer.path("outcome").asText()) {
            case "taken" ->
                verdict
                        ? "Taken. Both records are signed and in our log."
                        : "Taken. It is shown here; its thread is not ours, so no verdict is published.";
            case "declined" ->
                verdict
                        ? "Declined. Its author's node reads the reason in our log."
                        : "Declined. It is not shown here; its thread is not ours, so nobody else is told.";
            case "held" -> "Still held: " + detail + ".";
            case "quarantined" -> "Not taken, it breaks a rule now: " + detail + ".";
            default -> "Nothing to decide on any more: its author erased it.";
        };
    }
}
