package org.guildhall.signing;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written, for people: the exceptions of the file system often name nothing but the file. */
public final class FileReason {
    private FileReason() {}

    public static String of(Exception fault) {
        if (!(fault instanceof FileSystemException failed) || failed.getReason() != null) {
            return String.valueOf(fault.getMessage());
        }
        if (failed instanceof AccessDeniedException) {
            return failed.getMessage() + " (no permission for this user)";
        }
        if (failed instanceof NoSuchFileException) {
            return failed.getMessage() + " (not there)";
        }
        return failed.getMessage() + " (" + failed.getClass().getSimpleName() + ")";
    }
}
