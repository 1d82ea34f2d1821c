package org.guildhall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.Config;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.OwnLog;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.admin.verify.LogVerification;
import org.guildhall.record.NodeId;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = {
            "Recompute everything about the stored logs from their bytes: that entries hash to the signed root, that payloads"
                    + " are those the entries name, that each record was signed by a key that was good at its place.",
            "Works whether the node is running or not, and changes nothing. Exit code 1 when there is a fault.",
            "With --proof: check a file that `guildhall log prove` made, at any node, with the file alone; no node and no"
                    + " network are needed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  guildhall log verify", "  guildhall log verify --proof entry-12.tlog-proof"})
final class LogVerify implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Option(
            names = "--node",
            paramLabel = "ID",
            description = "Only the log of this node. Otherwise ours and all that are followed.")
    private @Nullable String node;

    @Option(names = "--proof", paramLabel = "FILE", description = "Check this proof and nothing else.")
    private @Nullable Path proof;

    @Option(
            names = "--quorum",
            paramLabel = "N",
            description = "With --proof: fail unless at least so many witnesses cosigned it.")
    private int quorum;

    LogVerify(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault, InterruptedException {
        if (proof != null) {
            return new ProofCheck(console).check(proof, quorum, json);
        }
        DataDirectory directory = data.open();
        AdminClient client = new AdminClient(directory);
        ObjectNode report = client.isAnswered() ? asked(client) : computed(directory);
        if (json.asked()) {
            json.print(report);
        } else {
            tell(report);
        }
        return report.path("faults").asLong() == 0 ? 0 : CommandFault.FAILED;
    }

    private ObjectNode asked(AdminClient client) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        if (node != null) {
            wish.put("node", node);
        }
        try (Progress progress = new Progress(console, clock)) {
            return client.stream(
                    "/log/verify",
                    wish,
                    step -> tell(
                            progress,
                            step.path("done").asLong(),
                            step.path("all").asLong()));
        }
    }

    private ObjectNode computed(DataDirectory directory) throws SetupFault, CommandFault, InterruptedException {
        Config config = directory.readConfig();
        try (DataDirectory.Hold hold = directory.hold("log verify");
                Database database = directory.openDatabase(config);
                Progress progress = new Progress(console, clock)) {
            LogVerification verification = new LogVerification(database, directory.readNode(), Verifier.best());
            return LogVerification.toJson(verification.run(
                    only(), OwnLog.publishedNote(directory), (log, done, all) -> tell(progress, done, all)));
        } catch (IOException e) {
            throw new CommandFault(CommandFault.FAILED, directory.published() + " cannot be read: " + e.getMessage());
        }
    }

    private Optional<NodeId> only() throws CommandFault {
        if (node == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NodeId(node));
        } catch (IllegalArgumentException e) {
            throw new CommandFault(CommandFault.UNREACHABLE, "--node: " + e.getMessage());
        }
    }

    private static void tell(Progress progress, long done, long all) {
        progress.tell(String.format(Locale.ROOT, "verified %,d of %,d entries", done, all));
    }

    private void tell(ObjectNode report) {
        Styled styled = new Styled(console.colours());
        Table table = new Table("LOG", "ENTRIES", "RECORDS", "SET BACK", "ROOT", "FAULTS");
        for (JsonNode log : report.path("logs")) {
            table.row(
                    (log.path("own").asBoolean() ? "own  " : "peer ")
                            + log.path("node").asText().substring("did:key:".length(), "did:key:".length() + 16) + "…",
                    Numbers.grouped(log.path("entries").asLong()),
                    Numbers.grouped(log.path("records").asLong()),
                    Numbers.grouped(log.path("setBack").asLong()),
                    log.path("root").asText().substring(0, 12) + "…",
                    Numbers.grouped(log.path("faults").asLong()));
        }
        table.print(console.out(), styled);
        for (JsonNode log : report.path("logs")) {
            for (JsonNode finding : log.path("first")) {
                long index = finding.path("index").asLong();
                console.out()
                        .println(styled.bad("fault") + "  "
                                + (index < 0 ? "log" : "entry " + index) + " of "
                                + log.path("node").asText() + ": "
                                + finding.path("code").asText() + ", "
                                + Table.printable(finding.path("detail").asText()));
            }
        }
        long faults = report.path("faults").asLong();
        console.out()
                .println(
                        faults == 0
                                ? styled.good("All is as it was signed.")
                                : styled.bad(faults + (faults == 1 ? " fault." : " faults."))
                                        + " Restore a backup, or get the log back"
                                        + " from a peer; do not go on signing on a log that is damaged.");
    }
}
