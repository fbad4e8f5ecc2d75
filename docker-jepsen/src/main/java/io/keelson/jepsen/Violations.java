package io.keelson.jepsen;

import io.keelson.checker.CheckResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.driver.Sighting;
import io.keelson.jepsen.workload.LostWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What makes a run invalid, each in one line. */
final class Violations {
    private Violations() {}

    static List<String> of(CheckResult check, LostWrites writes, List<Sighting> sightings, List<String> unexpectedExits) {
        List<String> lines = new ArrayList<>();
        if (check.verdict() == Verdict.INVALID) {
            lines.add("the history is not linearizable");
        }
        add(lines, writes.lost(), "acknowledged writes were lost");
        add(lines, writes.appliedTwice(), "writes were applied more often than they were asked for");
        add(lines, writes.neverWritten(), "values were found that nobody wrote");
        add(lines, writes.disagreeing(), "things read differently on two nodes after healing");
        lines.addAll(rivals(sightings));
        lines.addAll(unexpectedExits);
        return lines;
    }

    private static void add(List<String> lines, long count, String words) {
        if (count > 0) {
            lines.add(count + " " + words);
        }
    }

    /** Election safety, as far as the nodes' own words tell (thesis 3.4). */
    private static List<String> rivals(List<Sighting> sightings) {
        List<String> lines = new ArrayList<>();
        Map<Long, String> leaders = new TreeMap<>();
        for (Sighting sighting : sightings) {
            String other = leaders.putIfAbsent(sighting.term(), sighting.node());
            if (other != null) {
                lines.add(other + " and " + sighting.node() + " both said that they lead in term " + sighting.term());
            }
        }
        return lines;
    }
}
