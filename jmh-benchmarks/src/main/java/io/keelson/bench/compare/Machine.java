package io.keelson.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where a comparison ran, in a line: figures without that are worth little. */
public final class Machine {
    private Machine() {}

    /**
     * Describes it.
     *
     * @param directory on the disk that was written to
     */
    public static String describe(Path directory) {
        return String.format(
                Locale.ROOT,
                "%s, %d CPUs, %d GiB, Linux %s, %s; %s %s",
                line("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                kibibytes(line("/proc/meminfo", "MemTotal")) + (1 << 19) >> 20,
                System.getProperty("os.version"),
                fileSystem(directory),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"));
    }

    /** The load average since a minute ago, and how many CPUs share it: more than that means that others were at work as well. */
    public static double loadAverage() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long kibibytes(String text) {
        String digits = text.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static String line(String file, String label) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.startsWith(label)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException notLinux) {
            // Named as unknown.
        }
        return "unknown " + label;
    }

    private static String fileSystem(Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException unknown) {
            return "unknown file system";
        }
    }
}
