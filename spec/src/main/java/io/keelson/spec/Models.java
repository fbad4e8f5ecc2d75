package io.keelson.spec;

import io.keelson.spec.TlcModel.Expectation;
import io.keelson.spec.TlcModel.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The manifest of the models, {@code spec/tla/models.txt}. */
public final class Models {
    private static final int COLUMNS = 5;

    private final List<TlcModel> all;

    private Models(List<TlcModel> all) {
        this.all = List.copyOf(all);
    }

    /** Reads the manifest that was built in. */
    public static Models load() {
        return parse(SpecFiles.text("models.txt"));
    }

    /**
     * Reads a manifest. A line is a model: name, module, group, expectation ({@code distinct/generated/depth} or an invariant's name), and what it studies; {@code #} begins a
     * comment.
     *
     * @param manifest the text
     * @return the models in their order
     * @throws IllegalArgumentException if a line is malformed or a name comes twice; the message names the line
     */
    static Models parse(String manifest) {
        List<TlcModel> models = new ArrayList<>();
        int number = 0;
        for (String line : manifest.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            TlcModel model = parseLine(number, line);
            if (models.stream().anyMatch(other -> other.name().equals(model.name()))) {
                throw new IllegalArgumentException("models.txt line " + number + ": a second model " + model.name());
            }
            models.add(model);
        }
        return new Models(models);
    }

    private static TlcModel parseLine(int number, String line) {
        String[] columns = line.strip().split("\\s+", COLUMNS);
        try {
            return new TlcModel(
                    columns[0],
                    columns[1],
                    Group.valueOf(columns[2].toUpperCase(Locale.ROOT)),
                    expectation(columns[3]),
                    columns[4]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
            throw new IllegalArgumentException("models.txt line " + number
                    + ": expected name, module, group, expectation and description, found: " + line, malformed);
        }
    }

    private static Expectation expectation(String column) {
        String[] counts = column.split("/");
        return counts.length == 1
                ? new Expectation.Violates(column)
                : new Expectation.Holds(
                        Long.parseLong(counts[0]), Long.parseLong(counts[1]), Integer.parseInt(counts[2]));
    }

    /** Returns every model, in the order of the manifest. */
    public List<TlcModel> all() {
        return all;
    }

    /** Returns the models that TLC explores in the build, in the order of the manifest. */
    public List<TlcModel> explored() {
        return all.stream().filter(model -> model.group() == Group.QUICK || model.group() == Group.BUILD).toList();
    }

    /** Returns the models of one group, in the order of the manifest. */
    public List<TlcModel> of(Group group) {
        return all.stream().filter(model -> model.group() == group).toList();
    }

    /** Finds a model by its name. */
    public Optional<TlcModel> find(String name) {
        return all.stream().filter(model -> model.name().equals(name)).findFirst();
    }
}
