package org.guildhall.signing;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.guildhall.record.Base58;

/**
 * A key pair on disk: two lines, {@code public z6Mk…} and {@code secret z3u2…} (multibase of multicodec 0x8026 and the private
 * key), readable by its owner alone. Lines that start with # are for people. The public line lets a damaged file be told from a
 * good one.
 *
 * <p>Messages of what is thrown are for the operator: they name the file and the way out.
 */
public final class KeyFile {
    private static final int LONGEST = 4_096;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private KeyFile() {}

    /**
     * Writes a new file, whole or not at all, and on the disk when this returns.
     *
     * @throws FileAlreadyExistsException rather than lose the key that is there
     */
    public static void create(Path file, SigningKey key) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(
                    file.toString(), null, "a key is never overwritten; move it away first");
        }
        replace(file, key);
    }

    /** As {@link #create}, taking the place of the file that is there: for the rotation of keys. */
    public static void replace(Path file, SigningKey key) throws IOException {
        refuseSample(file, key);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is not a place for a key");
        }
        Path fresh = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        // Restricted from its first moment, not after it was written.
        try (FileChannel channel = FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), restricted(directory))) {
            ByteBuffer text = ByteBuffer.wrap(text(key).getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(fresh, file, ATOMIC_MOVE);
        if (posix(directory)) {
            // The name of the file is the directory's to keep.
            try (FileChannel names = FileChannel.open(directory, READ)) {
                names.force(true);
            }
        }
    }

    /**
     * Reads a key that this node may use.
     *
     * @throws IOException when there is none, others may read it, it is damaged, or its key is a known sample
     */
    public static SigningKey read(Path file) throws IOException {
        if (posix(file) && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
            throw new IOException(file + " is open to other users ("
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    + "). Close it with: chmod 600 " + file + ", and replace the key if somebody may have read it.");
        }
        if (Files.size(file) > LONGEST) {
            throw damaged(file);
        }
        SigningKey key = parse(file, Files.readAllLines(file));
        refuseSample(file, key);
        return key;
    }

    private static SigningKey parse(Path file, List<String> lines) throws IOException {
        String publicLine = "";
        String secret = "";
        for (String line : lines) {
            if (line.startsWith("public ") && publicLine.isEmpty()) {
                publicLine = line.substring(7).strip();
            } else if (line.startsWith("secret ") && secret.isEmpty()) {
                secret = line.substring(7).strip();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw damaged(file);
            }
        }
        try {
            byte[] coded = secret.startsWith("z") ? Base58.decode(secret.substring(1)) : new byte[0];
            if (coded.length == 34 && coded[0] == (byte) 0x80 && coded[1] == 0x26) {
                SigningKey key = SigningKey.ofSeed(Arrays.copyOfRange(coded, 2, 34));
                if (key.publicKey().text().equals(publicLine)) {
                    return key;
                }
            }
        } catch (IllegalArgumentException notBase58) {
            // The text stays out of messages: it may be most of a secret.
        }
        throw damaged(file);
    }

    private static String text(SigningKey key) {
        byte[] coded = new byte[34];
        coded[0] = (byte) 0x80;
        coded[1] = 0x26;
        System.arraycopy(key.seed(), 0, coded, 2, SigningKey.SEED_BYTES);
        return "# A Guildhall key. Whoever can read the secret line can sign with it.\n" + "public " + key.publicKey()
                + "\nsecret z" + Base58.encode(coded) + "\n";
    }

    private static void refuseSample(Path file, SigningKey key) throws IOException {
        if (SampleKeys.contains(key)) {
            throw new IOException(file + ": the private key of " + key.publicKey()
                    + " is a published sample or a pattern, so anybody can sign with it. Make a new one.");
        }
    }

    private static IOException damaged(Path file) {
        return new IOException(
                file + " is not a Guildhall key, or was damaged. Put the copy you kept of it in its place.");
    }

    private static FileAttribute<?>[] restricted(Path directory) throws IOException {
        return posix(directory)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    /** Where the file system has no such modes, the directory's access list is the operator's to keep. */
    private static boolean posix(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix");
    }
}
