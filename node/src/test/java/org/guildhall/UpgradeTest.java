package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.store.Database;
import org.guildhall.store.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node starts on the data of a version whose tables held less. */
class UpgradeTest {
    @TempDir
    Path parent;

    @Test
    void showsWhatWasStoredBefore() throws Exception {
        Path data = parent.resolve("data");
        JsonNode made = RunningNode.made(data);
        String question;
        try (RunningNode node = RunningNode.start(data, made)) {
            question = node.signedIn().ask("Which oil is right in winter?", "It is cold.", "oil");
        }
        change(data, "delete from thread", "delete from post");
        try (RunningNode node = RunningNode.start(data, made)) {
            assertThat(node.get(question).statusCode()).as("nothing is due").isEqualTo(404);
        }

        change(data, "delete from projection");
        try (RunningNode node = RunningNode.start(data, made)) {
            assertThat(node.get(question).body()).contains("Which oil is right in winter?");
        }
    }

    /** Changes the database of a stopped node. */
    private static void change(Path data, String... statements) throws Exception {
        DataDirectory directory = DataDirectory.open(data);
        try (Database database = directory.openDatabase(directory.readConfig());
                Writer writer = Writer.open(database, directory.readNode(), Clock.systemUTC())) {
            writer.submit(tx -> {
                        for (String statement : statements) {
                            tx.sql().update(statement);
                        }
                        return true;
                    })
                    .join();
        }
    }
}
