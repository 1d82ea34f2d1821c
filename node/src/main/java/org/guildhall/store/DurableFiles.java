package org.guildhall.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.UUID;
import org.h2.store.fs.FilePath;

/** The files of one embedded database, all on one {@link Disk}. */
final class DurableFiles extends FilesLayer {
    private final Disk disk;

    private DurableFiles(String scheme, Disk disk, FilePath base) {
        super(scheme, base);
        this.disk = disk;
    }

    /** To be registered with H2 as long as the database is open. */
    static DurableFiles on(Disk disk) {
        return new DurableFiles("guildhall-" + UUID.randomUUID(), disk, FilePath.get("."));
    }

    @Override
    FilesLayer around(FilePath path) {
        return new DurableFiles(getScheme(), disk, path);
    }

    @Override
    FileChannel open(FilePath file, String mode) throws IOException {
        if (mode.equals("r")) {
            return file.open(mode);
        }
        // Also keeps H2 from opening the database anew after it gave it up.
        disk.check();
        return new DurableChannel(file.open(mode), disk);
    }
}
