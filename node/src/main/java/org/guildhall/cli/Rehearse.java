package org.guildhall.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.cli.demo.Visitor;
import picocli.CommandLine.Command;

/**
 * A short life of a node in this one process: made, started, read, written to, stopped, removed. Java remembers the
 * classes that it took ({@code -XX:ArchiveClassesAtExit}), and starts the next time in half the time.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Live through a short life of a node, so that Java can archive the classes. For scripts/archive.")
final class Rehearse implements Callable<Integer> {
    private static final String PASSWORD = "only for the rehearsal";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Console console;
    private final Serving serving;
    private final ToIntFunction<List<String>> guildhall;

    /** @param guildhall carries out another command line and returns its exit code */
    Rehearse(Console console, Serving serving, ToIntFunction<List<String>> guildhall) {
        this.console = console;
        this.serving = serving;
        this.guildhall = guildhall;
    }

    @Override
    public Integer call() throws SetupFault, IOException, InterruptedException, CommandFault {
        Path folder = Files.createTempDirectory("guildhall-rehearsal");
        try {
            Path data = folder.resolve("node");
            Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            run("init", "--local", "--data", data.toString(), "--admin-password-file", password.toString());
            live(data);
            return 0;
        } finally {
            Visitor.remove(folder);
        }
    }

    private void live(Path data) throws SetupFault, IOException, InterruptedException, CommandFault {
        DataDirectory directory = DataDirectory.open(data);
        Config config = directory.readConfig();
        AtomicReference<Object> end = new AtomicReference<>();
        Thread node = new Thread(
                () -> {
                    try {
                        end.set(serving.serve(directory, new Serving.Wish(false, false), console));
                    } catch (SetupFault | RuntimeException e) {
                        end.set(e);
                    }
                },
                "rehearsal");
        node.setDaemon(true); // When a page fails, this process ends, and the node with it.
        node.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Visitor.isOpen(config.publicAddress())) {
            if (!node.isAlive() || System.nanoTime() > deadline) {
                throw new CommandFault(CommandFault.FAILED, "the node did not open: " + end.get());
            }
            Thread.sleep(50);
        }
        Visitor.visit(config.publicAddress(), "admin", PASSWORD);
        run("stop", "--data", data.toString());
        node.join();
    }

    private void run(String... arguments) throws CommandFault {
        int status = guildhall.applyAsInt(List.of(arguments));
        if (status != 0) {
            throw new CommandFault(CommandFault.FAILED, arguments[0] + " ended with " + status);
        }
    }
}
