package org.guildhall.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.Backup;
import org.guildhall.admin.setup.SetupFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Put a node back from a backup, into a new or empty directory. Nothing is there before all of it is.",
            "What peers have read since is brought back from them when the node starts, before it signs anything."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall backup restore node.backup --data new --keys keys"})
final class BackupRestore implements Callable<Integer> {
    private final Console console;
    private final Clock clock;
    private final SecureRandom random;

    @Mixin
    private final DataOption data;

    @Mixin
    private final JsonOption json;

    @Mixin
    private final PassphraseOption passphrase;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Where signing.key lies, when the backup holds no keys.")
    private @Nullable Path keys;

    BackupRestore(Console console, Clock clock, SecureRandom random) {
        this.console = console;
        this.clock = clock;
        this.random = random;
        this.data = new DataOption(console);
        this.json = new JsonOption(console);
        this.passphrase = new PassphraseOption(console, random);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault, InterruptedException {
        Backup.Contents contents;
        try (Progress progress = new Progress(console, clock)) {
            contents = new Backup(clock, random)
                    .restore(
                            file.toAbsolutePath(),
                            passphrase.read(),
                            data.path(),
                            Optional.ofNullable(keys),
                            rows -> progress.tell("put back " + Numbers.grouped(rows) + " rows"));
        }
        if (json.asked()) {
            json.print(org.guildhall.admin.BackupCreate.toJson(contents));
        } else {
            console.out()
                    .println("Put " + contents.node() + " back in " + data.path() + " as it was at " + contents.at()
                            + ".");
            console.out()
                    .println("Start it with `guildhall serve --data " + data.path()
                            + "`, and never beside the old one.");
        }
        return 0;
    }
}
