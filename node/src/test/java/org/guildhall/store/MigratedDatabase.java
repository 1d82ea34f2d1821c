package org.guildhall.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A database as it is when a program opens it for the first time, made once in this Java and copied for each test that wants one: the
 * migrations take many times as long as a copy of what they make.
 */
public final class MigratedDatabase {
    /** Made when the first test wants it. */
    private static final class Template {
        static final Path DIRECTORY = make();

        private static Path make() {
            try {
                Path directory = Files.createTempDirectory("guildhall-migrated-");
                Database.open(new DatabaseLocation.Embedded(directory)).close();
                directory.toFile().deleteOnExit();
                for (Path file : files(directory)) {
                    file.toFile().deleteOnExit();
                }
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (DatabaseRefused e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private MigratedDatabase() {}

    /** Opens a database; an embedded one that is not there yet is a copy of the template. */
    public static Database open(DatabaseLocation location) throws IOException, DatabaseRefused {
        if (location instanceof DatabaseLocation.Embedded embedded) {
            copyTo(embedded.directory());
        }
        return Database.open(location);
    }

    /** Does nothing where there is a file already. */
    static void copyTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (files(directory).isEmpty()) {
            for (Path file : files(Template.DIRECTORY)) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
