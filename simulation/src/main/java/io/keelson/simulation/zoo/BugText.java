package io.keelson.simulation.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a bug from its file.
 *
 * <pre>
 * bug: a candidate asks for votes before its own vote is durable
 * source: sofastack/sofa-jraft#1245
 * nets: simulation within 200, spec broken-tell-before-durable, conformance
 *
 * in core/Outbox
 *   if (held) {
 * -     line as it stands
 * +     line in its place
 * </pre>
 *
 * {@code simulation within 200 of groups} hunts in schedules in which groups come and go. {@code in core/Outbox} is the class {@code io.keelson.core.Outbox}. Lines of a change are marked as in a diff: those without a sign stay. Several changes of a file are
 * separated by a line {@code ..}.
 */
final class BugText {
    private final String id;
    private String title;
    private String source;
    private String spec;
    private int budget;
    private boolean ofGroups;
    private final List<Bug.Net> nets = new ArrayList<>();
    private final List<Bug.Change> changes = new ArrayList<>();
    private String file;
    private List<String> before = new ArrayList<>();
    private List<String> after = new ArrayList<>();

    private BugText(String id) {
        this.id = id;
    }

    /**
     * Reads.
     *
     * @param id the file's name without its ending
     * @param text the file
     * @throws BugFormatException if it is no bug
     */
    static Bug read(String id, String text) throws BugFormatException {
        return new BugText(id).read(text);
    }

    private Bug read(String text) throws BugFormatException {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("in ")) {
                endChange();
                file = path(line.substring(3).strip());
            } else if (line.equals("..")) {
                endChange();
            } else if (file != null) {
                changeLine(line);
            } else {
                headLine(line);
            }
        }
        endChange();
        if (title == null || source == null || nets.isEmpty() || changes.isEmpty()) {
            throw new BugFormatException("zoo/" + id + ".bug lacks its bug:, its source:, its nets: or a change");
        }
        return new Bug(id, title, source, nets, spec, budget, ofGroups, changes);
    }

    private void headLine(String line) throws BugFormatException {
        if (line.startsWith("bug: ")) {
            title = line.substring(5).strip();
        } else if (line.startsWith("source: ")) {
            source = line.substring(8).strip();
        } else if (line.startsWith("nets: ")) {
            for (String net : line.substring(6).split(",")) {
                net(net.strip().split(" "));
            }
        } else if (!line.isBlank()) {
            throw wrong(line);
        }
    }

    private void net(String[] words) throws BugFormatException {
        Bug.Net net;
        try {
            net = Bug.Net.valueOf(words[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw wrong(words[0]);
        }
        nets.add(net);
        boolean isOfGroups = words.length == 5 && words[3].equals("of") && words[4].equals("groups");
        boolean isHunt = words.length == 3 || isOfGroups;
        if (net == Bug.Net.SIMULATION && isHunt && words[1].equals("within") && words[2].matches("[1-9]\\d{0,5}")) {
            budget = Integer.parseInt(words[2]);
            ofGroups = isOfGroups;
        } else if (net == Bug.Net.SPEC && words.length == 2) {
            spec = words[1];
        } else if (words.length != 1 || net == Bug.Net.SIMULATION || net == Bug.Net.SPEC) {
            throw wrong(String.join(" ", words));
        }
    }

    private static String path(String name) {
        String module = name.substring(0, Math.max(0, name.indexOf('/')));
        return "raft-impl/" + module + "/src/main/java/io/keelson/" + name + ".java";
    }

    private void changeLine(String line) throws BugFormatException {
        if (line.isBlank()) {
            return;
        }
        String content = line.substring(1).strip();
        switch (line.charAt(0)) {
            case '-' -> before.add(content);
            case '+' -> after.add(content);
            case ' ' -> {
                before.add(content);
                after.add(content);
            }
            default -> throw wrong(line);
        }
    }

    private void endChange() throws BugFormatException {
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        if (before.isEmpty()) {
            throw new BugFormatException("zoo/" + id + ".bug: a change of " + file + " names no line that stands there");
        }
        changes.add(new Bug.Change(file, before, after));
        before = new ArrayList<>();
        after = new ArrayList<>();
    }

    private BugFormatException wrong(String line) {
        return new BugFormatException("zoo/" + id + ".bug: nothing like this is expected: " + line);
    }
}
