package org.guildhall.story;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Several nodes on this machine, each a process. Closing it ends them all. */
final class Town implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;
    private final List<ProcessNode> nodes = new ArrayList<>();

    Town(Path folder) {
        this.folder = folder;
    }

    /** A new node; it does not run yet. */
    ProcessNode make(String name, String... initOptions) {
        return add(ProcessNode.make(folder.resolve(name), name, initOptions));
    }

    /** A new node that runs. */
    ProcessNode start(String name, String... initOptions) throws IOException {
        return make(name, initOptions).start();
    }

    /** Another one to end with this town, such as a copy of a node. */
    ProcessNode add(ProcessNode node) {
        nodes.add(node);
        return node;
    }

    /** Both follow each other from now on: one invites, the other accepts. */
    void peer(ProcessNode host, ProcessNode guest) {
        String invitation = host.done("peer", "invite").out().strip();
        guest.done("peer", "accept", invitation);
    }

    /**
     * Waits until something holds; a story is never told by waiting a fixed time. A page that is refused for now is asked for
     * again.
     */
    static void until(String what, ThrowingRunnable holds) {
        Awaitility.await(what)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(25))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(holds);
    }

    @Override
    public void close() throws InterruptedException {
        for (ProcessNode node : nodes) {
            node.close();
        }
    }
}
