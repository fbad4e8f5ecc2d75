package io.keelson.launcher.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.launcher.UserError;
import io.keelson.simulation.zoo.Bug;
import io.keelson.simulation.zoo.Zoo;
import io.keelson.spec.Models;
import io.keelson.spec.TlcModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ZooCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private String home;

    @BeforeEach
    void sourcesAreHere() {
        home = System.getProperty("keelson.home");
        System.setProperty("keelson.home", "..");
    }

    @AfterEach
    void asBefore() {
        if (home == null) {
            System.clearProperty("keelson.home");
        } else {
            System.setProperty("keelson.home", home);
        }
    }

    private int run(String... arguments) {
        return new CommandLine(new ZooCommand()).setOut(new PrintWriter(out, true)).setExecutionExceptionHandler((failure, line, parsed) -> {
            out.write(failure.getMessage());
            return failure instanceof UserError mistake ? mistake.exitCode().code() : -1;
        }).execute(arguments);
    }

    @Test
    void aBugIsCaughtAndShown() throws Exception {
        assertEquals(0, run("E18", "--net", "simulation", "--show", "--out", folder.toString()), out.toString());
        assertTrue(out.toString().contains("E18  half of the members"), out.toString());
        assertTrue(out.toString().contains("simulation: ElectedByMajority"), out.toString());
        assertTrue(out.toString().contains("1 bugs, 1 caught by some net, 1 by every net that must"), out.toString());
        String page = Files.readString(folder.resolve("failures/E18/index.html"));
        assertTrue(page.contains("\"failure\":\"ElectedByMajority\"") && !page.contains("@DATA@"));
        assertTrue(Files.readString(folder.resolve("failures/E18/ScheduleE18Test.java")).contains("class ScheduleE18Test"));
    }

    /** A schedule without a single fault shows nothing of a force that fails. */
    @Test
    void anExampleThatShowsNothingAnyMoreIsNamedAndReplaced() throws Exception {
        Path zoo = Files.createDirectories(folder.resolve("simulation/zoo"));
        Files.createSymbolicLink(folder.resolve("raft-impl"), Path.of("../raft-impl").toRealPath());
        Files.copy(Path.of("../simulation/zoo/D01.bug"), zoo.resolve("D01.bug"));
        Files.writeString(zoo.resolve("D01.schedule"), "seed 1\nnodes 3\nrun 500ms\nthen heal\n");
        System.setProperty("keelson.home", folder.toString());
        assertEquals(1, run("D01", "--net", "simulation"), out.toString());
        assertTrue(out.toString().contains("examples that show nothing any more: D01; keelson zoo D01 --net simulation --keep replaces them"), out.toString());
        assertEquals(0, run("D01", "--net", "simulation", "--keep"), out.toString());
        assertEquals(0, run("D01", "--net", "simulation"), out.toString());
    }

    @Test
    void aBugWithoutANetIsNotAmongThoseThatAreCaught() {
        assertEquals(254, run("D01", "--net", "spec"), out.toString());
        assertEquals("D01 need not be caught by spec, but by simulation; leave it or --net out", out.toString());
    }

    /** Every model of the specification that a bug names leaves a rule out, and the build has it refuted. */
    @Test
    void everyModelThatABugNamesIsBroken() throws Exception {
        Models models = Models.load();
        for (Bug bug : new Zoo(Path.of("..")).bugs()) {
            if (bug.mustBeCaughtBy(Bug.Net.SPEC)) {
                assertTrue(models.find(bug.spec()).filter(TlcModel::isBroken).isPresent(), bug.id() + ": " + bug.spec());
            }
        }
    }
}
