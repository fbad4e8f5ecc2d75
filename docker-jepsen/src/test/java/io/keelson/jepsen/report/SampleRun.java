package io.keelson.jepsen.report;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.model.Models;
import io.keelson.jepsen.Availability;
import io.keelson.jepsen.Phase;
import io.keelson.jepsen.Replicas;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.NodeState;
import io.keelson.jepsen.driver.NodeState.Role;
import io.keelson.jepsen.driver.Sighting;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.fault.Target;
import io.keelson.jepsen.workload.LostWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/** Runs that never were, ten seconds long, for pages to be made of. */
final class SampleRun {
    static final long MILLI = 1_000_000;
    static final long BEGIN = 2_000 * MILLI;
    static final long END = 12_000 * MILLI;
    static final Fault KILL = new Fault(FaultKind.KILL, List.of(Target.LEADER));
    static final RunPlan PLAN = new RunPlan("register", 3, 100, 1, 100, Duration.ofSeconds(2), Duration.ofSeconds(10), List.of(KILL), Duration.ofSeconds(3), 7);

    private SampleRun() {}

    static Circumstances circumstances(String test) {
        return new Circumstances(test, ZonedDateTime.of(2026, 11, 28, 21, 42, 14, 0, ZoneOffset.UTC), "process", List.of("n1", "n2"),
                "./keelson jepsen --seed 7", Map.of("system", "Linux <6>"));
    }

    /** Writes of ever new values by one client, evenly over the time of the workload. */
    static History writes(int count) {
        History.Builder history = History.builder();
        for (int i = 0; i < count; i++) {
            long time = BEGIN + i * (END - BEGIN) / Math.max(1, count);
            history.invoke(0, "write", 1L, (long) i, time);
            history.add(0, EventType.OK, "write", 1L, (long) i, time + MILLI, null);
        }
        return history.build();
    }

    /** A write, and a read that begins after it and finds nothing. */
    static History stale() {
        History.Builder history = History.builder();
        history.invoke(0, "write", 1L, 1L, BEGIN + MILLI);
        history.add(0, EventType.OK, "write", 1L, 1L, BEGIN + 2 * MILLI, null);
        history.invoke(1, "read", 1L, null, BEGIN + 3 * MILLI);
        history.add(1, EventType.OK, "read", 1L, null, BEGIN + 4 * MILLI, null);
        return history.build();
    }

    static RunResult of(History history, List<Episode> episodes, List<NodeState> states, List<String> violations, List<String> gaps) {
        CheckResult check = LinearizabilityChecker.check(history, Models.casRegister().perKey(), Budget.ofConfigurations(1_000_000));
        List<Sighting> sightings = states.stream().filter(state -> state.role() == Role.LEADER)
                .map(state -> new Sighting(state.time(), state.node(), state.term())).toList();
        return new RunResult(PLAN, List.of("n1", "n2"), history, BEGIN, END, check, new LostWrites(history.operations().size(), 0, 0, 0, 0, 0), new Replicas(1, 0, 0, List.of(), List.of()), episodes, sightings, states,
                List.of(new Phase("set up", 0, BEGIN), new Phase("workload", BEGIN, END)), new Availability(1, 2, List.of(new Availability.Failover("kill leader", 714 * MILLI))), violations, gaps, Path.of("run"));
    }

    static Episode kill(long begin, long end) {
        return new Episode(KILL, Target.LEADER, List.of("n1"), "n1", begin, begin, end, 100 * MILLI, 300 * MILLI);
    }

    static NodeState state(long time, String node, Role role, long term) {
        return new NodeState(time, node, role, term);
    }
}
