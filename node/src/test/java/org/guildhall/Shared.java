package org.guildhall;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Independent vectors and data that lie beside the repository (or where {@code -Dguildhall.shared} says) and are not part
 * of it. A test that wants a file which is not there is skipped, and says so.
 */
public final class Shared {

    private Shared() {}

    /** The file or folder at a path within the shared folder; skips the calling test when it is missing. */
    public static Path file(String path) {
        String named = System.getProperty("guildhall.shared");
        Path folder = named == null ? Path.of("..", "..", "shared") : Path.of(named);
        Path file = folder.resolve(path);
        if (!Files.exists(file)) {
            System.err.println(
                    "SKIPPED: " + path + " is not in " + folder.toAbsolutePath().normalize());
        }
        assumeTrue(Files.exists(file), "missing in the shared folder: " + path);
        return file;
    }
}
