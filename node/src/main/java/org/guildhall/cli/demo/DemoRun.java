package org.guildhall.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.admin.demo.DemoContent;
import org.guildhall.cli.demo.Steps.Failed;

/** One run of the demo federation, from nothing to the last process's end. */
public final class DemoRun {
    private final PrintWriter out;
    private final Path folder;
    private final boolean keep;
    private final Federation federation;

    /**
     * @param folder where the nodes are made, or were made by an earlier run
     * @param keep whether they stay there when the run has ended
     * @param guildhall the command that runs Guildhall, without arguments
     */
    public DemoRun(PrintWriter out, Path folder, boolean keep, List<String> guildhall) {
        this.out = out;
        this.folder = folder;
        this.keep = keep;
        this.federation = new Federation(folder, guildhall);
    }

    /** The command that runs this very program once more, with the options for Java that it was given itself. */
    public static List<String> thisProgram() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.guildhall.Main"));
        return command;
    }

    /** Plays the story and ends; the exit code is 1 when a step failed. */
    public int once() {
        Thread farewell = onEnd();
        try {
            Steps steps = new Steps(out, System::nanoTime);
            begin(steps, false);
            new Story(federation, steps).play();
            out.printf("%nThe story was played to its end.%n");
        } catch (Failed e) {
            if (!isInterrupted(farewell)) {
                out.printf("%nFAILED at %s%nThe nodes' log files are in %s%n", e.getMessage(), folder);
                out.flush();
                federation.stop();
            }
            return 1;
        }
        if (!isInterrupted(farewell)) {
            tidy();
        }
        return 0;
    }

    /** Runs until Ctrl-C, or until a node ends that should not; the exit code is then 1. */
    public int untilStopped() {
        Thread farewell = onEnd();
        String reason;
        try {
            begin(new Steps(out, System::nanoTime), true);
            tellWhatToTry();
            DemoNode gone = federation.anyEnded().join();
            reason = "The " + gone.name() + " has ended, so the demo ends. Its log: " + gone.log();
        } catch (Failed e) {
            reason = "FAILED at " + e.getMessage();
        }
        if (!isInterrupted(farewell)) {
            out.printf("%n%s%n", reason);
            out.flush();
            federation.stop();
        }
        return 1;
    }

    /** Whether Ctrl-C or a signal ends this run: the nodes of this terminal got it as well, and the farewell is under way. */
    private static boolean isInterrupted(Thread farewell) {
        try {
            return !Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private void begin(Steps steps, boolean usualAddresses) throws Failed {
        out.println("Four nodes on this machine, each with its own keys, database and members.");
        steps.chapter("They are made, started and introduced to each other");
        boolean fresh = steps.step(
                "keys, configuration, database and administrator of each", () -> federation.make(usualAddresses));
        steps.step("four processes, answering", federation::start);
        if (fresh) {
            steps.step("three are peers of each other: three invitations, three acceptances", federation::peer);
            steps.step(
                    "the yard is a peer of the hub alone, which relays what its peers write", federation::peerWithHub);
        }
        steps.step("a month of questions, answers, comments and votes, exchanged between them", federation::load);
    }

    private void tellWhatToTry() {
        out.printf("%nOpen%n");
        for (DemoNode node : federation.nodes()) {
            DemoContent content = node.content();
            out.printf("  %-24s  %s  %s%n", node.address(), content.name(), "– " + content.title());
        }
        out.printf("%nSign in, with the password \"%s\", as%n", Federation.PASSWORD);
        for (DemoNode node : federation.nodes()) {
            out.printf("  at %-24s ", node.content().name());
            out.println(String.join(
                    ", ",
                    node.content().members().stream()
                            .map(DemoContent.Person::handle)
                            .toList()));
        }
        out.printf("  and as admin, everywhere%n");
        out.printf("""

                Try
                  1. Ask at the vendor as rolf. Open the association: the question is there.
                  2. Answer it there as jorn. The vendor shows the answer, the association that it was taken.
                  3. Accept it as rolf, vote for it as sam; look up jorn's page at both.
                  4. Click "signed" below a post: its record, its proof, and how to check it.
                  5. Search for "Stempel", "pompa" or %s.
                  6. Look at the peers, as an administrator does:
                       GUILDHALL_DATA=%s scripts/guildhall peer ls
                  7. Kill a node and watch it catch up: scripts/guildhall demo --once does it, with times.

                Votes are published after a second here, and one by one: a real node waits, so that nobody can tell who
                voted. Everything in this demo is invented.

                """, "\u6df7\u51dd\u571f", federation.node("association").data());
        out.println(keep ? "The nodes stay in " + folder + ". Ctrl-C stops them." : "Ctrl-C stops and removes it all.");
        out.flush();
    }

    private Thread onEnd() {
        Thread farewell = new Thread(
                () -> {
                    federation.stop();
                    tidy();
                },
                "farewell");
        Runtime.getRuntime().addShutdownHook(farewell);
        return farewell;
    }

    private void tidy() {
        if (keep) {
            return;
        }
        try {
            Visitor.remove(folder);
        } catch (IOException e) {
            out.printf("Could not remove %s: %s%n", folder, e.getMessage());
            out.flush();
        }
    }
}
