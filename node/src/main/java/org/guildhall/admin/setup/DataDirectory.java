package org.guildhall.admin.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.guildhall.record.Multikey;
import org.guildhall.record.NodeId;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.SigningKey;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseRefused;
import org.jspecify.annotations.Nullable;

/**
 * The one directory that is a node: configuration, keys, database, search index. Directories are made with mode 0700 and
 * files that hold secrets with 0600, from their first moment on.
 */
public final class DataDirectory {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int TOKEN_BYTES = 32;

    private final Path root;

    private DataDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Makes a new data directory.
     *
     * @throws SetupFault when there is something in it already
     */
    public static DataDirectory create(Path path) throws SetupFault {
        DataDirectory directory = new DataDirectory(path);
        if (Files.exists(directory.config())) {
            throw new SetupFault(directory.root + " already holds a node and is left as it is. Start it with `guildhall"
                    + " serve --data " + path + "`, or name another directory.");
        }
        try {
            if (Files.exists(directory.root)) {
                try (Stream<Path> inside = Files.list(directory.root)) {
                    if (inside.findAny().isPresent()) {
                        throw new SetupFault(
                                directory.root + " is not empty. Name a new or an empty directory with --data.");
                    }
                }
                if (POSIX) {
                    Files.setPosixFilePermissions(directory.root, PosixFilePermissions.fromString("rwx------"));
                }
            } else {
                Files.createDirectories(directory.root, mode("rwx------"));
            }
            Files.createDirectory(directory.root.resolve("keys"), mode("rwx------"));
            return directory;
        } catch (IOException e) {
            throw new SetupFault("the data directory " + directory.root + " cannot be made: " + FileReason.of(e), e);
        }
    }

    /**
     * The data directory of an existing node.
     *
     * @throws SetupFault when there is none at that path
     */
    public static DataDirectory open(Path path) throws SetupFault {
        DataDirectory directory = new DataDirectory(path);
        if (Files.isDirectory(directory.root) && !Files.isExecutable(directory.root)) {
            throw new SetupFault(directory.root + " is closed to this user, " + System.getProperty("user.name")
                    + ". Run this as the user whose node it is: " + owner(directory.root) + ".");
        }
        if (!Files.exists(directory.config())) {
            throw new SetupFault("there is no node in " + directory.root
                    + ". Name its data directory with --data DIR or"
                    + " GUILDHALL_DATA, or make a new node with `guildhall init --data " + path + " --domain NAME`.");
        }
        return directory;
    }

    private static String owner(Path directory) {
        try {
            return Files.getOwner(directory).getName();
        } catch (IOException e) {
            return "see ls -ld " + directory;
        }
    }

    public Path root() {
        return root;
    }

    public Path config() {
        return root.resolve("config.json");
    }

    /** Signs Node records only. Meant to be kept off this machine after {@code init}. */
    public Path identityKey() {
        return root.resolve("keys").resolve("identity.key");
    }

    /** The key that may replace the identity key; its hash is in the log. To be kept off line as well. */
    public Path nextIdentityKey() {
        return root.resolve("keys").resolve("next-identity.key");
    }

    /** Signs that this node, as a witness, saw other logs' checkpoints, and nothing else. */
    public Path cosigningKey() {
        return root.resolve("keys").resolve("cosigning.key");
    }

    /** Signs everything the running node says. */
    public Path signingKey() {
        return root.resolve("keys").resolve("signing.key");
    }

    /** The signing key to come, while a rotation is under way. */
    public Path nextSigningKey() {
        return root.resolve("keys").resolve("next-signing.key");
    }

    /**
     * Ends a rotation that is under way, or was when the node was killed: the new key takes the place of the old one when the
     * log names it. Where it does not, the new key stays: it may be the database that is old.
     *
     * @param named the keys that our Node records name
     */
    public void finishRotation(Collection<Multikey> named) throws IOException {
        if (!Files.exists(nextSigningKey())) {
            return;
        }
        SigningKey next = KeyFile.read(nextSigningKey());
        if (named.contains(next.publicKey())) {
            KeyFile.replace(signingKey(), next);
            Files.delete(nextSigningKey());
        }
    }

    public Path adminToken() {
        return root.resolve("admin.token");
    }

    /** Says which node this is: its id on one line. The keys it is made of need not be here. */
    Path node() {
        return root.resolve("node");
    }

    /**
     * The newest checkpoint that was signed, as it was served. Kept beside the database, so that a database that was put
     * back to an earlier state is noticed before the log forks.
     */
    public Path published() {
        return root.resolve("checkpoint");
    }

    /** Where the embedded database lies. */
    public Path database() {
        return root.resolve("db");
    }

    public Path index() {
        return root.resolve("index");
    }

