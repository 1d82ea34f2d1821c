package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.OwnLog;
import org.guildhall.admin.verify.LogVerification;
import org.guildhall.record.NodeId;

/**
 * {@code POST /log/verify}: recomputes the stored logs from their bytes while the node works. Body: {@code node}, a node id,
 * when only its log is meant. Progress: {@code log}, {@code done}, {@code all}.
 */
public final class LogVerify implements AdminCommand {
    private final LogVerification verification;
    private final DataDirectory directory;

    public LogVerify(LogVerification verification, DataDirectory directory) {
        this.verification = verification;
        this.directory = directory;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/log/verify";
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public ObjectNode run(Call call) throws Refusal, InterruptedException {
        call.only("node");
        Optional<NodeId> only =
                call.optionalText("node").isPresent() ? Optional.of(node(call.text("node"))) : Optional.empty();
        try {
            // Before the log is read, so that it can't be ahead of what is read.
            Optional<String> published = OwnLog.publishedNote(directory);
            return LogVerification.toJson(verification.run(only, published, (log, done, all) -> {
                if (call.cancelled().getAsBoolean()) {
                    throw new CancellationException("nobody waits for the answer any more");
                }
                call.progress()
                        .accept(JsonNodeFactory.instance
                                .objectNode()
                                .put("log", log.did())
                                .put("done", done)
                                .put("all", all));
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NodeId node(String text) throws Refusal {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("\"node\": " + e.getMessage());
        }
    }
}
