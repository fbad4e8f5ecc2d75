package io.keelson.launcher.verify;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run ran on, as far as it bears on its figures. */
final class Environment {
    private Environment() {}

    static Map<String, String> describe() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch"));
        map.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine) {
            map.put("memory", machine.getTotalMemorySize() / (1 << 20) + " MiB");
        }
        map.put("load at the end", String.format(java.util.Locale.ROOT, "%.2f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        map.put("Java", Runtime.version() + ", " + System.getProperty("java.vendor"));
        return map;
    }
}
