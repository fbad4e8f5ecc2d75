package io.keelson.jepsen;

import io.keelson.jepsen.driver.Driver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the servers print from now on, looked through for what a sound server never prints: exceptions with their stacks, errors of the JVM, and the files that
 * a JVM leaves when it crashes. What a fault does by design, such as a force that fails because it was ordered to, a server tells in a line of its own words, which is no
 * such pattern.
 */
final class ServerLogs {
    private static final Pattern CRASH = Pattern.compile("^\\s+at [\\w.$/@<>]+\\(.*\\)|^Exception in thread |^Caused by: |\\b([a-z]\\w*\\.)+[A-Z][\\w$]*(Exception|Error)\\b"
            + "|\\b(OutOfMemoryError|StackOverflowError|AssertionError)\\b|A fatal error has been detected|hs_err_pid");
    private static final int LONGEST = 200;

    private final Driver driver;
    private final Map<String, Long> before = new LinkedHashMap<>();
    private final SortedSet<Path> crashesBefore = new TreeSet<>();

    /** Looks at what there is: of a cluster that has had other runs, only what comes is this one's. */
    ServerLogs(Driver driver) throws IOException {
        this.driver = driver;
        for (String node : driver.hosts()) {
            Optional<Path> log = driver.logFile(node);
            if (log.isPresent()) {
                before.put(node, (long) lines(log.get()).size());
                crashesBefore.addAll(crashFiles(log.get()));
            }
        }
    }

    /** Returns what is wrong in what has come, one line for each node. */
    List<String> violations() throws IOException {
        List<String> violations = new ArrayList<>();
        for (Map.Entry<String, Long> node : before.entrySet()) {
            Path log = driver.logFile(node.getKey()).orElseThrow();
            violations.addAll(hits(node.getKey(), log.getFileName().toString(), lines(log), node.getValue()));
            for (Path crash : crashFiles(log)) {
                if (!crashesBefore.contains(crash)) {
                    violations.add(node.getKey() + " left what a JVM leaves that crashes: " + node.getKey() + "/" + crash.getFileName());
                }
            }
        }
        return violations;
    }

    /** The first crash pattern, and how many lines show one. */
    private static List<String> hits(String node, String file, List<String> lines, long from) {
        List<Integer> hits = new ArrayList<>();
        for (int i = (int) from; i < lines.size(); i++) {
            if (CRASH.matcher(lines.get(i)).find()) {
                hits.add(i);
            }
        }
        if (hits.isEmpty()) {
            return List.of();
        }
        String first = lines.get(hits.getFirst()).strip();
        return List.of(node + " printed a crash, line " + (hits.getFirst() + 1) + " of " + node + "/" + file + ": " + first.substring(0, Math.min(LONGEST, first.length()))
                + (hits.size() > 1 ? " (and " + (hits.size() - 1) + " more such lines)" : ""));
    }

    private static List<String> lines(Path log) throws IOException {
        // Whatever bytes a crash prints, each is a character here.
        return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
    }

    private static List<Path> crashFiles(Path log) throws IOException {
        if (!Files.isDirectory(log.getParent())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(log.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith("hs_err_pid")).sorted().toList();
        }
    }
}
