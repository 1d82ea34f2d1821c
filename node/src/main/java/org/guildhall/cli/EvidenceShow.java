package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.signing.FileReason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Print or write all that is proven against a node, as a document that anybody can check.",
        footerHeading = "%nExample:%n",
        footer = {"  guildhall evidence show did:key:z6Mk... --out evidence.json"})
final class EvidenceShow implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Parameters(paramLabel = "NODE", description = "Its node id, as `guildhall evidence ls` prints it.")
    private String node = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there. Otherwise it is printed.")
    private @Nullable Path out;

    EvidenceShow(Console console) {
        this.console = console;
        this.data = new DataOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/evidence/" + AdminClient.segment(node));
        String document = answer.path("document").asText();
        Path file = out;
        if (file == null) {
            console.out().println(document);
            return 0;
        }
        try {
            Files.writeString(file, document, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFault(CommandFault.FAILED, file + " is there already; name another with --out");
        } catch (IOException e) {
            throw new CommandFault(CommandFault.FAILED, file + " cannot be written: " + FileReason.of(e));
        }
        console.out().println("Wrote " + file + ". Anybody can check it: guildhall evidence verify " + file);
        return 0;
    }
}
