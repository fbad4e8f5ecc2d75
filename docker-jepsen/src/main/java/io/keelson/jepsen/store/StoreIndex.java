package io.keelson.jepsen.store;

import io.keelson.checker.history.EdnReader;
import io.keelson.jepsen.StoreFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds the runs in a store, {@code <test>/<time>}, ours and Jepsen's. Looks anew each time that it is asked, so that a run shows as soon as it has begun; results,
 * once read, are kept as long as their file is the same. Safe for concurrent use.
 */
final class StoreIndex {
    /** What makes a folder a run's, and is linked from the list. */
    private static final List<String> FILES = List.of("report.html", "results.edn", "history.edn", "timeline.html", "test.edn", "jepsen.log");
    private static final int LAST_LINE = 4096;

    private final Path store;
    private final Map<Path, Result> results = new ConcurrentHashMap<>();

    /** What {@code results.edn} says, and when it was written. */
    private record Result(FileTime written, RunSummary.State state, String operations, String ok, String note) {}

    StoreIndex(Path store) {
        this.store = store;
    }

    /** Returns all runs, the latest first. */
    List<RunSummary> runs() throws IOException {
        List<RunSummary> runs = new ArrayList<>();
        for (Path test : folders(store)) {
            for (Path time : folders(test)) {
                List<String> files = FILES.stream().filter(name -> Files.isRegularFile(time.resolve(name))).toList();
                if (!files.isEmpty()) {
                    runs.add(summary(time, files));
                }
            }
        }
        runs.sort(Comparator.comparing(RunSummary::time).reversed());
        return runs;
    }

    /** Links such as {@code latest} lead to folders that are found anyway. */
    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)).toList();
        }
    }

    private RunSummary summary(Path run, List<String> files) throws IOException {
        Result result;
        if (files.contains("results.edn")) {
            result = result(run.resolve("results.edn"));
        } else if (!files.contains("jepsen.log") && !files.contains("test.edn")) {
            result = new Result(null, RunSummary.State.REPORT, "", "", "");
        } else {
            RunSummary.State state = StoreFolder.isGoing(run) ? RunSummary.State.GOING : RunSummary.State.BROKEN_OFF;
            result = new Result(null, state, "", "", files.contains("jepsen.log") ? lastLine(run.resolve("jepsen.log")) : "");
        }
        return new RunSummary(run.getParent().getFileName().toString(), run.getFileName().toString(), result.state(), result.operations(), result.ok(), result.note(),
                files);
    }

    private Result result(Path file) throws IOException {
        FileTime written = Files.getLastModifiedTime(file);
        Result known = results.get(file);
        if (known == null || !known.written().equals(written)) {
            known = read(file, written);
            results.put(file, known);
        }
        return known;
    }

    private static Result read(Path file, FileTime written) throws IOException {
        Object value;
        try {
            value = EdnReader.value(Files.readString(file));
        } catch (RuntimeException notEdn) {
            return new Result(written, RunSummary.State.UNKNOWN, "", "", "results.edn cannot be read: " + notEdn.getMessage());
        }
        Object valid = get(value, "valid?");
        RunSummary.State state = Boolean.TRUE.equals(valid) ? RunSummary.State.VALID : Boolean.FALSE.equals(valid) ? RunSummary.State.INVALID : RunSummary.State.UNKNOWN;
        return new Result(written, state, text(get(get(value, "stats"), "count")), text(get(get(value, "stats"), "ok-count")), note(value));
    }

    private static String note(Object results) {
        List<Object> said = new ArrayList<>();
        for (String name : List.of("violations", "gaps")) {
            if (get(results, name) instanceof List<?> lines) {
                said.addAll(lines);
            }
        }
        if (get(results, "error") != null) {
            said.add(get(results, "error"));
        }
        return said.isEmpty() ? "" : said.getFirst() + (said.size() > 1 ? ", and " + (said.size() - 1) + " more" : "");
    }

    /** Keywords are what their reader makes of them; all of them print alike. */
    private static Object get(Object map, String keyword) {
        if (map instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                if (String.valueOf(entry.getKey()).equals(":" + keyword)) {
                    return entry.getValue();
                }
            }
        }
        return null;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static String lastLine(Path file) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(LAST_LINE, log.length())];
            log.seek(log.length() - end.length);
            log.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8).strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        }
    }
}
