package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.guildhall.admin.doctor.Finding;
import org.guildhall.admin.doctor.Finding.Level;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = {
            "Look at everything the node needs: files, disk, ports, its name and certificate, the proxy, clocks, peers.",
            "Works as far as it can while the node is not running, and changes nothing. Each fault is told with its remedy."
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  all is well", "  1  something should be looked at (WARN)", "  2  something is wrong (FAIL)"})
final class Doctor implements Callable<Integer> {
    private final Console console;
    private final Clock clock;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    Doctor(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
    }

    @Override
    public Integer call() throws SetupFault, InterruptedException {
        DataDirectory directory = data.open();
        List<Finding> findings = new org.guildhall.admin.doctor.Doctor(clock).look(directory, status(directory));
        if (json.asked()) {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            ArrayNode list = document.putArray("findings");
            findings.forEach(finding -> list.add(finding.json()));
            json.print(document);
        } else {
            findings.forEach(this::tell);
        }
        if (findings.stream().anyMatch(finding -> finding.level() == Level.FAIL)) {
            return 2;
        }
        return findings.stream().anyMatch(finding -> finding.level() == Level.WARN) ? 1 : 0;
    }

    private static Optional<ObjectNode> status(DataDirectory directory) {
        try {
            AdminClient client = new AdminClient(directory);
            // Whatever holds the port may never answer; to look does not take a minute.
            return client.isAnswered() ? Optional.of(client.get("/status")) : Optional.empty();
        } catch (SetupFault | CommandFault e) {
            return Optional.empty();
        }
    }

    private void tell(Finding finding) {
        Styled styled = new Styled(console.colours());
        String level = switch (finding.level()) {
            case OK -> styled.good("OK  ");
            case WARN -> styled.warning("WARN");
            case FAIL -> styled.bad("FAIL");
        };
        console.out()
                .println(level + "  " + Table.printable(finding.check()) + ": " + Table.printable(finding.detail()));
        if (!finding.remedy().isEmpty()) {
            console.out().println("      " + Table.printable(finding.remedy()));
        }
    }
}
