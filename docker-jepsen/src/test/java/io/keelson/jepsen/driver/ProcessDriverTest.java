package io.keelson.jepsen.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver against real processes: it does what it says, and notices what it did not do. */
@Timeout(60)
class ProcessDriverTest {
    @TempDir
    Path temporary;

    @Test
    void killsPausesResumesAndStops() throws Exception {
        try (ProcessDriver driver = driver()) {
            driver.start("n1");
            ProcessHandle first = process(1);
            driver.pause("n1");
            await(() -> state(first).startsWith("T"));
            driver.resume("n1");
            await(() -> !state(first).startsWith("T"));
            driver.kill("n1");
            assertFalse(first.isAlive());

            driver.start("n1");
            ProcessHandle second = process(2);
            assertTrue(second.pid() != first.pid());
            driver.pause("n1");
            driver.stop("n1");
            assertFalse(second.isAlive(), "a paused process can be stopped");
            assertEquals(List.of(), driver.unexpectedExits());
        }
    }

    @Test
    void aProcessThatEndsByItselfIsTold() throws Exception {
        try (ProcessDriver driver = driver("3")) {
            driver.start("n1");
            await(() -> !driver.unexpectedExits().isEmpty());
            assertEquals(List.of("n1 ended by itself with exit code 3; see n1/server.log"), driver.unexpectedExits());
        }
    }

    @Test
    void closingEndsEveryProcessAlsoAPausedOne() throws Exception {
        ProcessHandle process;
        try (ProcessDriver driver = driver()) {
            driver.start("n1");
            process = process(1);
            driver.pause("n1");
        }
        assertFalse(process.isAlive());
    }

    @Test
    void anUpgradedNodeIsOfTheOtherBuildFromItsNextStartOn() throws Exception {
        try (ProcessDriver driver = driver(new LocalSetup(false, false, false, List.of(), Map.of("3", "4")), "3")) {
            driver.start("n1");
            await(() -> driver.unexpectedExits().size() == 1);
            driver.upgrade("n1");
            driver.start("n1");
            await(() -> driver.unexpectedExits().size() == 2);
            driver.upgrade("n1");
            driver.start("n1");
            await(() -> driver.unexpectedExits().size() == 3);
            assertEquals(List.of("3", "4", "4"), driver.unexpectedExits().stream().map(line -> line.replaceAll(".*exit code (\\d).*", "$1")).toList());
        }
    }

    /** Who was told to remove it may have been refused, and so the node lives on: what ends it later is as much of a surprise as ever. */
    @Test
    void aNodeThatMayLeaveMayNotCrash() throws Exception {
        Path end = temporary.resolve("end");
        try (ProcessDriver driver = driver(new LocalSetup(false, false, false, List.of(), Map.of("6", "1")), "6", end.toString())) {
            leave(driver, end);
            driver.upgrade("n1");
            leave(driver, end);
            await(() -> !driver.unexpectedExits().isEmpty());
            assertEquals(List.of("n1 ended by itself with exit code 1; see n1/server.log"), driver.unexpectedExits());
        }
    }

    private static void leave(ProcessDriver driver, Path end) throws IOException {
        Files.deleteIfExists(end);
        driver.start("n1");
        driver.letLeave("n1");
        Files.createFile(end);
        await(() -> driver.isDown("n1"));
    }

    /** The members know each other by where they are, and a newcomer at one of these places too. */
    @Test
    void everyHostDialsEveryOtherByAProxyThatStaysForItsNewcomers() throws Exception {
        try (ProcessDriver driver = new ProcessDriver(2, temporary, (node, cluster) -> List.of("true"), new LocalSetup(true, false, false, List.of("local-reads=true"), Map.of()))) {
            assertEquals(List.of("n1", "n2"), driver.nodes());
            assertEquals(List.of("n3"), driver.spares());
            driver.enroll("n3", 7);
            driver.order("n1", List.of("snapshot=1"));
            for (String host : driver.hosts()) {
                List<String> orders = Files.readAllLines(temporary.resolve(host).resolve("unsafe-control"));
                assertEquals("n1".equals(host) ? List.of("local-reads=true", "detours", "snapshot=1") : List.of("local-reads=true", "detours"),
                        orders.stream().map(line -> line.replaceAll("^detours=.*", "detours")).toList());
                List<String> detours = List.of(orders.get(1).substring("detours=".length()).split(","));
                assertEquals(driver.hosts().stream().filter(other -> !other.equals(host)).map(other -> driver.peerEndpoint(other).toString()).toList(),
                        detours.stream().map(detour -> detour.substring(0, detour.indexOf('>'))).toList());
                for (String detour : detours) {
                    assertLeads(detour);
                }
            }
        }
    }

    private static void assertLeads(String detour) throws IOException {
        String[] ends = detour.split("[:>]");
        try (ServerSocket place = new ServerSocket(Integer.parseInt(ends[1]), 1, InetAddress.getByName(ends[0]));
                Socket dialled = new Socket(ends[2], Integer.parseInt(ends[3]))) {
            dialled.getOutputStream().write(42);
            try (Socket heard = place.accept()) {
                assertEquals(42, heard.getInputStream().read());
            }
        }
    }

    private ProcessDriver driver(String... arguments) throws IOException {
        return driver(LocalSetup.PLAIN, arguments);
    }

    private ProcessDriver driver(LocalSetup setup, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "-XX:+UseSerialGC", SleepingNode.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessDriver(1, temporary, (node, cluster) -> command, setup);
    }

    /** The process of the node's n-th life, once it has told its id. */
    private ProcessHandle process(int life) {
        Path log = temporary.resolve("n1").resolve("server.log");
        await(() -> pids(log).size() >= life);
        return ProcessHandle.of(pids(log).get(life - 1)).orElseThrow();
    }

    private static List<Long> pids(Path log) {
        try {
            return Files.exists(log)
                    ? Files.readString(log).lines().filter(line -> line.matches("pid \\d+")).map(line -> Long.valueOf(line.substring(4)))
                            .toList()
                    : List.of();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static String state(ProcessHandle process) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", String.valueOf(process.pid())).start();
            return new String(ps.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
