package io.keelson.jepsen.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.ProcessDriver;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the user may ask a nemesis for. */
class FaultTest {
    @Test
    void namesAndTargetsAreRead() {
        List<Fault> faults = Fault.parse("kill:leader, pause", ProcessDriver.NAME, ProcessDriver.ABILITIES, 3);
        assertEquals(new Fault(FaultKind.KILL, List.of(Target.LEADER)), faults.get(0));
        assertEquals(FaultKind.PAUSE, faults.get(1).kind());
        assertTrue(faults.get(1).targets().contains(Target.LEADER) && faults.get(1).targets().contains(Target.FOLLOWER));
        assertEquals(List.of(), Fault.parse("none", ProcessDriver.NAME, ProcessDriver.ABILITIES, 3));
    }

    @Test
    void whatTheDriverCannotDoIsAnErrorThatNamesWhatItCan() {
        assertEquals("the driver 'process' has no nemesis 'partition'; it has kill, pause, restart, rolling-restart",
                error("kill,partition", EnumSet.of(Ability.PROCESSES)));
        assertTrue(error("duplication", ProcessDriver.ABILITIES).startsWith("the driver 'process' has no nemesis 'duplication'; it has kill, "),
                "a stream shows no packet twice");
    }

    @Test
    void oneMayComeWhileAnotherHolds() {
        Fault cascade = Fault.parse("pause, kill:leader+kill:follower", ProcessDriver.NAME, ProcessDriver.ABILITIES, 5).get(1);
        assertEquals("kill:leader+kill:follower", cascade.label());
        assertEquals(List.of(new Fault(FaultKind.KILL, List.of(Target.LEADER)), new Fault(FaultKind.KILL, List.of(Target.FOLLOWER))), cascade.parts());
        assertEquals("the nemesis 'partition:leader+delay' harms links while another holds that does; one at a time can", error("partition:leader+delay", ProcessDriver.ABILITIES));
    }

    @Test
    void allIsEverythingThatTheDriverCanDo() {
        List<Fault> all = Fault.parse("all", ProcessDriver.NAME, EnumSet.of(Ability.PROCESSES, Ability.CONNECTIONS), 3);
        assertEquals(List.of(FaultKind.KILL, FaultKind.PAUSE, FaultKind.RESTART, FaultKind.SLOW_CLOSE, FaultKind.HALF_OPEN, FaultKind.ROLLING_RESTART),
                all.stream().map(Fault::kind).toList());
    }

    @Test
    void anUnknownTargetIsAnErrorThatNamesTheTargets() {
        assertEquals("the nemesis 'kill:everyone' has an unknown target; there are leader, follower, one, minority, majority, all",
                error("kill:everyone", ProcessDriver.ABILITIES));
    }

    @Test
    void growIsForSpareHostsAndNothingElseIs() {
        Set<Ability> everything = EnumSet.allOf(Ability.class);
        assertEquals(List.of(new Fault(FaultKind.GROW, List.of(Target.SPARE))), Fault.parse("grow", "any", everything, 5));
        assertEquals(Fault.parse("grow", "any", everything, 1), Fault.parse("grow:spare", "any", everything, 1));
        assertTrue(Fault.parse("all", "any", everything, 5).stream().anyMatch(fault -> fault.kind() == FaultKind.GROW));
        assertEquals("the nemesis 'grow:leader' has an unknown target; there is spare", error("grow:leader", everything));
        assertEquals("the nemesis 'kill:spare' has an unknown target; there are leader, follower, one, minority, majority, all", error("kill:spare", everything));
        assertEquals("the nemesis 'grow+kill+grow' lets a node in beyond the first while another one is; there is one host to spare", error("grow+kill+grow", everything));
        assertTrue(error("grow", EnumSet.complementOf(EnumSet.of(Ability.SPARE))).startsWith("the driver 'process' has no nemesis 'grow'; it has kill, "));
    }

    /** A run with such a fault would be valid without having been harmed, or invalid through nobody's fault. */
    @Test
    void whatMakesNoSenseWithSoManyNodesIsAnError() {
        Set<Ability> everything = EnumSet.allOf(Ability.class);
        assertEquals("the nemesis 'remove:all' on 3 nodes leaves nobody who could be asked to remove and to let in; take another target, or more --nodes",
                error("remove:all", everything));
        for (String text : List.of("remove", "wipe", "transfer", "partition", "loss")) {
            assertThrows(IllegalArgumentException.class, () -> Fault.parse(text, "any", everything, 1), text);
        }
        for (String text : List.of("wipe:majority", "bit-flip:majority", "truncate:all", "partition:all", "deaf:all", "majorities-ring")) {
            assertThrows(IllegalArgumentException.class, () -> Fault.parse(text, "any", everything, 3), text);
        }
        for (String text : List.of("wipe:minority", "bit-flip:minority", "truncate:minority", "remove:majority", "kill:all", "majorities-ring")) {
            assertEquals(1, Fault.parse(text, "any", everything, 5).size(), text);
        }
    }

    @Test
    void whatMakesNoSenseIsNeitherAmongAllNorAmongTheTurns() {
        assertEquals(List.of(Target.LEADER, Target.MINORITY, Target.FOLLOWER), Fault.parse("partition", "any", EnumSet.allOf(Ability.class), 2).getFirst().targets());
        List<FaultKind> alone = Fault.parse("all", "any", EnumSet.allOf(Ability.class), 1).stream().map(Fault::kind).toList();
        assertTrue(alone.contains(FaultKind.KILL) && !alone.contains(FaultKind.REMOVE) && !alone.contains(FaultKind.BIT_FLIP), alone::toString);
    }

    @Test
    void targetsAreWhatTheySay() {
        List<String> nodes = List.of("n1", "n2", "n3");
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            assertEquals(List.of("n2"), Target.LEADER.choose(nodes, "n2", random));
            assertTrue(!Target.FOLLOWER.choose(nodes, "n2", random).contains("n2"));
            List<String> majority = Target.MAJORITY.choose(nodes, "n2", random);
            assertTrue(majority.size() == 2 && majority.contains("n2"), majority::toString);
            List<String> minority = Target.MINORITY.choose(List.of("n1", "n2", "n3", "n4", "n5"), "n2", random);
            assertTrue(minority.size() == 2 && minority.contains("n2"), minority::toString);
            assertEquals(List.of("n2"), Target.MINORITY.choose(nodes, "n2", random));
            assertEquals(nodes, Target.ALL.choose(nodes, "n2", random));
        }
    }

    private static String error(String text, java.util.Set<Ability> possible) {
        return assertThrows(IllegalArgumentException.class, () -> Fault.parse(text, "process", possible, 3)).getMessage();
    }
}
