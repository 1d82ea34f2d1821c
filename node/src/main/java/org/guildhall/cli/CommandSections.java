package org.guildhall.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The first page of the help: the commands under headings that say what they are for, in the order they were added. */
final class CommandSections {
    private static final int NAME_WIDTH = 14;

    private final CommandLine top;
    private final Map<String, List<CommandSpec>> sections = new LinkedHashMap<>();

    CommandSections(CommandLine top) {
        this.top = top;
        top.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        top.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, this::list);
    }

    /** Adds commands, of which hidden ones are not listed. */
    CommandSections add(String heading, Object... commands) {
        List<CommandSpec> listed = new ArrayList<>();
        for (Object command : commands) {
            CommandLine added = command instanceof CommandLine line ? line : new CommandLine(command);
            top.addSubcommand(added);
            if (!added.getCommandSpec().usageMessage().hidden()) {
                listed.add(added.getCommandSpec());
            }
        }
        sections.put(heading, listed);
        return this;
    }

    private String list(Help help) {
        StringBuilder text = new StringBuilder();
        int width = top.getCommandSpec().usageMessage().width();
        sections.forEach((heading, listed) -> {
            TextTable table = TextTable.forColumns(
                    help.colorScheme(),
                    new Column(NAME_WIDTH, 2, Overflow.SPAN),
                    new Column(width - NAME_WIDTH, 2, Overflow.WRAP));
            for (CommandSpec command : listed) {
                String[] description = command.usageMessage().description();
                table.addRowValues(
                        help.colorScheme().commandText(command.name()),
                        help.colorScheme().text(description.length == 0 ? "" : description[0]));
            }
            text.append(String.format("%n%s:%n%s", heading, table));
        });
        return text.toString();
    }
}
