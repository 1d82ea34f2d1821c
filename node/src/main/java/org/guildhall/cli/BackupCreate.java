package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.guildhall.admin.setup.Backup;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = {
            "Write the node into one file, whether it runs or not; a running node goes on meanwhile.",
            "The file holds accounts, votes and peerings, so keep it as secret as the data directory; it is made with mode 0600."
                    + " Keys are in it only if you ask. The search index and the tables that are made again are not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guildhall backup create node.backup",
            "  guildhall backup create node.backup --encrypt --passphrase-file secret"
        })
final class BackupCreate implements Callable<Integer> {
    private final Console console;
    private final Clock clock;
    private final SecureRandom random;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Mixin
    private final PassphraseOption passphrase;

    @Parameters(paramLabel = "FILE", description = "Where to; must not be there yet.")
    private Path file = Path.of("");

    @Option(
            names = "--with-keys",
            description =
                    "Put the keys that are in the data directory into the file, too. Whoever has it can be the node.")
    private boolean withKeys;

    @Option(names = "--encrypt", description = "Encrypt it; the passphrase is read from --passphrase-file.")
    private boolean encrypt;

    BackupCreate(Console console, Clock clock, SecureRandom random) {
        this.console = console;
        this.clock = clock;
        this.random = random;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
        this.passphrase = new PassphraseOption(console, random);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        DataDirectory directory = data.open();
        Optional<String> secret = passphrase.read();
        if (encrypt != secret.isPresent()) {
            throw Init.misuse("--encrypt", "and --passphrase-file go together");
        }
        AdminClient client = new AdminClient(directory);
        ObjectNode made = client.isAnswered() ? asked(client, secret) : written(directory, secret);
        if (json.asked()) {
            json.print(made);
        } else {
            console.out()
                    .println("Wrote " + Numbers.grouped(made.path("rows").asLong()) + " rows to " + file
                            + (withKeys ? keys(directory) : ", without keys: keep those elsewhere."));
            console.out()
                    .println("Prove it with `guildhall backup verify " + file
                            + (encrypt ? " --passphrase-file FILE`." : "`."));
        }
        return 0;
    }

    /** Which keys are in it; those that are kept off the machine are not, which must not be found out on the day of need. */
    private static String keys(DataDirectory directory) {
        String absent = names(directory, false);
        return ", with " + names(directory, true)
                + (absent.isEmpty() ? "." : "; not in the data directory, so not in it: " + absent + ".");
    }

    private static String names(DataDirectory directory, boolean there) {
        return Backup.keyFiles(directory).stream()
                .filter(key -> Files.exists(key) == there)
                .map(key -> String.valueOf(key.getFileName()))
                .collect(Collectors.joining(", "));
    }

    private ObjectNode asked(AdminClient client, Optional<String> secret) throws CommandFault {
        ObjectNode wish = JsonNodeFactory.instance
                .objectNode()
                .put("file", file.toAbsolutePath().toString())
                .put("withKeys", withKeys);
        secret.ifPresent(text -> wish.put("passphrase", text));
        try (Progress progress = new Progress(console, clock)) {
            return client.stream(
                    "/backup", wish, step -> tell(progress, step.path("rows").asLong()));
        }
    }

    private ObjectNode written(DataDirectory directory, Optional<String> secret) throws SetupFault {
        try (DataDirectory.Hold hold = directory.hold("backup");
                Database database = directory.openDatabase(directory.readConfig());
                Progress progress = new Progress(console, clock)) {
            return org.guildhall.admin.BackupCreate.toJson(new Backup(clock, random)
                    .create(directory, database, file, withKeys, secret, rows -> tell(progress, rows)));
        }
    }

    private static void tell(Progress progress, long rows) {
        progress.tell("wrote " + Numbers.grouped(rows) + " rows");
    }
}
