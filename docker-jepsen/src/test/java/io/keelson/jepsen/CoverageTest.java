package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Recorder;
import io.keelson.jepsen.fault.Episode;
import io.keelson.jepsen.fault.Fault;
import io.keelson.jepsen.fault.FaultKind;
import io.keelson.jepsen.fault.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a run has not tried. */
class CoverageTest {
    private static final int NODES = 5;
    private static final Fault PARTITION = new Fault(FaultKind.PARTITION, List.of(Target.LEADER, Target.MAJORITY));
    private static final Fault KILL = new Fault(FaultKind.KILL, List.of(Target.LEADER));

    @Test
    void aPartitionHasTheLeaderInTheMinorityAtLeastOnce() {
        String gap = "the nemesis partition never had the leader in the minority";
        assertEquals(List.of(gap), gaps(PARTITION, episode(PARTITION, "n1", "n2"), episode(PARTITION, "n3", "n1", "n2", "n3")));
        assertEquals(List.of(), gaps(PARTITION, episode(PARTITION, "n3", "n1", "n2", "n3"), episode(PARTITION, "n2", "n1", "n2")));
    }

    @Test
    void onlyACutCanDoThat() {
        assertEquals(List.of(), gaps(KILL, episode(KILL, "n1", "n2")));
        Fault followers = new Fault(FaultKind.PARTITION, List.of(Target.FOLLOWER));
        assertEquals(List.of(), gaps(followers, episode(followers, "n1", "n2")));
    }

    @Test
    void aFaultWithoutOperationsDuringItShowsNothing() {
        assertEquals(List.of("no operation was begun while the nemesis kill:leader struck"), gaps(KILL, new Episode(KILL, Target.LEADER, List.of("n1"), "n1", 70, 70, 90, 0, 0)));
        assertEquals(List.of("the nemesis kill:leader never struck"), gaps(KILL));
    }

    @Test
    void aCascadeHasStruckWhenAllOfItHas() {
        Fault both = new Fault(FaultKind.KILL, List.of(Target.LEADER), KILL);
        assertEquals(List.of("the nemesis kill:leader+kill:leader never struck"), gaps(both, episode(KILL, "n1", "n1")));
        assertEquals(List.of(), gaps(both, episode(KILL, "n1", "n1"), episode(KILL, "n2", "n2")), "undone together");
    }

    private static Episode episode(Fault fault, String leader, String... nodes) {
        return new Episode(fault, fault.targets().getFirst(), List.of(nodes), leader, 5, 5, 15, 0, 0);
    }

    /** Of a run with one operation, begun at 10. */
    private static List<String> gaps(Fault fault, Episode... episodes) {
        AtomicLong clock = new AtomicLong();
        Recorder recorder = new Recorder(() -> clock.addAndGet(10));
        recorder.invoke(0, "read", 1L, null).ok(null);
        History history = recorder.history();
        RunPlan plan = new RunPlan("register", 1, 0, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), List.of(fault), Duration.ofSeconds(1), 1);
        return Coverage.gaps(plan, List.of("read"), history, List.of(episodes), NODES);
    }
}
