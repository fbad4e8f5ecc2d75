package io.keelson.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A folder that a command will write to, if there is something to write: whether it can is better known before the work than after. */
final class OutFolder {
    private OutFolder() {}

    /**
     * Refuses a folder that can't be written to, and leaves everything as it was.
     *
     * @param option by which the user named it
     * @param folder which need not exist
     * @throws UserError if it can't be written
     */
    static void requireWritable(String option, Path folder) {
        Path nearest = folder.toAbsolutePath();
        while (!Files.exists(nearest, LinkOption.NOFOLLOW_LINKS) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        if (!Files.isDirectory(nearest)) {
            throw new UserError(option + " " + folder + " can't be written: " + nearest + " is no directory");
        }
        try {
            // Only who tries knows: permissions say nothing of a file system that takes no files.
            Files.delete(Files.createTempDirectory(nearest, ".keelson"));
        } catch (IOException e) {
            throw new UserError(option + " " + folder + " can't be written: " + IoReason.of(e) + "; name a folder that can");
        }
    }
}
