package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a disk does to files by itself: bits that turn over, ends that go missing. The node is down meanwhile. */
final class Damage {
    private static final int PIECE = 1 << 16;

    private Damage() {}

    /**
     * Turns single bits over, where something was written.
     *
     * @param directory a node's data
     * @param bits how many
     * @param luck decides where
     * @return what was done, one line each
     */
    static List<String> flipBits(Path directory, int bits, long luck) throws IOException {
        List<Path> files = files(directory);
        List<String> done = new ArrayList<>();
        Random random = new Random(luck);
        for (int i = 0; i < bits && !files.isEmpty(); i++) {
            Path file = files.get(random.nextInt(files.size()));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                long end = writtenEnd(channel);
                if (end > 0) {
                    long at = random.nextLong(end);
                    ByteBuffer one = ByteBuffer.allocate(1);
                    channel.read(one, at);
                    int bit = random.nextInt(Byte.SIZE);
                    one.put(0, (byte) (one.get(0) ^ 1 << bit)).rewind();
                    channel.write(one, at);
                    done.add(file.getFileName() + ": bit " + bit + " of byte " + at);
                }
            }
        }
        return done;
    }

    /**
     * Cuts off the end of what was written to one file.
     *
     * @param directory a node's data
     * @param luck decides which file, and where
     * @return what was done, one line; none if there is no file
     */
    static List<String> truncate(Path directory, long luck) throws IOException {
        List<Path> files = files(directory);
        if (files.isEmpty()) {
            return List.of();
        }
        Random random = new Random(luck);
        Path file = files.get(random.nextInt(files.size()));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = writtenEnd(channel);
            long kept = end == 0 ? 0 : random.nextLong(end);
            channel.truncate(kept);
            return List.of(file.getFileName() + ": " + kept + " of " + end + " bytes are left");
        }
    }

    /** Files that hold a log or a snapshot, in order. */
    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).filter(file -> !file.getFileName().toString().contains("lock")).sorted().toList();
        }
    }

    /** The offset after the last byte that is not zero: what lies behind was allocated ahead. */
    private static long writtenEnd(FileChannel channel) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long from = (channel.size() - 1) / PIECE * PIECE; from >= 0; from -= PIECE) {
            piece.clear();
            channel.read(piece, from);
            for (int i = piece.position() - 1; i >= 0; i--) {
                if (piece.get(i) != 0) {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }
}
