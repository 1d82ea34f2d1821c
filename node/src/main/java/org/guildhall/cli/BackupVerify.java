package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.Backup;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.signing.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Prove that a backup is whole, without restoring it anywhere: every row is read, the log is recomputed, each record's"
                    + " signature checked, and the root compared with the checkpoint that was signed.",
            "Needs room beside the file for as long as it takes. Exit code 1 when the log in it has a fault, 2 when the file"
                    + " cannot be read to its end."
        },
        footerHeading = "%nExample:%n",
        footer = {"  guildhall backup verify node.backup"})
final class BackupVerify implements Callable<Integer> {
    private final Console console;
    private final Clock clock;
    private final SecureRandom random;

    @Mixin
    private final JsonOption json;

    @Mixin
    private final PassphraseOption passphrase;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    BackupVerify(Console console, Clock clock, SecureRandom random) {
        this.console = console;
        this.clock = clock;
        this.random = random;
        this.json = new JsonOption(console);
        this.passphrase = new PassphraseOption(console, random);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault, InterruptedException {
        Backup.Verified verified;
        try (Progress progress = new Progress(console, clock)) {
            verified = new Backup(clock, random)
                    .verify(
                            file.toAbsolutePath(),
                            passphrase.read(),
                            Verifier.best(),
                            rows -> progress.tell("read " + Numbers.grouped(rows) + " rows"));
        }
        ObjectNode document = org.guildhall.admin.BackupCreate.toJson(verified.contents());
        document.set("log", verified.log().toJson());
        if (json.asked()) {
            json.print(document);
        } else {
            console.out()
                    .println("A backup of " + verified.contents().node() + " of "
                            + verified.contents().at()
                            + (verified.contents().keys() ? ", with keys" : ", without keys"));
            console.out()
                    .println("  " + Numbers.grouped(verified.contents().rows()) + " rows, "
                            + Numbers.grouped(verified.log().entries()) + " entries of the log, root "
                            + verified.log().root().text());
            verified.log().first().forEach(finding -> console.out().println("  FAULT " + finding.detail()));
            console.out()
                    .println(verified.log().faults() == 0 ? "All is as it was signed." : "This backup is not whole.");
        }
        return verified.log().faults() == 0 ? 0 : CommandFault.FAILED;
    }
}
