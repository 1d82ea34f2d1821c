package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.store.DatabaseLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That signing waits is told once, and that it goes on. */
class SigningEventsTest {
    @TempDir
    Path directory;

    @Test
    void tellsThatSigningWaitsAndGoesOnOnceEach() throws Exception {
        try (NodeInMemory node = new NodeInMemory("Node", new DatabaseLocation.Embedded(directory.resolve("node")))) {
            node.permit.onChange(new SigningEvents(node.permit, node.writer)::changed);
            node.permit.grant();
            node.permit.withhold("three peers are asked");
            node.permit.withhold("two peers are asked");
            node.permit.grant();
            node.permit.grant();
            node.permit.withhold("a peer is asked");
            node.permit.halt("a copy of us runs", 0).join();
            node.permit.grant();
            // What was noted before this is written.
            node.writer.submit(tx -> true).join();
            assertThat(node.select("select kind, detail from event where kind like 'signing%' order by nr"))
                    .containsExactly(
                            "signing-waiting|three peers are asked",
                            "signing-granted|",
                            "signing-waiting|a peer is asked",
                            "signing-halted|a copy of us runs");
        }
    }
}
