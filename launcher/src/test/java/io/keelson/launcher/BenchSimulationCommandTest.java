package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BenchSimulationCommandTest {
    private static String shown(double atLeast, double measured) {
        StringWriter out = new StringWriter();
        BenchSimulationCommand.speed(new PrintWriter(out), "simulated time", atLeast, measured, " h");
        return out.toString().strip().replaceAll(" +", " ");
    }

    @Test
    void aSpeedStandsBesideWhatIsAskedOfIt() {
        assertEquals("simulated time 20 h 20.0 h", shown(20, 20));
        assertEquals("simulated time 20 h 19.9 h missed", shown(20, 19.9));
        assertEquals("simulated time 5.2 h", shown(0, 5.2));
    }
}
