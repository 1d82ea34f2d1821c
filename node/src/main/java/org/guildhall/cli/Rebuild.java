package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.store.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rebuild",
        description = {
            "Make the tables that pages read again from the logs, while the node is stopped.",
            "Logs, accounts, votes and settings are not touched. It is all or nothing: an interrupted rebuild changes nothing."
                    + " The search index is made again when the node starts.",
            "With --search only the search index is made again, by the running node."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall rebuild --compare", "  guildhall rebuild --search"})
final class Rebuild implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @ArgGroup
    private @Nullable Extent extent;

    /** Of the tables it can be told how they differ; of the index not. */
    private static final class Extent {
        @Option(
                names = "--compare",
                description =
                        "Tell which tables differ from what they were; exit code 1 if any does. They are new in any case.")
        private boolean compare;

        @Option(names = "--search", description = "Only the search index, while the node is running.")
        private boolean searchOnly;
    }

    Rebuild(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault, InterruptedException {
        DataDirectory directory = data.open();
        if (extent != null && extent.searchOnly) {
            return search(directory);
        }
        Config config = directory.readConfig();
        org.guildhall.admin.Rebuild.Done done;
        try (DataDirectory.Hold hold = directory.hold("rebuild");
                Database database = directory.openDatabase(config);
                Progress progress = new Progress(console, clock)) {
            done = new org.guildhall.admin.Rebuild(database, directory.readNode(), clock)
                    .run(compares(), entries -> progress.tell("read " + Numbers.grouped(entries) + " entries"));
            directory.removeIndex();
        } catch (SQLException e) {
            throw new CommandFault(
                    CommandFault.FAILED, "the database failed: " + e.getMessage() + ". Nothing was changed.");
        }
        if (json.asked()) {
            json.print(document(done));
        } else {
            console.out().println("Made the tables again from " + Numbers.grouped(done.entries()) + " entries.");
            tell(done);
        }
        return done.differences().isEmpty() ? 0 : CommandFault.FAILED;
    }

    private boolean compares() {
        return extent != null && extent.compare;
    }

    private int search(DataDirectory directory) throws SetupFault, CommandFault {
        ObjectNode done;
        try (Progress progress = new Progress(console, clock)) {
            done = new AdminClient(directory)
                    .stream(
                            "/search/rebuild",
                            JsonNodeFactory.instance.objectNode(),
                            step -> progress.tell("read "
                                    + Numbers.grouped(step.path("threads").asLong()) + " threads"));
        }
        if (json.asked()) {
            json.print(done);
        } else {
            console.out()
                    .println("Made the search index again from "
                            + Numbers.grouped(done.path("threads").asLong()) + " threads.");
        }
        return 0;
    }

    private void tell(org.guildhall.admin.Rebuild.Done done) {
        if (compares() && done.differences().isEmpty()) {
            console.out().println("They are the same as before.");
        } else if (compares()) {
            Table table = new Table("TABLE", "ROWS BEFORE", "ROWS NOW");
            done.differences()
                    .forEach(difference -> table.row(
                            difference.table(),
                            Numbers.grouped(difference.rowsBefore()),
                            Numbers.grouped(difference.rowsAfter())));
            console.out().println("These tables were not as the logs say:");
            table.print(console.out(), new Styled(console.colours()));
        }
    }

    private ObjectNode document(org.guildhall.admin.Rebuild.Done done) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("entries", done.entries());
        if (compares()) {
            ArrayNode list = document.putArray("differences");
            done.differences()
                    .forEach(difference -> list.addObject()
                            .put("table", difference.table())
                            .put("rowsBefore", difference.rowsBefore())
                            .put("rowsAfter", difference.rowsAfter()));
        }
        return document;
    }
}
