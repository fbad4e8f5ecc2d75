package io.keelson.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A configuration file: one flat YAML mapping from setting to value. */
final class SettingsFile {
    private SettingsFile() {}

    /** What a file says of a setting, and in which line. */
    record Entry(String value, int line) {}

    /**
     * Reads a file.
     *
     * @param file which
     * @param problems gets a line for each thing wrong with it
     * @return what it says
     */
    static Map<Setting, Entry> read(Path file, List<String> problems) {
        Map<Setting, Entry> entries = new EnumMap<>(Setting.class);
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(text);
            if (root.isPresent()) {
                collect(file, root.get(), entries, problems);
            }
        } catch (NoSuchFileException missing) {
            problems.add("the configuration file " + file + " does not exist");
        } catch (IOException unreadable) {
            problems.add("the configuration file " + file + " cannot be read: " + unreadable.getMessage());
        } catch (YamlEngineException invalid) {
            problems.add(describe(file, invalid));
        }
        return entries;
    }

    private static void collect(Path file, Node root, Map<Setting, Entry> entries, List<String> problems) {
        if (!(root instanceof MappingNode mapping)) {
            problems.add(file + ": a list of lines KEY: VALUE is expected");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            int line = line(tuple.getKeyNode().getStartMark());
            String where = file + " line " + line + ": ";
            String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
            Setting setting = Setting.ofKey(key);
            if (setting == null) {
                problems.add(where + "unknown key " + key + "; the keys are the flags that keelson server --help lists, without the dashes");
            } else if (!(tuple.getValueNode() instanceof ScalarNode value)) {
                problems.add(where + key + " must be one value on one line: " + setting.label());
            } else if (entries.put(setting, new Entry(value.getValue(), line)) != null) {
                problems.add(where + key + " is given twice; keep one");
            }
        }
    }

    private static String describe(Path file, YamlEngineException invalid) {
        if (invalid instanceof MarkedYamlEngineException marked) {
            return file + " line " + line(marked.getProblemMark()) + ": " + marked.getProblem();
        }
        return file + ": " + invalid.getMessage().lines().findFirst().orElse("is not YAML");
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(found -> found.getLine() + 1).orElse(1);
    }
}
