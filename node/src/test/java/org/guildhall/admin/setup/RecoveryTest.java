package org.guildhall.admin.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.peering.recovery.KeptHistories;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.signing.Verifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that went on after a fork is made anew from peers of which one still keeps the history given up (OQX-WIT-058). */
class RecoveryTest {
    @TempDir
    private Path directory;

    private NodeInMemory node;
    private KeptHistories histories;
    private NodeInMemory standing;

    @BeforeEach
    void fork() throws Exception {
        histories = new KeptHistories(directory);
        node = histories.node;
        NodeInMemory thief = histories.copy();
        standing = histories.copy();
        standing.goOn();
        for (String member : List.of("berta", "carla", "dora")) {
            thief.join(member);
        }
        histories.peer(KeptHistories.historyOf(thief, node.signing));
        histories.peer(KeptHistories.historyOf(standing, standing.signing));
    }

    @AfterEach
    void close() {
        histories.close();
    }

    private Recovery.Done recover(SigningKey key) throws Exception {
        Path keys = Files.createDirectory(directory.resolve("keys"));
        KeyFile.create(keys.resolve("signing.key"), key);
        KeyFile.create(keys.resolve("identity.key"), node.identity);
        Recovery recovery = new Recovery(histories, Verifier.best(), node.clock, new SecureRandom());
        Recovery.Keys brought = new Recovery.Keys(node.id, key, keys);
        Config config = Config.standard(URI.create("http://127.0.0.1:1"), 1, 2);
        return recovery.run(
                brought,
                recovery.ask(brought, histories.addresses()),
                directory.resolve("data"),
                config,
                profile -> config,
                entries -> {});
    }

    @Test
    void bringsTheHistoryThatStands() throws Exception {
        Recovery.Done done = recover(standing.signing);
        assertThat(done.entries()).isEqualTo(standing.writer.current().size());
        assertThat(done.root()).isEqualTo(standing.writer.current().root());
    }

    @Test
    void refusesTheKeyThatWasGivenUp() {
        assertThatThrownBy(() -> recover(node.signing))
                .isInstanceOf(SetupFault.class)
                .hasMessageContaining("Nothing was made")
                .hasMessageContaining(standing.signing.publicKey().text());
        assertThat(directory.resolve("data")).doesNotExist();
    }
}
