package org.guildhall;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.cli.Console;
import org.guildhall.cli.Serving;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the data directory, runs the node on it and ends it in good order, whoever asks for the end. */
final class NodeProcess implements Serving {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
    private static final int SECONDS_TO_STOP = 20;

    private final String version;
    private final boolean ownsProcess;

    /** @param ownsProcess whether signals to the process are for the node, and its end is the process's */
    NodeProcess(String version, boolean ownsProcess) {
        this.version = version;
        this.ownsProcess = ownsProcess;
    }

    @Override
    public int serve(DataDirectory directory, Wish wish, Console console) throws SetupFault {
        Config config = directory.readConfig();
        End end = new End();
        Thread onSignal = new Thread(() -> end.askAndWait("a signal"), "stop-on-signal");
        try (DataDirectory.Hold hold = directory.hold("serve")) {
            if (ownsProcess) {
                Runtime.getRuntime().addShutdownHook(onSignal);
            }
            if (wish.dieWithParent()) {
                endWith(console.in(), end);
            }
            try (Node node = Node.start(directory, config, version, wish.alone(), end::ask)) {
                console.out().println(node.name() + " is open at " + config.publicAddress());
                node.notSigning().ifPresent(why -> console.err().println("Nothing can be posted yet: " + why + "."));
                end.await();
            }
            LOG.info("stopped");
            return end.exitCode();
        } finally {
            end.done();
            removeHook(onSignal);
        }
    }

    /** From here on the process ends by itself, with the exit code of the command. */
    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is what brought us here.
        }
    }

    private static void endWith(InputStream in, End end) {
        Thread reader = new Thread(
                () -> {
                    try {
                        // Not skipNBytes: a pipe cannot be skipped in.
                        in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException gone) {
                        // As good as its end.
                    }
                    end.ask(0, "the parent process has gone");
                },
                "die-with-parent");
        reader.setDaemon(true);
        reader.start();
    }

    /** The wish to end: the first one counts. */
    private static final class End {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicInteger code = new AtomicInteger();

        void ask(int exitCode, String why) {
            synchronized (asked) {
                if (asked.getCount() > 0) {
                    LOG.info("stopping: {}", why);
                    code.set(exitCode);
                    asked.countDown();
                }
            }
        }

        /** For the hook of a signal: the process ends when this returns, and with the code of a clean end. */
        void askAndWait(String why) {
            ask(0, why);
            try {
                if (done.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                    Runtime.getRuntime().halt(exitCode());
                }
                LOG.error("not stopped after {} s; ending all the same, the log is safe", SECONDS_TO_STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void await() {
            boolean waiting = true;
            while (waiting) {
                try {
                    asked.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    ask(0, "interrupted");
                }
            }
        }

        void done() {
            done.countDown();
        }

        int exitCode() {
            return code.get();
        }
    }
}
