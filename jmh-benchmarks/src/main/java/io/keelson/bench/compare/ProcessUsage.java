package io.keelson.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux says that a process has used so far.
 *
 * @param cpuSeconds of all its threads, in user and kernel mode
 * @param residentBytes its resident memory now
 */
record ProcessUsage(double cpuSeconds, long residentBytes) {
    /** What /proc counts CPU time in: fixed for user space on Linux. */
    private static final double TICKS_PER_SECOND = 100;

    private static final String RESIDENT = "VmRSS:";

    static ProcessUsage of(long pid) throws IOException {
        Path proc = Path.of("/proc", String.valueOf(pid));
        String stat = Files.readString(proc.resolve("stat"));
        // The second field is the name in parentheses, which may hold anything; the third comes first here.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        return new ProcessUsage(cpu, residentKiB(Files.readAllLines(proc.resolve("status"))) << 10);
    }

    private static long residentKiB(List<String> status) {
        for (String line : status) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip());
            }
        }
        return 0;
    }
}
