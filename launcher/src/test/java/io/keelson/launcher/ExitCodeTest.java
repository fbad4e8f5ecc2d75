package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The numbers are a contract with scripts; the graver verdict wins. */
class ExitCodeTest {
    @Test
    void theNumbersAreJepsens() {
        assertEquals(List.of(0, 1, 2, 254, 255), List.of(ExitCode.values()).stream().map(ExitCode::code).toList());
    }

    @Test
    void invalidBeforeUnknownBeforeValid() {
        List<ExitCode> byGravity = List.of(ExitCode.VALID, ExitCode.UNKNOWN, ExitCode.INVALID);
        for (ExitCode one : byGravity) {
            for (ExitCode other : byGravity) {
                ExitCode graver = byGravity.get(Math.max(byGravity.indexOf(one), byGravity.indexOf(other)));
                assertEquals(graver, one.and(other), one + " and " + other);
            }
        }
    }

    @Test
    void whatIsNoVerdictCannotBeCombined() {
        assertThrows(IllegalArgumentException.class, () -> ExitCode.CRASH.and(ExitCode.VALID));
        assertThrows(IllegalArgumentException.class, () -> ExitCode.INVALID.and(ExitCode.BAD_ARGUMENTS));
    }
}
