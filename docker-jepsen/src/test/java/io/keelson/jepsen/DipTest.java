package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.model.Models;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.fault.Target;
import io.keelson.jepsen.workload.LostWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far the throughput falls. */
class DipTest {
    private static final long MILLI = 1_000_000;
    private static final Fault KILL = new Fault(FaultKind.KILL, List.of(Target.LEADER));

    /** Ten operations a second; from 3000 ms on none for 600 ms, and from 8000 ms on none for 300 ms. */
    @Test
    void theWorstSecondAfterIsHeldAgainstTheMedianBefore() {
        History.Builder history = History.builder();
        for (long time = 50; time < 11_000; time += 100) {
            if (!(time > 3000 && time < 3600) && !(time > 8000 && time < 8300)) {
                history.invoke(1, "read", "x", null, (time - 1) * MILLI).add(1, EventType.OK, "read", "x", null, time * MILLI, null);
            }
        }
        List<Episode> episodes = List.of(kill("n1", 3000), kill("n2", 5500), kill("n1", 8000));
        RunResult result = result(history.build(), episodes);
        assertEquals(List.of(new Dip("kill leader", 10, 4), new Dip("kill leader", 10, 7)), Dip.all(result));
        assertEquals(Optional.of(new Dip("kill leader", 10, 4)), Dip.deepest(result));
        assertEquals(Optional.empty(), Dip.deepest(result(history.build(), List.of(kill("n1", 500), kill("n1", 10_500)))), "no whole second");
    }

    private static Episode kill(String leader, long begin) {
        return new Episode(KILL, Target.LEADER, List.of("n1"), leader, begin * MILLI, begin * MILLI, (begin + 1000) * MILLI, 100 * MILLI, 300 * MILLI);
    }

    private static RunResult result(History history, List<Episode> episodes) {
        RunPlan plan = new RunPlan("register", 1, 10, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(11), List.of(KILL), Duration.ofSeconds(1), 1);
        CheckResult check = LinearizabilityChecker.check(History.builder().build(), Models.casRegister(), Budget.ofConfigurations(1));
        return new RunResult(plan, List.of("n1", "n2"), history, 0, 11_000 * MILLI, check, new LostWrites(0, 0, 0, 0, 0, 0), new Replicas(1, 0, 0, List.of(), List.of()), episodes,
                List.of(), List.of(), List.of(), new Availability(0, 0, List.of()), List.of(), List.of(), Path.of("run"));
    }
}
