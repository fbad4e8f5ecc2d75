package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.fault.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

    private static String named(String nemesis) {
        return JepsenCommand.testName("set", nemesis, Fault.parse(nemesis, "any", EVERYTHING, 5));
    }
}
