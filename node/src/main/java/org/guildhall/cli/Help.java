package org.guildhall.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "help",
        description = "Show the commands, or what one of them does: the same as --help after it.",
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall help", "  guildhall help peer accept"})
final class Help implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command, with the one it belongs to first.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Help(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandFault {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                String known = command.getCommandSpec().qualifiedName();
                throw new CommandFault(
                        CommandFault.UNREACHABLE,
                        "there is no command `" + known + " " + word + "`. See `" + known + " --help`.");
            }
            command = next;
        }
        command.usage(console.out(), command.getColorScheme());
        return 0;
    }
}
