package io.keelson.jepsen.report;

import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run's files tell of it besides its plan and its result: enough to do it again.
 *
 * @param test its name
 * @param start when it was started
 * @param driver where the nodes live, by the driver's name
 * @param nodes the nodes' names
 * @param commandLine what does the same again
 * @param environment what it ran on, and the versions of that; in order
 */
public record Circumstances(String test, ZonedDateTime start, String driver, List<String> nodes, String commandLine, Map<String, String> environment) {
    public Circumstances {
        nodes = List.copyOf(nodes);
        environment = new LinkedHashMap<>(environment);
    }
}
