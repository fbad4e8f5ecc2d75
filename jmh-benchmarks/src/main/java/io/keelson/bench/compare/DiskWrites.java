package io.keelson.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux has written to a disk, whoever asked for it. A process's own count will not do: it counts a whole folio, which may be a megabyte, for each write into it, although
 * the sectors that changed are all that is sent.
 */
final class DiskWrites {
    private static final int SECTOR = 512;

    private final String device;

    /** The disk that holds this path. */
    DiskWrites(Path path) throws IOException {
        long number = (Long) Files.getAttribute(path, "unix:dev");
        long major = number >>> 8 & 0xfff;
        long minor = number & 0xff | number >>> 12 & 0xfff00;
        this.device = major + " " + minor;
    }

    /** Returns the bytes written so far; NaN if the path is on no disk that Linux counts. */
    double bytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/diskstats"))) {
            String[] fields = line.strip().split("\\s+");
            if (device.equals(fields[0] + " " + fields[1])) {
                return Double.parseDouble(fields[9]) * SECTOR;
            }
        }
        return Double.NaN;
    }
}
