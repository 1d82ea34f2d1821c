package org.guildhall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.guildhall.cli.demo.DemoRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "Run a federation of four nodes on this machine: an association, a vendor, a hub and a small one behind it, with a month of invented"
                    + " activity.",
            "It prints their addresses, whom you can sign in as and what to try; Ctrl-C stops it."
        })
final class Demo implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--once",
            description = {
                "Play the story without anybody at the keyboard, with the time of each step, and end: ask, answer, accept,"
                        + " vote; kill a node, let it catch up; verify all logs.",
                "The exit code is 1 when a step failed."
            })
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the nodes there, and go on with them the next time. Otherwise they are made anew in a"
                    + " temporary directory and removed at the end.")
    private @Nullable Path data;

    Demo(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandFault {
        DemoRun run =
                new DemoRun(new PrintWriter(console.out(), true, UTF_8), folder(), data != null, DemoRun.thisProgram());
        return once ? run.once() : run.untilStopped();
    }

    private Path folder() throws CommandFault {
        try {
            return data == null
                    ? Files.createTempDirectory("guildhall-demo")
                    : Files.createDirectories(data.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, "the demo's directory cannot be made: " + e.getMessage());
        }
    }
}
