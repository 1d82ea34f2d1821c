package org.guildhall.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = {
            "Print a script that completes commands and options in your shell.",
            "Bash: `source <(guildhall completion bash)`, or put the output into /etc/bash_completion.d/guildhall.",
            "Zsh: `autoload -U +X bashcompinit && bashcompinit`, then the same."
        })
final class Completion implements Callable<Integer> {
    private final Console console;

    enum Shell {
        bash,
        zsh
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Completion(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // One script serves both shells; zsh reads it through bashcompinit.
        console.out().println(AutoComplete.bash("guildhall", spec.root().commandLine()));
        console.out().println("# for " + shell);
        return 0;
    }
}
