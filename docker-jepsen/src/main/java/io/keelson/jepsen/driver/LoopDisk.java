package io.keelson.jepsen.driver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A node's disk: an ext4 file system in a file, mounted where the node keeps its data. Its power can be taken away, and it can be filled. Takes root.
 *
 * <p>What a process has written and not forced lives in the system's cache above the file system, and would survive {@code kill -9}. Taking the power away keeps
 * what the file holds at that moment, and nothing of what the cache would still have written: whole writes, parts of them, names and sizes are gone, as they are on a real disk.
 *
 * <p>A guardian outlives this process and unmounts the disk, should the process end in a way that leaves it no time to do so.
 */
final class LoopDisk implements AutoCloseable {
    private static final long BYTES = 192L << 20;
    private static final String FILLER = "filler";

    private final Path image;
    private final Path mountPoint;
    private final Guardian guardian;

    /** Why there can be no such disk here, in one line; null if there can. */
    static String obstacle() {
        return Shell.obstacle("a disk that loses its power", "mkfs.ext4", "mount", "umount", "cp");
    }

    /**
     * Makes the disk and mounts it.
     *
     * @param image the file to make
     * @param mountPoint made if need be
     */
    LoopDisk(Path image, Path mountPoint) throws IOException {
        this.image = image;
        this.mountPoint = mountPoint;
        Files.createDirectories(mountPoint);
        Files.createDirectories(image.getParent());
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), BYTES - 1);
        }
        Shell.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        guardian = Guardian.until("umount -l '" + mountPoint.toString().replace("'", "'\\''") + "'");
        mount();
        Files.delete(mountPoint.resolve("lost+found"));
    }

    private void mount() throws IOException {
        Shell.run("mount", "-o", "loop,noatime", image.toString(), mountPoint.toString());
    }

    /** Loses everything that was not forced. Nobody may have a file open on it. */
    void losePower() throws IOException {
        Path kept = image.resolveSibling(image.getFileName() + ".kept");
        Shell.run("cp", "--sparse=always", image.toString(), kept.toString());
        Shell.run("umount", mountPoint.toString());
        Shell.run("mv", kept.toString(), image.toString());
        mount();
    }

    /** Takes all the room that is left. */
    void fill() throws IOException {
        byte[] zeros = new byte[1 << 20];
        try (OutputStream filler = Files.newOutputStream(mountPoint.resolve(FILLER))) {
            for (int size = zeros.length; size > 0; size /= 4) {
                writeUntilFull(filler, zeros, size);
            }
        } catch (IOException full) {
            // Closing flushes nothing more.
        }
    }

    private static void writeUntilFull(OutputStream filler, byte[] zeros, int size) {
        try {
            while (true) {
                filler.write(zeros, 0, size);
            }
        } catch (IOException full) {
            // There is room for less than this.
        }
    }

    /** Gives the room back. */
    void free() throws IOException {
        Files.deleteIfExists(mountPoint.resolve(FILLER));
    }

    @Override
    public void close() throws IOException {
        // What is on it stays, as files of the run: somebody may want to look into them.
        Path copy = image.resolveSibling("disk.copy");
        Shell.run("cp", "-a", "--sparse=always", mountPoint.toString(), copy.toString());
        Shell.run("umount", "-l", mountPoint.toString());
        guardian.close();
        Files.delete(image);
        Files.delete(mountPoint);
        Files.move(copy, mountPoint);
    }
}
