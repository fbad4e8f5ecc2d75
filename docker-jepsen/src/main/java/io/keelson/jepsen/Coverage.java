package io.keelson.jepsen;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether a run tried what it was meant to try: a run that did not cannot be called valid. */
final class Coverage {
    private Coverage() {}

    /** Returns what never happened, one line each; empty if the run covers its plan. */
    static List<String> gaps(RunPlan plan, List<String> functions, History history, List<Episode> episodes, int nodes) {
        List<String> gaps = new ArrayList<>();
        for (Fault fault : plan.faults()) {
            List<Episode> happened = complete(fault, episodes);
            if (happened.isEmpty()) {
                gaps.add("the nemesis " + fault.label() + " never struck");
            } else if (happened.stream().noneMatch(episode -> begunDuring(history, episode) > 0)) {
                gaps.add("no operation was begun while the nemesis " + fault.label() + " struck");
            } else if (nodes > 2 && fault.isolates() && happened.stream().noneMatch(episode -> episode.fault().isolates() && episode.hitLeader() && 2 * episode.nodes().size() < nodes)) {
                gaps.add("the nemesis " + fault.label() + " never had the leader in the minority");
            }
        }
        for (String f : functions) {
            if (history.operations().stream().noneMatch(operation -> operation.f().equals(f) && operation.isOk())) {
                gaps.add("no " + f + " ever succeeded");
            }
        }
        return gaps;
    }

    /** The faults of a cascade are undone together: those of each that struck in full. */
    private static List<Episode> complete(Fault fault, List<Episode> episodes) {
        if (fault.then() == null) {
            return episodes.stream().filter(episode -> episode.fault().equals(fault)).toList();
        }
        Map<Long, List<Episode>> undoneTogether = new TreeMap<>();
        episodes.forEach(episode -> undoneTogether.computeIfAbsent(episode.end(), end -> new ArrayList<>()).add(episode));
        return undoneTogether.values().stream().filter(together -> together.stream().map(Episode::fault).toList().equals(fault.parts())).flatMap(List::stream).toList();
    }

    private static long begunDuring(History history, Episode episode) {
        return history.operations().stream().map(Operation::invokedAt)
                .filter(time -> time >= episode.begin() && time <= episode.end()).count();
    }
}
