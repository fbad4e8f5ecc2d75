package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.fault.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command's own affairs; what a run does has tests of its own. */
class JepsenCommandTest {
    private static final Set<Ability> EVERYTHING = EnumSet.allOf(Ability.class);

    @Test
    void aTestIsNamedAfterItsWorkloadAndFaults() {
        assertEquals("set", named("none"));
        assertEquals("set-kill-leader-pause", named("kill:leader,pause,pause"));
        assertEquals("set-all", named("all"));
        assertEquals("set-7-faults", named("kill,pause,restart,partition,flapping,deaf,mute"));
    }

    @Test
    void aNameIsGoodForAFolder() {
        List<String> labels = Fault.parse("all", "any", EVERYTHING, 5).stream().map(fault -> fault.kind().label()).toList();
        for (int count = 1; count <= labels.size(); count++) {
            assertTrue(named(String.join(",", labels.subList(0, count))).length() < 100);
        }
    }

    @Test
    void whatDoesNotFitIntoTheTimeIsToldBeforeTheRun() {
        assertEquals(Optional.of("3 faults, one each 2.5 s, take 9 s and more, as the cluster recovers; with --time-limit 8 some never strike, and the run ends unknown"), warning("kill,pause,restart", 8));
        assertEquals(Optional.empty(), warning("kill,pause,restart", 9));
        assertEquals(Optional.empty(), warning("none", 1));
    }

    private static Optional<String> warning(String nemesis, int seconds) {
        List<Fault> faults = Fault.parse(nemesis, "any", EVERYTHING, 5);
        return JepsenCommand.warning(new RunPlan("set", 1, 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(seconds), faults, Duration.ofMillis(2500), 1));
    }

    @Test
    void ordersTakeTimeToBeRead() {
        assertEquals("--nemesis-interval must be at least 1 for the nemesis 'clock-fast:leader': servers look for their orders ten times a second",
                assertThrows(UserError.class, () -> plan("--nemesis", "kill,clock-fast:leader", "--nemesis-interval", "0.9")).getMessage());
        assertEquals(2, plan("--nemesis", "kill,clock-fast:leader", "--nemesis-interval", "1").faults().size());
        assertEquals(1, plan("--nemesis", "kill", "--nemesis-interval", "0.1").faults().size());
    }

    private static RunPlan plan(String... arguments) {
        return CommandLine.populateCommand(new JepsenCommand(), arguments).plan();
    }

    private static String named(String nemesis) {
        return JepsenCommand.testName("set", nemesis, Fault.parse(nemesis, "any", EVERYTHING, 5));
    }
}
