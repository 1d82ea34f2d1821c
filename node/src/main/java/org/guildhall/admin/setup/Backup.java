package org.guildhall.admin.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.guildhall.admin.verify.LogReport;
import org.guildhall.admin.verify.LogVerification;
import org.guildhall.admission.Replay;
import org.guildhall.record.NodeId;
import org.guildhall.signing.FileReason;
import org.guildhall.signing.KeyFile;
import org.guildhall.signing.Sealed;
import org.guildhall.signing.Verifier;
import org.guildhall.store.Database;
import org.guildhall.store.DatabaseLocation;
import org.guildhall.store.DatabaseRefused;
import org.guildhall.store.Dump;
import org.guildhall.store.Writer;

/**
 * A node in one file: configuration, the newest checkpoint, all tables but those that are made again from the logs, and the keys if
 * they are asked for. The tables are of one moment, while the node goes on. Not bound to a kind of database.
 */
public final class Backup {
    private static final String PLAIN = "guildhall-backup 1 plain\n";
    private static final String SEALED = "guildhall-backup 1 sealed\n";
    private static final String END = "end of backup";
    private static final int LARGEST_PART = 1 << 20;
    /** Whoever was signed in signs in again. */
    private static final String SESSIONS = "session";

    private final Clock clock;
    private final SecureRandom random;

