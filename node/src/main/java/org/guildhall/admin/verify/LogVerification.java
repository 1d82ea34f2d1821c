package org.guildhall.admin.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.guildhall.record.NodeId;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Database;
import org.guildhall.store.LogRows;

/** Verifies the logs a node holds: its own and those it follows. Reads only, so it may run beside a working node. */
public final class LogVerification {
    private final Database database;
    private final NodeId self;
    private final Verifier verifier;

    public LogVerification(Database database, NodeId self, Verifier verifier) {
        this.database = database;
        this.self = self;
        this.verifier = verifier;
    }

    /** Is told how far it has come: entries verified and entries there are, over all logs. */
    @FunctionalInterface
    public interface Progress {
        void tell(NodeId log, long done, long all);
    }

    /**
     * Verifies all logs, or one.
     *
     * @param only the node whose log is meant; all when empty
     * @param published the newest checkpoint this node is known to have signed, kept outside of the database
     */
    public List<LogReport> run(Optional<NodeId> only, Optional<String> published, Progress progress)
            throws InterruptedException {
        ExecutorService workers =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()), task -> {
                    Thread thread = new Thread(task, "verify");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            List<LogRows> logs = LogRows.all(database).stream()
                    .filter(log -> only.isEmpty() || only.get().equals(log.node()))
                    .toList();
            long all = logs.stream().mapToLong(LogRows::size).sum();
            long before = 0;
            List<LogReport> reports = new ArrayList<>();
            for (LogRows log : logs) {
                boolean own = log.node().equals(self);
                LogRows checked = own && published.isPresent() ? log.withCheckpoint(published.get()) : log;
                long base = before;
                reports.add(new LogAudit(checked, own, verifier, workers)
                        .run(done -> progress.tell(log.node(), base + done, all)));
                before += log.size();
            }
            return reports;
        } finally {
            workers.shutdownNow();
        }
    }

    /** {@code {"faults": …, "logs": […]}}. */
    public static ObjectNode toJson(List<LogReport> reports) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("faults", reports.stream().mapToLong(LogReport::faults).sum());
        ArrayNode logs = json.putArray("logs");
        reports.forEach(report -> logs.add(report.toJson()));
        return json;
    }
}
