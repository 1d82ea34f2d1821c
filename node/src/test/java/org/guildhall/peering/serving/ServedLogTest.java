package org.guildhall.peering.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.store.Commit;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.LogQueries;
import org.guildhall.store.Writer;
import org.junit.jupiter.api.Test;

/** What a crowd asks for is read once, but for what was forgotten in between. Reads run when the test says so. */
class ServedLogTest {
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @Test
    void aReadThatBeganBeforeAnErasureAnswersNobodyWhoAsksAfterIt() throws Exception {
        try (FreshDatabase fresh = FreshDatabase.onH2();
                NodeInMemory node = new NodeInMemory("Served", fresh.location())) {
            Writer writer = node.writer;
            ServedLog served = new ServedLog(new LogQueries(node.database), new Workers(waiting::add, 100), 1 << 20);
            Commit now = writer.current();
            SignedCheckpoint at =
                    SignedCheckpoint.sign(Checkpoint.of(writer.selfId(), now.size(), now.root()), node.signing);
            CompletableFuture<Body> before = served.tail(writer.self(), 0, at);
            assertThat(served.tail(writer.self(), 0, at)).as("read once").isSameAs(before);
            assertThat(waiting).hasSize(1);

            served.forget();
            CompletableFuture<Body> after = served.tail(writer.self(), 0, at);
            assertThat(waiting).hasSize(2);
            waiting.removeLast().run();
            assertThat(after).isCompleted();
            assertThat(before).isNotDone();

            // The old one ends last, and changes nothing.
            waiting.removeLast().run();
            assertThat(before).isCompleted();
            assertThat(served.tail(writer.self(), 0, at)).as("it was kept").isCompletedWithValue(after.join());
            assertThat(waiting).isEmpty();
        }
    }
}
