package io.keelson.launcher;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run ran on, as far as it bears on its figures. */
public final class Environment {
    private Environment() {}

    /** Returns names of one word each and what they stand for, in order: the build, the machine, the JVM. */
    public static Map<String, String> describe() {
        Map<String, String> map = new LinkedHashMap<>();
        String commit = Commit.of();
        map.put("keelson", Resources.text("version.txt") + (commit.isEmpty() ? "" : ", commit " + commit));
        map.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch"));
        map.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine) {
            map.put("memory", machine.getTotalMemorySize() / (1 << 20) + " MiB");
        }
        map.put("Java", Runtime.version() + ", " + System.getProperty("java.vendor"));
        return map;
    }
}