    /** A directory for files that are needed for a while; emptied at each start. */
    public Path makeScratch() throws SetupFault {
        Path scratch = root.resolve("tmp");
        try {
            if (Files.exists(scratch)) {
                empty(scratch);
            } else {
                Files.createDirectory(scratch, mode("rwx------"));
            }
            return scratch;
        } catch (IOException e) {
            throw new SetupFault(scratch + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Takes the search index away; the node makes it again when it starts. */
    public void removeIndex() throws SetupFault {
        try {
            if (Files.exists(index())) {
                empty(index());
            }
        } catch (IOException e) {
            throw new SetupFault(index() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(directory)) {
                    Files.delete(path);
                }
            }
        }
    }

    public Config readConfig() throws SetupFault {
        return Config.read(config());
    }

    /**
     * Takes away what was made here, after it could not be finished. The directory itself stays, if it was there before
     * or not: it is empty again.
     */
    void discard() {
        try {
            empty(root);
        } catch (IOException e) {
            // What is left is told at the next attempt: the directory is not empty.
        }
    }

    /**
     * Opens the node's database, whichever it uses. The directory must be held.
     *
     * @throws SetupFault when it cannot be opened, with what to do
     */
    public Database openDatabase(Config config) throws SetupFault {
        try {
            return Database.open(config.databaseIn(database()));
        } catch (DatabaseRefused e) {
            throw new SetupFault(String.valueOf(e.getMessage()), e);
        }
    }

    void writeConfig(Config config) throws IOException {
        writeSecret(config(), ConfigText.of(config));
    }

    void writeNode(NodeId node) throws IOException {
        writeSecret(node(), node.did() + "\n");
    }

    /** The node whose directory this is. */
    public NodeId readNode() throws SetupFault {
        try {
            return new NodeId(Files.readString(node()).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new SetupFault(
                    node() + " cannot be read. It holds the node id, did:key: and the public line of the first"
                            + " identity key; write it anew.");
        }
    }

    /** Makes the secret that opens the administrative API. */
    void writeAdminToken(SecureRandom random) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        writeSecret(adminToken(), Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "\n");
    }

    /**
     * The secret that opens the administrative API.
     *
     * @throws SetupFault when it is missing, or when others than the owner may read it
     */
    public String readAdminToken() throws SetupFault {
        try {
            refuseReadableByOthers(adminToken());
            String token = Files.readString(adminToken()).strip();
            if (token.length() < 22) {
                throw new SetupFault(
                        adminToken() + " is too short to be a secret. Remove the file and make another with"
                                + " `openssl rand -hex 32`, mode 600; then restart the node.");
            }
            return token;
        } catch (IOException e) {
            throw new SetupFault(adminToken() + " cannot be read ("
                    + e.getClass().getSimpleName() + "). Run the command as the user that owns the data directory.");
        }
    }

    /** Refuses a file with a secret that others may read. */
    public static void refuseReadableByOthers(Path file) throws SetupFault, IOException {
        if (POSIX && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new SetupFault("others than its owner may read " + file + ". Close it with `chmod 600 " + file
                    + "`; if others use this machine, replace the secret.");
        }
    }

    /**
     * Takes the directory for this process, until the returned hold is closed or the process ends. Two nodes on one log
     * would fork it.
     *
     * @param purpose what the process does, told to whoever comes second
     * @throws SetupFault when another process holds it
     */
    public Hold hold(String purpose) throws SetupFault {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    root.resolve("lock"),
                    Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    mode("rw-------"));
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = Files.readString(root.resolve("lock")).strip();
                channel.close();
                throw new SetupFault(root + " is in use" + (holder.isEmpty() ? "" : " by " + holder)
                        + ". Stop that first (Ctrl-C, or `guildhall stop`); one node runs once.");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(("guildhall " + purpose + ", process "
                            + ProcessHandle.current().pid() + "\n")
                    .getBytes(UTF_8)));
            return new Hold(channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new SetupFault("the lock file in " + root + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held within this very process
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The fault that led here is the one to tell.
            }
        }
    }

    /** A new file that only its owner may read, from its first moment on. */
    static FileChannel newSecret(Path file) throws IOException {
        return FileChannel.open(
                file, Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode("rw-------"));
    }

    private static void writeSecret(Path file, String text) throws IOException {
        try (FileChannel channel = newSecret(file)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " exists already", e);
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** The data directory is ours while this is open. */
    public static final class Hold implements AutoCloseable {
        private final FileChannel channel;

        private Hold(FileChannel channel) {
            this.channel = channel;
        }

        /** Lets the directory go. The lock file stays: removing it would race with the next holder. */
        @Override
        public void close() {
            closeQuietly(channel);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
