package io.keelson.launcher.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.launcher.ExitCode;
import io.keelson.launcher.UserError;
import io.keelson.simulation.zoo.Bug;
import io.keelson.simulation.zoo.Mutant;
import io.keelson.simulation.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceNetTest {
    @Test
    void onlyWhatTheChildHasFoundIsACatch() {
        assertFalse(ConformanceNet.result("E14", ConformanceChild.AGREES, "36600", 1).caught());
        NetResult found = ConformanceNet.result("E14", ConformanceChild.DIFFERS, "17\nHandleRequestVote (spec) and Voting (code)", 1);
        assertTrue(found.caught());
        assertEquals("HandleRequestVote", found.by());
        assertEquals(17, found.tried());
        assertTrue(ConformanceNet.result("E14", ConformanceChild.BREAKS_OFF, "java.lang.AssertionError", 1).caught());
    }

    /** 1 is the JVM's word for an exception that nobody caught, 137 for a process that was killed. */
    @Test
    void aChildThatFailsCatchesNothing() {
        for (int code : new int[] {1, 2, 137}) {
            UserError broken = assertThrows(UserError.class, () -> ConformanceNet.result("E14", code, "java.lang.OutOfMemoryError\n  at x", 1));
            assertEquals("the net of conformance broke at E14, exit code " + code + ": java.lang.OutOfMemoryError", broken.getMessage());
            assertEquals(ExitCode.CRASH, broken.exitCode());
        }
    }

    @Test
    void aStepThatBreaksOffIsOneOfTheCore() {
        assertTrue(ConformanceChild.isOfTheCore(thrownIn("java.util.ArrayList", "io.keelson.core.LogView", "io.keelson.spec.Pair")));
        assertFalse(ConformanceChild.isOfTheCore(thrownIn("java.util.ArrayList", "io.keelson.spec.Pair", "io.keelson.core.LogView")));
        assertFalse(ConformanceChild.isOfTheCore(thrownIn()));
    }

    private static Throwable thrownIn(String... classes) {
        Throwable failure = new IllegalStateException();
        StackTraceElement[] frames = new StackTraceElement[classes.length];
        for (int i = 0; i < classes.length; i++) {
            frames[i] = new StackTraceElement(classes[i], "any", null, 1);
        }
        failure.setStackTrace(frames);
        return failure;
    }

    /** Classes of a mutant in the place of no mutant: what the net would then find in each bug is not the bug's. */
    @Test
    void theNetIsHeldToFindNothingWithoutAMutant(@TempDir Path folder) throws Exception {
        ConformanceNet net = new ConformanceNet(1, folder);
        Zoo zoo = new Zoo(Path.of(".."));
        Bug bug = zoo.bugs().stream().filter(each -> each.id().equals("E16")).findFirst().orElseThrow();
        Path changed = Files.createDirectories(folder.resolve("changed"));
        Mutant.build(zoo, bug).writeClasses(changed);
        UserError found = assertThrows(UserError.class, () -> net.requireClean(changed));
        assertTrue(found.getMessage().startsWith("the net of conformance finds something without a mutant"), found.getMessage());
        net.requireClean(Files.createDirectories(folder.resolve("nothing")));
    }
}
