package org.guildhall.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.UUID;
import org.h2.store.fs.FilePath;

/**
 * H2's view of the files of one embedded database, under a scheme of its own, so that all its channels share one {@link
 * Disk}. (H2's own FilePathWrapper makes its instances by reflection and can carry no state.)
 */
final class DurableFiles extends FilePath {
    private final String scheme;
    private final Disk disk;
    private final FilePath base;

    private DurableFiles(String scheme, Disk disk, FilePath base) {
        this.scheme = scheme;
        this.disk = disk;
        this.base = base;
        this.name = scheme + ":" + base;
    }

    /** To be registered with H2 as long as the database is open. */
    static DurableFiles on(Disk disk) {
        return new DurableFiles("guildhall-" + UUID.randomUUID(), disk, FilePath.get("."));
    }

    private DurableFiles around(FilePath path) {
        return new DurableFiles(scheme, disk, path);
    }

    @Override
    public String getScheme() {
        return scheme;
    }

    @Override
    public FilePath getPath(String path) {
        return around(FilePath.get(path.substring(scheme.length() + 1)));
    }

    @Override
    public FilePath unwrap() {
        return base;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        if (mode.equals("r")) {
            return base.open(mode);
        }
        // Also keeps H2 from opening the database anew after it gave it up.
        disk.check();
        return new DurableChannel(base.open(mode), disk);
    }

    @Override
    public long size() {
        return base.size();
    }

    @Override
    public void moveTo(FilePath target, boolean atomicReplace) {
        base.moveTo(((DurableFiles) target).base, atomicReplace);
    }

    @Override
    public boolean createFile() {
        return base.createFile();
    }

    @Override
    public boolean exists() {
        return base.exists();
    }

    @Override
    public void delete() {
        base.delete();
    }

    @Override
    public List<FilePath> newDirectoryStream() {
        return base.newDirectoryStream().stream().<FilePath>map(this::around).toList();
    }

    @Override
    public FilePath toRealPath() {
        return around(base.toRealPath());
    }

    @Override
    public FilePath getParent() {
        return around(base.getParent());
    }

    @Override
    public boolean isDirectory() {
        return base.isDirectory();
    }

    @Override
    public boolean isRegularFile() {
        return base.isRegularFile();
    }

    @Override
    public boolean isAbsolute() {
        return base.isAbsolute();
    }

    @Override
    public long lastModified() {
        return base.lastModified();
    }

    @Override
    public boolean canWrite() {
        return base.canWrite();
    }

    @Override
    public void createDirectory() {
        base.createDirectory();
    }

    @Override
    public boolean setReadOnly() {
        return base.setReadOnly();
    }

    @Override
    public FilePath createTempFile(String suffix, boolean inTempDir) throws IOException {
        return around(base.createTempFile(suffix, inTempDir));
    }
}
