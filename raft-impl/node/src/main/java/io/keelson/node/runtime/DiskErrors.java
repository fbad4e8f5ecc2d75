package io.keelson.node.runtime;

import io.keelson.node.port.StorageException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Turns what the operating system says into what a caller can conclude. */
final class DiskErrors {
    private DiskErrors() {}

    /**
     * Explains a failure.
     *
     * @param what what was tried, with the file's name: "write log-1"
     * @param cause why it failed
     */
    static StorageException explain(String what, Exception cause) {
        StorageException.Kind kind = isFull(cause) ? StorageException.Kind.NO_SPACE : StorageException.Kind.FAILED;
        return new StorageException(kind, "cannot " + what + ": " + reason(cause), cause);
    }

    /** The JDK hands ENOSPC and EDQUOT on as nothing but their texts. */
    private static boolean isFull(Exception cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded") || text.contains("not enough space on the disk");
    }

    /** Returns a reason for people: the JDK's file exceptions often have a path for a message and nothing else. */
    static String reason(Exception cause) {
        return switch (cause) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileAlreadyExistsException inTheWay -> inTheWay.getFile() + " is a file, not a directory";
            case FileSystemException other -> other.getFile() + ": " + other.getReason();
            default -> cause.getMessage() != null ? cause.getMessage() : cause.toString();
        };
    }
}
