package org.guildhall.admin.setup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.guildhall.admission.NodeInMemory;
import org.guildhall.log.Checkpoint;
import org.guildhall.log.SignedCheckpoint;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Commit;
import org.guildhall.store.FreshDatabase;
import org.guildhall.store.LogQueries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnLogTest {
    @TempDir
    Path parent;

    private FreshDatabase database;
    private NodeInMemory node;
    private DataDirectory directory;
    private OwnLog log;

    @BeforeEach
    void make() throws Exception {
        database = FreshDatabase.onH2();
        node = new NodeInMemory("association", database.location());
        for (int i = 0; i < 20; i++) {
            node.join("m" + i);
        }
        directory = DataDirectory.create(parent.resolve("data"));
        directory.writeConfig(Config.standard(URI.create("https://ask.example"), 8080, 8081));
        log = new OwnLog(directory, new LogQueries(node.database), node.id);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        database.close();
    }

    @Test
    void letsANodeStartThatContinuesWhatItPublished() throws Exception {
        assertThatCode(() -> log.check(node.signing.publicKey(), false)).doesNotThrowAnyException();
        log.remember(signed());
        assertThatCode(() -> log.check(node.signing.publicKey(), false)).doesNotThrowAnyException();
        node.join("one-more");
        assertThatCode(() -> log.check(node.signing.publicKey(), false)).doesNotThrowAnyException();
        assertThat(OwnLog.publishedNote(directory)).isPresent();
    }

    @Test
    void refusesADatabaseThatWasPutBackToAnEarlierState() throws Exception {
        Commit now = node.writer.current();
        log.remember(SignedCheckpoint.sign(Checkpoint.of(node.id, now.size() + 3, now.root()), node.signing));
        assertThatThrownBy(() -> log.check(node.signing.publicKey(), false))
                .isInstanceOf(SetupFault.class)
                .hasMessageContaining("the database is older than what this node has published: it holds 21 entries")
                .hasMessageContaining("Bring back the newest database");
    }

    @Test
    void refusesAnotherHistoryThanWasPublished() throws Exception {
        log.remember(SignedCheckpoint.sign(
                Checkpoint.of(node.id, 10, node.writer.current().root()), node.signing));
        assertThatThrownBy(() -> log.check(node.signing.publicKey(), false)).hasMessageContaining("another history");
    }

    @Test
    void refusesALogWhoseEndWasChanged() throws Exception {
        node.writer
                .submit(tx -> tx.sql().update("update log_entry set logged_at = logged_at + 1 where idx = 20"))
                .get();
        assertThatThrownBy(() -> log.check(node.signing.publicKey(), false))
                .hasMessageContaining("is damaged")
                .hasMessageContaining("guildhall log verify");
    }

    @Test
    void refusesALogWhoseEndIsMissing() throws Exception {
        node.writer
                .submit(tx -> tx.sql().update("delete from log_entry where idx = 20"))
                .get();
        assertThatThrownBy(() -> log.check(node.signing.publicKey(), false)).hasMessageContaining("is damaged");
    }

    @Test
    void refusesAKeyThatTheNodeNeverIntroduced() {
        assertThatThrownBy(
                        () -> log.check(SigningKey.generate(new SecureRandom()).publicKey(), false))
                .hasMessageContaining("is not one that the newest Node record");
    }

    @Test
    void saysWhenWhatWasPublishedCannotBeRead() throws Exception {
        Files.writeString(directory.published(), "scribble", UTF_8);
        assertThatThrownBy(() -> log.check(node.signing.publicKey(), false)).hasMessageContaining("cannot be read");
    }

    private SignedCheckpoint signed() {
        Commit now = node.writer.current();
        return SignedCheckpoint.sign(Checkpoint.of(node.id, now.size(), now.root()), node.signing);
    }
}
