package org.guildhall.admin.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A data directory that is put together beside its place, under the name with {@code .unfinished} behind it, and takes the place
 * in one step when it is whole. What a run left that was cut off is removed by the next.
 */
final class DirectoryInMaking implements AutoCloseable {
    private final Path place;
    private final Path beside;
    private final DataDirectory directory;

    private DirectoryInMaking(Path place, Path beside, DataDirectory directory) {
        this.place = place;
        this.beside = beside;
        this.directory = directory;
    }

    /**
     * Begins.
     *
     * @throws SetupFault when there is something at the place
     */
    static DirectoryInMaking at(Path data) throws SetupFault {
        Path place = data.toAbsolutePath().normalize();
        refuseUsed(place);
        Path beside = place.resolveSibling(place.getFileName() + ".unfinished");
        remove(beside);
        return new DirectoryInMaking(place, beside, DataDirectory.create(beside));
    }

    DataDirectory directory() {
        return directory;
    }

    /** Puts the directory to its place. Everything in it must be closed. */
    void finish() throws IOException {
        Files.deleteIfExists(place); // it is empty
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what was not finished. */
    @Override
    public void close() throws SetupFault {
        remove(beside);
    }

    private static void refuseUsed(Path data) throws SetupFault {
        if (Files.exists(data)) {
            try (Stream<Path> inside = Files.list(data)) {
                if (inside.findAny().isPresent()) {
                    throw new SetupFault(
                            data + " is not empty and is left as it is. Name a new directory with --data; move"
                                    + " keys out of the old one first.");
                }
            } catch (IOException e) {
                throw new SetupFault(data + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private static void remove(Path directory) throws SetupFault {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new SetupFault(directory + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
