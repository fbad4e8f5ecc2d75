package io.keelson.simulation.zoo;

import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleSyntaxException;
import io.keelson.simulation.schedule.ScheduleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The bugs of a checkout: {@code simulation/zoo}, one file each, and beside it the shortest schedule known that shows it. */
public final class Zoo {
    private static final String ENDING = ".bug";

    private final Path repository;
    private final Path folder;

    /**
     * The zoo of a checkout.
     *
     * @param repository its root
     */
    public Zoo(Path repository) {
        this.repository = repository;
        this.folder = repository.resolve("simulation/zoo");
    }

    /**
     * Reads all bugs.
     *
     * @return by ascending id
     * @throws BugFormatException if one of the files is no bug
     * @throws IOException if they can't be read
     */
    public List<Bug> bugs() throws BugFormatException, IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
        List<Bug> bugs = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            bugs.add(BugText.read(name.substring(0, name.length() - ENDING.length()), Files.readString(file)));
        }
        return bugs;
    }

    /**
     * Returns the schedule kept as an example.
     *
     * @return null if there is none
     * @throws BugFormatException if the file is no schedule
     * @throws IOException if it can't be read
     */
    public Schedule example(Bug bug) throws BugFormatException, IOException {
        Path file = exampleFile(bug);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return ScheduleText.read(Files.readString(file));
        } catch (ScheduleSyntaxException e) {
            throw new BugFormatException(file + ": " + e.getMessage());
        }
    }

    /** Returns where a bug's example is kept. */
    public Path exampleFile(Bug bug) {
        return folder.resolve(bug.id() + ".schedule");
    }

    /**
     * Returns our sources as the bug has them.
     *
     * @return by path in the repository: the whole file, changed
     * @throws BugFormatException if a change does not fit
     * @throws IOException if a source can't be read
     */
    TreeMap<String, String> patched(Bug bug) throws BugFormatException, IOException {
        TreeMap<String, String> files = new TreeMap<>();
        for (Bug.Change change : bug.changes()) {
            Path source = repository.resolve(change.file());
            if (!Files.exists(source)) {
                throw new BugFormatException("zoo/" + bug.id() + ".bug changes " + change.file() + ", which does not exist");
            }
            String text = files.containsKey(change.file()) ? files.get(change.file()) : Files.readString(source);
            files.put(change.file(), apply(bug, change, text));
        }
        return files;
    }

    private static String apply(Bug bug, Bug.Change change, String text) throws BugFormatException {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int size = change.before().size();
        int place = -1;
        for (int at = 0; at + size <= lines.size(); at++) {
            if (lines.subList(at, at + size).stream().map(String::strip).toList().equals(change.before())) {
                if (place >= 0) {
                    throw new BugFormatException("zoo/" + bug.id() + ".bug: these lines stand more than once in " + change.file() + ":\n"
                            + String.join("\n", change.before()));
                }
                place = at;
            }
        }
        if (place < 0) {
            throw new BugFormatException("zoo/" + bug.id() + ".bug: these lines do not stand in " + change.file() + " any more:\n"
                    + String.join("\n", change.before()));
        }
        lines.subList(place, place + size).clear();
        lines.addAll(place, change.after());
        return String.join("\n", lines) + "\n";
    }
}
