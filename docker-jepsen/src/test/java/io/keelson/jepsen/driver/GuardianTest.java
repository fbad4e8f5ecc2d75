package io.keelson.jepsen.driver;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who ends in a way that leaves no time to clean up is cleaned up after. */
@Timeout(120)
class GuardianTest {
    @TempDir
    Path temporary;

    @Test
    void nodesOfADriverThatIsKilledEndAlsoThosePaused() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/environ")), "the environments of processes are not shown here");
        Process driver = java(AbandonedDriver.class, temporary.toString());
        Process bystander = java(SleepingNode.class);
        List<ProcessHandle> nodes = new ArrayList<>();
        for (String node : List.of("n1", "n2")) {
            Path told = temporary.resolve(node).resolve("server.log");
            while (Files.notExists(told) || !Files.readString(told).endsWith("\n")) {
                Thread.sleep(20);
            }
            nodes.add(ProcessHandle.of(Long.parseLong(Files.readString(told).strip().substring("pid ".length()))).orElseThrow());
        }
        while (Files.notExists(temporary.resolve("paused"))) {
            Thread.sleep(20);
        }
        assertTrue(nodes.stream().allMatch(ProcessHandle::isAlive));
        driver.destroyForcibly().waitFor();
        for (ProcessHandle node : nodes) {
            node.onExit().join();
            assertFalse(node.isAlive());
        }
        assertTrue(bystander.isAlive());
        bystander.destroyForcibly();
    }

    private static Process java(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }
}
