package org.guildhall.cli;

import java.nio.file.Path;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}: which node a command is about. */
final class DataOption {
    private static final String STANDARD = "guildhall-data";

    private final Console console;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The node's data directory. Otherwise the variable GUILDHALL_DATA, otherwise ./guildhall-data.")
    private @Nullable Path data;

    DataOption(Console console) {
        this.console = console;
    }

    Path path() {
        return data != null ? data : Path.of(console.variable("GUILDHALL_DATA").orElse(STANDARD));
    }

    DataDirectory open() throws SetupFault {
        return DataDirectory.open(path());
    }

    AdminClient client() throws SetupFault {
        return new AdminClient(open());
    }
}
