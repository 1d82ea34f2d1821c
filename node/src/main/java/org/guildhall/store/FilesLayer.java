package org.guildhall.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.h2.store.fs.FilePath;

/**
 * A file system for H2 around another one, under a scheme of its own. (H2's own FilePathWrapper makes its instances by
 * reflection and can carry no state.)
 */
abstract class FilesLayer extends FilePath {
    private final String scheme;
    private final FilePath base;

    FilesLayer(String scheme, FilePath base) {
        this.scheme = scheme;
        this.base = base;
        this.name = scheme + ":" + base;
    }

    /** The same layer around another path. */
    abstract FilesLayer around(FilePath path);

    /** The layer's view of {@code file}, which is to be opened in {@code mode}: r, rw. */
    abstract FileChannel open(FilePath file, String mode) throws IOException;

    @Override
    public final String getScheme() {
        return scheme;
    }

    @Override
    public final FilePath getPath(String path) {
        return around(FilePath.get(path.substring(scheme.length() + 1)));
    }

    @Override
    public final FileChannel open(String mode) throws IOException {
        return open(base, mode);
    }

    @Override
    public final FilePath unwrap() {
        return base;
    }

    @Override
    public final long size() {
        return base.size();
    }

    @Override
    public final void moveTo(FilePath target, boolean atomicReplace) {
        base.moveTo(((FilesLayer) target).base, atomicReplace);
    }

    @Override
    public final boolean createFile() {
        return base.createFile();
    }

    @Override
    public final boolean exists() {
        return base.exists();
    }

    @Override
    public final void delete() {
        base.delete();
    }

    @Override
    public final List<FilePath> newDirectoryStream() {
        return base.newDirectoryStream().stream().<FilePath>map(this::around).toList();
    }

    @Override
    public final FilePath toRealPath() {
        return around(base.toRealPath());
    }

    @Override
    public final FilePath getParent() {
        return around(base.getParent());
    }

    @Override
    public final boolean isDirectory() {
        return base.isDirectory();
    }

    @Override
    public final boolean isRegularFile() {
        return base.isRegularFile();
    }

    @Override
    public final boolean isAbsolute() {
        return base.isAbsolute();
    }

    @Override
    public final long lastModified() {
        return base.lastModified();
    }

    @Override
    public final boolean canWrite() {
        return base.canWrite();
    }

    @Override
    public final void createDirectory() {
        base.createDirectory();
    }

    @Override
    public final boolean setReadOnly() {
        return base.setReadOnly();
    }

    @Override
    public final FilePath createTempFile(String suffix, boolean inTempDir) throws IOException {
        return around(base.createTempFile(suffix, inTempDir));
    }
}
