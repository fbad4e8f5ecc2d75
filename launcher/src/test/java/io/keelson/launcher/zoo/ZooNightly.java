package io.keelson.launcher.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** By night: every bug is set free, and every net that must catch it does, within its budget. */
class ZooNightly {
    @Test
    void everyBugIsCaughtByEveryNetThatMust() {
        System.setProperty("keelson.home", "..");
        StringWriter out = new StringWriter();
        assertEquals(0, new CommandLine(new ZooCommand()).setOut(new PrintWriter(out, true)).execute(), out.toString());
        System.out.println(out);
    }
}
