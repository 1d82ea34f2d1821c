package org.guildhall.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.guildhall.admin.setup.SetupFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description =
                "Write all that this node knows of a member to a ZIP: profile, posts as Markdown and as signed records,"
                        + " votes, notifications.",
        footerHeading = "%nExample:%n",
        footer = {"  guildhall member export ada --out ada.zip"})
final class MemberExport implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data;

    @Parameters(index = "0", paramLabel = "HANDLE", description = "See `guildhall member ls`.")
    private String handle = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to; HANDLE.zip here, if not said. Not overwritten.")
    private @Nullable Path out;

    MemberExport(Console console) {
        this.console = console;
        this.data = new DataOption(console);
    }

    @Override
    public Integer call() throws SetupFault, CommandFault {
        ObjectNode answer = data.client().get("/members/" + AdminClient.segment(handle) + "/export");
        Path file = out == null ? Path.of(answer.path("handle").asText() + ".zip") : out;
        try {
            Files.write(
                    file,
                    Base64.getDecoder().decode(answer.path("zip").asText()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CommandFault(
                    CommandFault.UNREACHABLE, file + " can't be written (" + e + "). Name another with --out FILE.");
        }
        console.out().println(file.toString());
        return 0;
    }
}
