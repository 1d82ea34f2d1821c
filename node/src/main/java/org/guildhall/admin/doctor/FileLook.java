package org.guildhall.admin.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.guildhall.admin.setup.DataDirectory;

/** The data directory: whose files they are, who may read them, how much room there is. */
final class FileLook {
    static final long LITTLE = 1L << 30;
    static final long TOO_LITTLE = 100L << 20;

    private FileLook() {}

    static List<Finding> at(DataDirectory directory, boolean embedded) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(mode("data directory", directory.root(), true));
            findings.add(
                    Files.exists(directory.signingKey())
                            ? mode("signing key", directory.signingKey(), true)
                            : Finding.fail(
                                    "signing key",
                                    directory.signingKey() + " is not there",
                                    "restore it from the backup; without it the node cannot speak"));
            for (Path key : List.of(directory.identityKey(), directory.nextIdentityKey())) {
                if (Files.exists(key)) {
                    findings.add(mode(key.getFileName().toString(), key, true));
                }
            }
            findings.add(mode("admin.token", directory.adminToken(), true));
            findings.add(room(Files.getFileStore(directory.root()).getUsableSpace()));
            if (embedded) {
                findings.add(Finding.ok("database", "embedded, " + mebibytes(size(directory.database())) + " on disk"));
            }
        } catch (IOException e) {
            findings.add(Finding.fail(
                    "files", "cannot be looked at: " + e.getMessage(), "run this as the user whose node it is"));
        }
        return findings;
    }

    static Finding room(long free) {
        String detail = mebibytes(free) + " are free where the data directory is";
        if (free < TOO_LITTLE) {
            return Finding.fail("disk", detail, "make room now: a node that cannot write stops");
        }
        return free < LITTLE
                ? Finding.warn("disk", detail, "make room: a node that cannot write stops")
                : Finding.ok("disk", detail);
    }

    private static Finding mode(String check, Path path, boolean secret) throws IOException {
        FileStore store = Files.getFileStore(path);
        if (!store.supportsFileAttributeView("posix")) {
            return Finding.ok(check, "this file system knows no modes; its access list is yours to keep");
        }
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
        String owner = Files.getOwner(path).getName();
        String user = System.getProperty("user.name", "");
        String shown = path + " is " + PosixFilePermissions.toString(modes) + " and " + owner + "'s";
        boolean open = modes.stream()
                .anyMatch(mode -> mode.name().startsWith("GROUP") || mode.name().startsWith("OTHERS"));
        if (secret && open) {
            return Finding.fail(check, shown, "chmod go= " + path);
        }
        return owner.equals(user) || user.equals("root")
                ? Finding.ok(check, shown)
                : Finding.fail(check, shown + ", you are " + user, "chown " + user + " " + path);
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static String mebibytes(long bytes) {
        return bytes / (1 << 20) + " MiB";
    }
}