    public Backup(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a file holds.
     *
     * @param rows of all tables in it
     */
    public record Contents(NodeId node, String at, boolean keys, boolean sealed, long rows) {}

    /** What came out of looking at a file as a whole: its log is whole when there are no faults. */
    public record Verified(Contents contents, LogReport log) {}

    /**
     * Writes a backup; the file appears when it is whole, with mode 0600.
     *
     * @param passphrase seals the file
     */
    public Contents create(
            DataDirectory directory,
            Database database,
            Path file,
            boolean withKeys,
            Optional<String> passphrase,
            LongConsumer progress)
            throws SetupFault {
        Path place = file.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw new SetupFault(place + " is there already and is left as it is. Name a new file.");
        }
        Path part = place.resolveSibling(place.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            NodeId node = directory.readNode();
            String at = clock.instant().toString();
            long rows;
            try (FileChannel channel = DataDirectory.newSecret(part)) {
                OutputStream plain = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                plain.write((passphrase.isPresent() ? SEALED : PLAIN).getBytes(UTF_8));
                OutputStream below = passphrase.isPresent() ? Sealed.writing(plain, passphrase.get(), random) : plain;
                try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(below, 1 << 16))) {
                    rows = write(directory, database, node, at, withKeys, out, progress);
                    out.flush();
                    channel.force(true);
                }
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            return new Contents(node, at, withKeys, passphrase.isPresent(), rows);
        } catch (IOException | SQLException e) {
            throw new SetupFault("the backup could not be written to " + place + ": " + FileReason.of(e), e);
        }
    }

    private static long write(
            DataDirectory directory,
            Database database,
            NodeId node,
            String at,
            boolean withKeys,
            DataOutputStream out,
            LongConsumer progress)
            throws IOException, SQLException {
        byte[] head = JsonNodeFactory.instance
                .objectNode()
                .put("node", node.did())
                .put("at", at)
                .put("keys", withKeys)
                .toString()
                .getBytes(UTF_8);
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("head", head);
        parts.put("config", Files.readAllBytes(directory.config()));
        // Before the tables are read: what was signed then is in them.
        OwnLog.publishedNote(directory).ifPresent(note -> parts.put("checkpoint", note.getBytes(UTF_8)));
        if (withKeys) {
            for (Path key : keyFiles(directory)) {
                if (Files.exists(key)) {
                    parts.put(String.valueOf(key.getFileName()), Files.readAllBytes(key));
                }
            }
        }
        out.writeInt(parts.size());
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
            out.writeUTF(part.getKey());
            out.writeInt(part.getValue().length);
            out.write(part.getValue());
        }
        Set<String> leftOut = new HashSet<>(Replay.projections());
        leftOut.add(SESSIONS);
        long rows = Dump.write(database, leftOut, out, progress).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        out.writeUTF(END);
        return rows;
    }

    /** The keys that a backup may hold, whether they are in the data directory or not. */
    public static List<Path> keyFiles(DataDirectory directory) {
        return List.of(directory.signingKey(), directory.identityKey(), directory.nextIdentityKey());
    }

    /** Reads the whole file into a database of its own beside it, verifies its log, and takes that away again. */
    public Verified verify(Path file, Optional<String> passphrase, Verifier verifier, LongConsumer progress)
            throws SetupFault, InterruptedException {
        try (DirectoryInMaking making = DirectoryInMaking.at(file.resolveSibling(file.getFileName() + ".verify"))) {
            DatabaseLocation location =
                    new DatabaseLocation.Embedded(making.directory().database());
            try (Database database = Database.open(location)) {
                Opened opened = open(file, passphrase, database, progress);
                LogReport report = new LogVerification(
                                database, opened.contents().node(), verifier)
                                .run(
                                        Optional.of(opened.contents().node()),
                                        Optional.ofNullable(opened.parts().get("checkpoint"))
                                                .map(note -> new String(note, UTF_8)),
                                        (log, done, all) -> {})
                                .stream()
                                .findFirst()
                                .orElseThrow(() -> new SetupFault(file + " holds no log"));
                return new Verified(opened.contents(), report);
            }
        } catch (DatabaseRefused e) {
            throw new SetupFault(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Puts a node back. The directory appears when all of it is whole.
     *
     * @param keys where its keys lie, when they are not in the file
     */
    public Contents restore(
            Path file, Optional<String> passphrase, Path data, Optional<Path> keys, LongConsumer progress)
            throws SetupFault, InterruptedException {
        try (DirectoryInMaking making = DirectoryInMaking.at(data)) {
            DataDirectory directory = making.directory();
            Map<String, byte[]> parts = parts(file, passphrase);
            Files.write(directory.root().resolve("restored"), parts.getOrDefault("config", new byte[0]));
            Config config = Config.read(directory.root().resolve("restored"));
            Opened opened;
            try (Database database = directory.openDatabase(config)) {
                Installation.refuseUsed(database, directory, config);
                opened = open(file, passphrase, database, progress);
                try (Writer writer = Writer.open(database, opened.contents().node(), clock)) {
                    Replay.run(writer, progress).get();
                }
            }
            takeKeys(opened, keys, directory);
            directory.writeAdminToken(random);
            directory.writeNode(opened.contents().node());
            byte[] note = parts.get("checkpoint");
            if (note != null) {
                Files.write(directory.published(), note);
            }
            directory.writeConfig(config);
            Files.delete(directory.root().resolve("restored"));
            making.finish();
            return opened.contents();
        } catch (IOException | SQLException e) {
            throw new SetupFault("the backup could not be put back: " + FileReason.of(e) + ". Nothing was kept.", e);
        } catch (ExecutionException e) {
            throw new SetupFault("the tables could not be made again: " + e.getCause() + ". Nothing was kept.", e);
        }
    }

    private static void takeKeys(Opened opened, Optional<Path> keys, DataDirectory directory)
            throws IOException, SetupFault {
        for (Path known : keyFiles(directory)) {
            byte[] kept = opened.parts().get(String.valueOf(known.getFileName()));
            if (kept != null) {
                try (FileChannel channel = DataDirectory.newSecret(known);
                        OutputStream out = Channels.newOutputStream(channel)) {
                    out.write(kept);
                }
                KeyFile.read(known);
            }
        }
        if (keys.isPresent() && !opened.contents().keys()) {
            Recovery.takeKeys(keys.get(), directory);
        }
        if (!Files.exists(directory.signingKey())) {
            throw new SetupFault("this backup holds no keys. Name the directory with signing.key by --keys.");
        }
    }

    private record Opened(Contents contents, Map<String, byte[]> parts) {}

    private Opened open(Path file, Optional<String> passphrase, Database database, LongConsumer progress)
            throws SetupFault {
        try (DataInputStream in = stream(file, passphrase)) {
            Map<String, byte[]> parts = parts(in);
            long rows = Dump.read(database, in, progress).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            // To the very end: the last check of the packing and of the seal stands there.
            if (!in.readUTF().equals(END) || in.read() != -1) {
                throw new IOException("it does not end as it should");
            }
            JsonNode head = new ObjectMapper().readTree(parts.getOrDefault("head", new byte[0]));
            return new Opened(
                    new Contents(
                            new NodeId(head.path("node").asText()),
                            head.path("at").asText(),
                            head.path("keys").asBoolean(),
                            passphrase.isPresent(),
                            rows),
                    parts);
        } catch (EOFException | ZipException e) {
            throw new SetupFault(file + " is cut off or damaged", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new SetupFault(file + " cannot be used: " + FileReason.of(e), e);
        } catch (SQLException e) {
            throw new SetupFault(
                    file + " does not fit this program: " + e.getMessage() + ". Was it made by a newer one?", e);
        }
    }

    private static Map<String, byte[]> parts(Path file, Optional<String> passphrase) throws SetupFault {
        try (DataInputStream in = stream(file, passphrase)) {
            return parts(in);
        } catch (EOFException | ZipException e) {
            throw new SetupFault(file + " is cut off or damaged", e);
        } catch (IOException e) {
            throw new SetupFault(file + " cannot be used: " + FileReason.of(e), e);
        }
    }

    private static Map<String, byte[]> parts(DataInputStream in) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > LARGEST_PART) {
                throw new IOException("a part of " + length + " bytes");
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            parts.put(name, bytes);
        }
        return parts;
    }

    private static DataInputStream stream(Path file, Optional<String> passphrase) throws IOException, SetupFault {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            StringBuilder first = new StringBuilder();
            for (int b = in.read(); b >= 0 && first.length() < 40; b = in.read()) {
                first.append((char) b);
                if (b == '\n') {
                    break;
                }
            }
            boolean sealed = SEALED.contentEquals(first);
            if (!sealed && !PLAIN.contentEquals(first)) {
                throw new SetupFault(file + " is no backup that this program knows");
            }
            if (sealed && passphrase.isEmpty()) {
                throw new SetupFault(file + " is encrypted. Name the file with the passphrase by --passphrase-file.");
            }
            InputStream below = sealed ? Sealed.reading(in, passphrase.orElseThrow()) : in;
            return new DataInputStream(new BufferedInputStream(new GZIPInputStream(below, 1 << 16), 1 << 16));
        } catch (IOException | SetupFault e) {
            in.close();
            throw e;
        }
    }
}
