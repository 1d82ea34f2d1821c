package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.admin.stackexchange.ImportReport;
import org.guildhall.admin.stackexchange.ReportTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "stackexchange",
        description = {
            "Import a Stack Exchange data dump: a directory with Posts.xml, Users.xml and their neighbours.",
            "Questions, answers, comments, votes, acceptances, edits, tags and links are taken with their authors' names, dates"
                    + " and licences. Repeated with the same dump it changes nothing, with a later one it brings what is new.",
            "The node reads the directory itself, and must be running."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall import stackexchange dump --dry-run"})
final class ImportStackexchange implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Parameters(paramLabel = "DIR", description = "Where the dump's files are.")
    private Path directory = Path.of("");

    @Option(
            names = "--site",
            paramLabel = "URL",
            description =
                    "Which site the dump is of, for example https://iot.stackexchange.com. Needed only when it cannot be"
                            + " seen from the dump.")
    private @Nullable String site;

    @Option(
            names = "--language",
            paramLabel = "TAG",
            description = "The language of its texts. Default: ${DEFAULT-VALUE}.")
    private String language = "en";

    @Option(
            names = "--dry-run",
            description = "Tell what would be done and what could not be taken, and change nothing.")
    private boolean dryRun;

    ImportStackexchange(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode wish = JsonNodeFactory.instance
                .objectNode()
                .put("directory", directory.toAbsolutePath().normalize().toString())
                .put("language", language)
                .put("dryRun", dryRun);
        if (site != null) {
            wish.put("site", site);
        }
        ObjectNode report;
        try (Progress progress = new Progress(console, clock)) {
            report = data.client().stream("/import/stackexchange", wish, step -> tell(progress, step));
        }
        if (json.asked()) {
            json.print(report);
        } else {
            console.out().print(new ReportTable().text(ImportReport.of(report)));
            if (dryRun) {
                console.out().println("Nothing was changed.");
            }
        }
        return 0;
    }

    private static void tell(Progress progress, ObjectNode step) {
        long total = step.path("total").asLong();
        String done = Numbers.grouped(step.path("done").asLong());
        progress.tell(step.path("step").asText() + " " + done + (total > 0 ? " of " + Numbers.grouped(total) : ""));
    }
}
