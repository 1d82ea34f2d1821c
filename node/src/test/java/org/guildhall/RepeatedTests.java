package org.guildhall;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs all tests that are tagged {@code concurrent} many times in one Java: what goes wrong once in a hundred times goes wrong
 * here. Ends with exit code 1 at the first round in which a test fails, and says which.
 *
 * <p>Arguments: the number of rounds. Run by {@code scripts/test --repeat}.
 */
final class RepeatedTests {
    private static final String TAG = "concurrent";

    private RepeatedTests() {}

    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        Launcher launcher = LauncherFactory.create();
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage("org.guildhall"))
                .filters(TagFilter.includeTags(TAG))
                .build();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        for (int round = 1; round <= rounds; round++) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            launcher.execute(tests, listener);
            TestExecutionSummary summary = listener.getSummary();
            out.printf(
                    "round %d of %d: %d tests passed, %d failed, %d skipped%n",
                    round,
                    rounds,
                    summary.getTestsSucceededCount(),
                    summary.getTotalFailureCount(),
                    summary.getTestsSkippedCount());
            if (summary.getTestsFoundCount() == 0) {
                out.println("no test is tagged " + TAG);
                System.exit(1);
            }
            if (summary.getTotalFailureCount() > 0) {
                summary.printFailuresTo(out, 30);
                System.exit(1);
            }
        }
        // Whatever a test left running must not keep this alive.
        System.exit(0);
    }
}
