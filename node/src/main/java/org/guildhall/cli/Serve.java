package org.guildhall.cli;

import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {
            "Run the node until Ctrl-C, SIGTERM or `guildhall stop`.",
            "The address is printed as soon as pages are served. The log goes to the error stream."
        })
final class Serve implements Callable<Integer> {
    private final Serving serving;
    private final Console console;

    @Mixin
    private final DataOption data;

    @Option(
            names = "--die-with-parent",
            description =
                    "End when the standard input ends. For programs that start nodes and must not leave them behind.")
    private boolean dieWithParent;

    @Option(
            names = "--alone",
            description = {
                "Sign without asking the peers first what they keep of this node's log. Only when they are gone for good and"
                        + " this disk is certainly the newest: otherwise a second history begins, and peers end following."
            })
    private boolean alone;

    Serve(Console console, Serving serving) {
        this.serving = serving;
        this.console = console;
        this.data = new DataOption(console);
    }

    @Override
    public Integer call() throws SetupFault {
        return serving.serve(data.open(), new Serving.Wish(dieWithParent, alone), console);
    }
}
