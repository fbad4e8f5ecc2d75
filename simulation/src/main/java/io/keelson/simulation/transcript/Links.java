package io.keelson.simulation.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which member's messages reach which other. */
final class Links {
    private final TreeSet<String> cut = new TreeSet<>();
    private final List<Long> members;

    Links(List<Long> members) {
        this.members = members;
    }

    boolean connects(long from, long to) {
        return !cut.contains(from + "->" + to);
    }

    void heal() {
        cut.clear();
    }

    void cut(long from, long to) {
        cut.add(from + "->" + to);
    }

    /** Cuts every link between members of different groups; who is in no group is alone. */
    void partition(List<List<Long>> groups) {
        cut.clear();
        forEachLink((from, to) -> {
            if (groups.stream().noneMatch(group -> group.contains(from) && group.contains(to))) {
                cut(from, to);
            }
        });
    }

    /** Cuts every link but these, each of which works both ways. */
    void only(List<List<Long>> pairs) {
        partition(pairs);
    }

    private interface Link {
        void of(long from, long to);
    }

    private void forEachLink(Link link) {
        for (long from : members) {
            for (long to : members) {
                if (from != to) {
                    link.of(from, to);
                }
            }
        }
    }

    /** The links that are cut, in a few words. */
    String describe() {
        return cut.isEmpty() ? "every member reaches every other" : "cut: " + String.join(" ", new ArrayList<>(cut));
    }
}
