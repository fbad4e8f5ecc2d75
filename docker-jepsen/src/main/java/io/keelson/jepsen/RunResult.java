package io.keelson.jepsen;

import io.keelson.checker.CheckResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.jepsen.driver.NodeState;
import io.keelson.jepsen.driver.Sighting;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.workload.LostWrites;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run found.
 *
 * @param plan what it was to do
 * @param nodes the nodes' names, those on spare hosts too
 * @param history what clients and nemesis did
 * @param begin when the workload began, nanoseconds on the history's scale
 * @param end when the workload ended
 * @param check whether the history is linearizable
 * @param writes what became of the acknowledged writes
 * @param replicas whether all nodes hold the same in the end
 * @param episodes the faults that happened
 * @param sightings who led when
 * @param states what each node was seen to be, and when
 * @param phases the parts of the run, in order
 * @param availability how well the cluster served
 * @param violations what is wrong, one line each
 * @param gaps what was not tried or not judged, one line each
 * @param directory where all of it is kept
 */
public record RunResult(
        RunPlan plan,
        List<String> nodes,
        History history,
        long begin,
        long end,
        CheckResult check,
        LostWrites writes,
        Replicas replicas,
        List<Episode> episodes,
        List<Sighting> sightings,
        List<NodeState> states,
        List<Phase> phases,
        Availability availability,
        List<String> violations,
        List<String> gaps,
        Path directory) {
    public RunResult {
        nodes = List.copyOf(nodes);
        episodes = List.copyOf(episodes);
        sightings = List.copyOf(sightings);
        states = List.copyOf(states);
        phases = List.copyOf(phases);
        violations = List.copyOf(violations);
        gaps = List.copyOf(gaps);
    }

    /** Invalid if anything is wrong, else unknown if anything was not tried or not judged, else valid. */
    public Verdict verdict() {
        if (!violations.isEmpty()) {
            return Verdict.INVALID;
        }
        return gaps.isEmpty() ? Verdict.VALID : Verdict.UNKNOWN;
    }

    /** Returns how many operations ended so. */
    public long count(EventType outcome) {
        return history.operations().stream().filter(operation -> operation.outcome() == outcome).count();
    }

    /** Returns how often a node was ended with {@code kill -9}. */
    public long crashes() {
        return hits(FaultKind.KILL);
    }

    /** Returns how often a node was hit by a fault of that kind. */
    public long hits(FaultKind kind) {
        return episodes.stream().filter(episode -> episode.fault().kind() == kind).mapToLong(episode -> episode.nodes().size()).sum();
    }

    /** Returns how often leadership changed: leaders seen, without the first. */
    public long leaderChanges() {
        return Math.max(0, sightings.size() - 1);
    }
}
