package io.keelson.jepsen.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkState;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are network namespaces; skipped where there can be none. */
@Timeout(60)
class NetnsDriverTest {
    @TempDir
    Path temporary;

    @BeforeEach
    void hostsCanBeMade() {
        assumeTrue(NetnsDriver.obstacle() == null, NetnsDriver::obstacle);
    }

    @Test
    void aCutSilencesAConnectionThatStandsUntilItHeals() throws Exception {
        try (NetnsDriver driver = new NetnsDriver(2, temporary, NetnsDriverTest::pinging, LocalSetup.PLAIN)) {
            assertFalse(driver.endpoint("n1").host().equals(driver.endpoint("n2").host()), "each host has an address of its own");
            driver.start("n1");
            driver.start("n2");
            await(() -> last().equals("answer"));
            driver.shape(Map.of(new Link("n1", "n2"), LinkState.CUT));
            await(() -> last().equals("silence"));
            driver.shape(Map.of());
            await(() -> last().equals("answer"));
            driver.shape(Map.of(new Link("n2", "n1"), LinkState.CUT));
            await(() -> last().equals("silence"));
        }
    }

    @Test
    void packetsAreLostOnABadLinkAndOnNoOther() throws Exception {
        assumeTrue(NetnsDriver.ABILITIES.contains(Ability.PACKETS), "this machine has no TUN devices");
        try (NetnsDriver driver = new NetnsDriver(2, temporary, NetnsDriverTest::pinging, LocalSetup.PLAIN)) {
            driver.start("n1");
            driver.start("n2");
            await(() -> last().equals("answer"));
            driver.shape(Map.of(new Link("n1", "n2"), LinkState.duplicating(100), new Link("n2", "n1"), LinkState.reordering(50)));
            long before = answers();
            await(() -> answers() > before + 20); // TCP makes good what comes twice or too late
            driver.shape(Map.of(new Link("n1", "n2"), LinkState.losing(100)));
            await(() -> last().equals("silence"));
            driver.shape(Map.of());
            await(() -> last().equals("answer"));
        }
    }

    @Test
    void nothingIsLeftOfIt() throws Exception {
        String mine = "kj" + ProcessHandle.current().pid();
        try (NetnsDriver driver = new NetnsDriver(3, temporary, NetnsDriverTest::pinging, LocalSetup.PLAIN)) {
            assertEquals(4, namespaces(mine), "three hosts and the switch between them");
            assertTrue(Files.exists(Path.of("/sys/class/net", mine)));
        }
        assertEquals(0, namespaces(mine));
        assertFalse(Files.exists(Path.of("/sys/class/net", mine)));
    }

    @Test
    void aSpareHostHasNoNodeBeforeOneIsEnrolledThere() throws Exception {
        String mine = "kj" + ProcessHandle.current().pid();
        try (NetnsDriver driver = new NetnsDriver(1, temporary, NetnsDriverTest::pinging, new LocalSetup(true, false, false, List.of(), Map.of()))) {
            assertEquals(3, namespaces(mine), "two hosts and the switch between them");
            assertEquals(List.of("n1"), driver.nodes());
            assertEquals(List.of("n1", "n2"), driver.hosts());
            driver.erase("n2");
            driver.enroll("n2", 7);
            driver.start("n1");
            driver.start("n2");
            await(() -> last().equals("answer"));
            driver.shape(Map.of(new Link("n2", "n1"), LinkState.CUT));
            await(() -> last().equals("silence"));
        }
        assertEquals(0, namespaces(mine));
    }

    /** The one end of the connection is the dialling host's own, the other has come from there. */
    @Test
    void aConnectionIsLostAtOneEndWhileTheOtherStays() throws Exception {
        String mine = "/run/netns/kj" + ProcessHandle.current().pid();
        try (NetnsDriver driver = new NetnsDriver(2, temporary, NetnsDriverTest::pinging, new LocalSetup(false, true, false, List.of(), Map.of()))) {
            Endpoint there = driver.peerEndpoint("n2");
            String detour = Files.readString(temporary.resolve("n1").resolve("unsafe-control")).strip();
            assertTrue(detour.startsWith("detours=" + there + ">127.0.0.1:"), detour);
            NetworkNamespace dialling = new NetworkNamespace(Path.of(mine + "-n1"));
            NetworkNamespace answering = new NetworkNamespace(Path.of(mine + "-n2"));
            try (ServerSocket place = answering.inside(() -> ServerSocketChannel.open().bind(new InetSocketAddress(there.host(), there.port())).socket());
                    Socket dialler = dialling.unconnected()) {
                dialler.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(detour.substring(detour.lastIndexOf(':') + 1))));
                dialler.getOutputStream().write(42);
                try (Socket answerer = place.accept()) {
                    assertEquals(42, answerer.getInputStream().read());
                    assertEquals(driver.peerEndpoint("n1").host(), answerer.getInetAddress().getHostAddress(), "cuts and what befalls packets are between the hosts as ever");
                    driver.shape(Map.of(new Link("n1", "n2"), LinkState.openAtOneEnd()));
                    assertThrows(IOException.class, () -> ended(dialler));
                    answerer.setSoTimeout(200);
                    assertThrows(SocketTimeoutException.class, () -> answerer.getInputStream().read());
                    driver.shape(Map.of());
                    answerer.setSoTimeout(0);
                    assertThrows(IOException.class, () -> ended(answerer));
                }
            }
        }
    }

    /** Whichever way a connection ends. */
    private static void ended(Socket socket) throws IOException {
        if (socket.getInputStream().read() < 0) {
            throw new EOFException();
        }
    }

    private static long namespaces(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/run/netns"))) {
            return all.filter(path -> path.getFileName().toString().startsWith(prefix + "-")).count();
        }
    }

    /** The first host answers, the second asks it. */
    private static List<String> pinging(NodePlan node, List<NodePlan> cluster) {
        NodePlan answering = cluster.stream().filter(each -> each.number() == 1).findFirst().orElseThrow();
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                "-XX:+UseSerialGC", PingingNode.class.getName(), node.number() == 1 ? "answer" : "ask", answering.host(),
                String.valueOf(answering.peerPort())));
    }

    private String last() {
        return said().isEmpty() ? "" : said().getLast();
    }

    private long answers() {
        return said().stream().filter(line -> line.equals("answer")).count();
    }

    private List<String> said() {
        try {
            return Files.readAllLines(temporary.resolve("n2").resolve("server.log"));
        } catch (IOException notYet) {
            return List.of();
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
