package org.guildhall.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Runs the steps of a story one after the other and prints each with the time it took. The first that fails ends it. */
final class Steps {

    /** A step failed; the message names it and says why. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Something that may fail in any way. */
    interface Step<T> {
        T run() throws Exception;
    }

    /** Something that is true sooner or later. */
    interface Condition {
        boolean holds() throws Exception;
    }

    private static final Duration PAUSE = Duration.ofMillis(15);

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private int number;

    Steps(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** A heading between steps. */
    void chapter(String title) {
        out.printf("%n%s%n", title);
        out.flush();
    }

    <T> T step(String what, Step<T> step) throws Failed {
        number++;
        long start = nanoTime.getAsLong();
        try {
            T result = step.run();
            out.printf(Locale.ROOT, "  %2d  %7.3f s  %s%n", number, (nanoTime.getAsLong() - start) / 1e9, what);
            out.flush();
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("step " + number + ", \"" + what + "\": interrupted", e);
        } catch (Exception e) {
            out.printf(Locale.ROOT, "  %2d  %7.3f s  FAILED: %s%n", number, (nanoTime.getAsLong() - start) / 1e9, what);
            out.flush();
            throw new Failed("step " + number + ", \"" + what + "\": " + e.getMessage(), e);
        }
    }

    /** A step that is done when the condition holds; it is looked at about 60 times a second. */
    void until(String what, Duration atMost, Condition condition) throws Failed {
        step(what, () -> {
            long deadline = nanoTime.getAsLong() + atMost.toNanos();
            while (!condition.holds()) {
                if (nanoTime.getAsLong() > deadline) {
                    throw new IllegalStateException("not so within " + atMost.toSeconds() + " s");
                }
                Thread.sleep(PAUSE.toMillis());
            }
            return what;
        });
    }
}
