package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.MemberSettings;
import io.keelson.core.Role;
import io.keelson.node.MemberInfo;
import io.keelson.node.GroupSettings;
import io.keelson.node.NodeOpenException;
import io.keelson.node.NodeSettings;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.netty.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes in this JVM: real threads, real files, real connections over loopback. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningNodeTest {
    private static final long GROUP = 1;
    /** Held, so that its level stays: connections come and go in every test. */
    private static final Logger LOG = Logger.getLogger("io.keelson.node");

    static {
        LOG.setLevel(Level.OFF);
    }

    @TempDir
    Path parent;

    private Sabotage sabotage = Sabotage.NONE;
    private MemberSettings member = MemberSettings.DEFAULT;
    private final TreeMap<Long, InetSocketAddress> addresses = new TreeMap<>();
    private final TreeMap<Long, RunningNode> nodes = new TreeMap<>();
    private final LinkedBlockingQueue<String> fatal = new LinkedBlockingQueue<>();

    @AfterEach
    void closeNodes() {
        nodes.values().forEach(RunningNode::close);
        assertEquals(List.of(), List.copyOf(fatal), "a node stopped for good");
    }

    @Test
    void threeNodesElectReplicateReadAndTakeOneBack() throws Exception {
        startNodes(1, 2, 3);
        long leader = awaitLeader();
        long follower = leader % 3 + 1;
        long other = follower % 3 + 1;

        assertEquals("1", answer(() -> nodes.get(leader).propose(GROUP, Bytes.utf8("at the leader"))));
        assertEquals("2", answer(() -> nodes.get(follower).propose(GROUP, Bytes.utf8("at a follower"))));
        for (long member : nodes.keySet()) {
            assertEquals(List.of("at the leader", "at a follower"), read(member));
        }

        nodes.remove(follower).close();
        assertEquals("3", answer(() -> nodes.get(other).propose(GROUP, Bytes.utf8("while one is away"))));
        startNode(follower);
        assertEquals(List.of("at the leader", "at a follower", "while one is away"), read(follower));
        assertEquals("4", answer(() -> nodes.get(follower).propose(GROUP, Bytes.utf8("by the one that came back"))));
    }

    /** As when the leader has joined while the other was away, and the other's log does not name it. */
    @Test
    void aLeaderOfWhichAMemberHasNeverHeardIsLetInAndAnswered() throws Exception {
        startNodes(1, 2, 3);
        long leader = awaitLeader();
        long away = leader % 3 + 1;
        nodes.remove(away).close();
        assertEquals("1", answer(() -> nodes.get(leader).propose(GROUP, Bytes.utf8("while one is away"))));

        TreeMap<Long, InetSocketAddress> known = new TreeMap<>(addresses);
        known.remove(leader);
        nodes.put(away, start(settings(away, 7), known));
        assertEquals(List.of("while one is away"), read(away));
        assertEquals(leader, awaitLeader(), "nobody had to be elected for it");
    }

    /** Its snapshot has the leader where it was, its log where it went, and it has to answer the leader before it learns that this is committed. */
    @Test
    void whoStartsOnAnOldSnapshotAnswersALeaderThatHasMovedSince() throws Exception {
        startNodes(1, 2, 3);
        long leader = awaitLeader();
        long away = leader % 3 + 1;
        done(() -> nodes.get(leader).rememberMember(GROUP, leader, new MemberInfo("", "127.0.0.1:1", List.of()), false));
        assertEquals(List.of(), read(away), "it knows the first address");
        nodes.get(away).inspect(node -> {
            node.compactNow(GROUP);
            return null;
        }).join();
        while (nodes.get(away).inspect(node -> node.status().counters().snapshotsTaken()).join() == 0) {
            Thread.sleep(5);
        }
        String moved = "127.0.0.1:" + addresses.get(leader).getPort();
        done(() -> nodes.get(leader).rememberMember(GROUP, leader, new MemberInfo("", moved, List.of()), false));
        assertEquals(List.of(), read(away), "it knows the second");
        nodes.remove(away).close();
        assertEquals("1", answer(() -> nodes.get(leader).propose(GROUP, Bytes.utf8("while one is away"))));
        startNode(away);
        assertEquals(List.of("while one is away"), read(away));
        assertEquals(leader, awaitLeader(), "nobody had to be elected for it");
    }

    /** Between the nodes of a test there may stand proxies, which the group knows nothing of. */
    @Test
    void whoIsOrderedToDialsByADetourWhomTheGroupSaysToBeElsewhere() throws Exception {
        startNodes(1, 2, 3);
        long leader = awaitLeader();
        long away = leader % 3 + 1;
        done(() -> nodes.get(leader).rememberMember(GROUP, leader, new MemberInfo("", "127.0.0.1:1", List.of()), false));
        assertEquals(List.of(), read(away), "it knows that address");
        nodes.remove(away).close();
        Path orders = parent.resolve("orders");
        Files.writeString(orders, "detours=127.0.0.1:2>127.0.0.1:3,127.0.0.1:1>127.0.0.1:" + addresses.get(leader).getPort());
        sabotage = Sabotage.by(orders, told -> {});
        startNode(away);
        assertEquals("1", answer(() -> nodes.get(away).propose(GROUP, Bytes.utf8("by way of the leader"))));
        assertEquals(leader, awaitLeader(), "nobody had to be elected for it");
    }

    @Test
    void anAddressThatNobodyCanDialIsRefused() throws Exception {
        startNodes(1);
        for (String address : List.of("", "host", "host:0", "host:65536", ":80")) {
            assertThrows(IllegalArgumentException.class, () -> nodes.get(1L).rememberMember(GROUP, 2, new MemberInfo("", address, List.of()), false), address);
        }
    }

    @Test
    void theClusterGoesOnWithoutItsLeader() throws Exception {
        startNodes(1, 2, 3);
        long leader = awaitLeader();
        assertEquals("1", answer(() -> nodes.get(leader).propose(GROUP, Bytes.utf8("before"))));
        nodes.remove(leader).close();
        long survivor = nodes.firstKey();
        assertEquals(List.of("before"), read(survivor));
        assertEquals("2", answer(() -> nodes.get(survivor).propose(GROUP, Bytes.utf8("after"))));
    }

    @Test
    void leadershipIsHandedOverOnRequestAndByALeaderThatCloses() throws Exception {
        // So long that nobody is elected for want of a leader while the test runs.
        member = new MemberSettings(5_000_000_000L, 50_000_000L, 1024, 1 << 20, 8192, true, true);
        startNodes(1, 2, 3);
        long first = awaitLeader();
        assertEquals("1", answer(() -> nodes.get(first).propose(GROUP, Bytes.utf8("before"))));
        long second = first % 3 + 1;
        assertInstanceOf(Outcome.NotApplied.class, nodes.get(second).transferLeadership(GROUP, second).join(), "it does not lead");
        assertInstanceOf(Outcome.Refused.class, nodes.get(first).transferLeadership(GROUP, 9).join());
        assertEquals(second, done(() -> nodes.get(first).transferLeadership(GROUP, second)));

        nodes.remove(second).close();
        assertTrue(nodes.values().stream().anyMatch(node -> roleOf(node) == Role.LEADER), "closing has waited for a successor");
        assertEquals("2", answer(() -> nodes.get(first).propose(GROUP, Bytes.utf8("after"))));
        long index = ((Outcome.Done<?>) nodes.get(first).read(GROUP, Register::commandsOf).join()).index();
        for (RunningNode node : nodes.values()) {
            assertEquals(List.of("before", "after"), done(() -> node.read(GROUP, new ReadConsistency.AtLeast(index), Register::commandsOf)));
        }
    }

    private static Role roleOf(RunningNode node) {
        return node.inspect(n -> n.status().groups().get(0).role()).join();
    }

    @Test
    void aSessionReadsItsOwnWrites() throws Exception {
        startNodes(1, 2, 3);
        awaitLeader();
        ClientSession session = new ClientSession(done(() -> nodes.get(1L).openSession(GROUP, 60_000)));
        for (int sequence = 1; sequence <= 20; sequence++) {
            int number = sequence;
            long writer = number % 3 + 1;
            long reader = writer % 3 + 1;
            done(() -> nodes.get(writer).propose(GROUP, session, number, Bytes.utf8("command " + number)));
            assertEquals(number, done(() -> nodes.get(reader).read(GROUP, session.ownWrites(), Register::commandsOf)).size());
        }
    }

    @Test
    void aSessionsCommandIsAppliedOnce() throws Exception {
        startNodes(1);
        RunningNode node = nodes.get(1L);
        long session = done(() -> node.openSession(GROUP, 60_000));
        assertEquals("1", answer(() -> node.propose(GROUP, session, 1, Bytes.utf8("once"))));
        assertEquals("1", answer(() -> node.propose(GROUP, session, 1, Bytes.utf8("once"))));
        assertEquals(List.of("once"), read(1));
    }

    @Test
    void whatWasAcknowledgedSurvivesClosing() throws Exception {
        startNodes(1);
        for (int i = 1; i <= 20; i++) {
            int number = i;
            assertEquals(Integer.toString(i), answer(() -> nodes.get(1L).propose(GROUP, Bytes.utf8("command " + number))));
        }
        nodes.remove(1L).close();
        startNode(1);
        assertEquals(20, read(1).size());
    }

    @Test
    void aQueryThatThrowsFailsItsOwnCallerAlone() throws Exception {
        startNodes(1);
        RunningNode node = nodes.get(1L);
        read(1);
        CompletionException thrown = assertThrows(CompletionException.class, () -> node.read(GROUP, machine -> {
            throw new IllegalArgumentException("a bad query");
        }).join());
        assertEquals("a bad query", thrown.getCause().getMessage());
        assertThrows(CompletionException.class, () -> node.inspect(n -> n.capture(99)).join());
        assertEquals(List.of(), read(1));
    }

    @Test
    void aReplyIsToldInsteadOfAFuture() throws Exception {
        startNodes(1);
        RunningNode node = nodes.get(1L);
        read(1);
        LinkedBlockingQueue<Outcome<?>> told = new LinkedBlockingQueue<>();
        node.propose(GROUP, Bytes.utf8("x"), told::add);
        assertEquals(Bytes.utf8("1"), assertInstanceOf(Outcome.Done.class, told.take()).value());
        node.read(GROUP, ReadConsistency.LINEARIZABLE, Register::commandsOf, told::add);
        assertEquals(List.of("x"), assertInstanceOf(Outcome.Done.class, told.take()).value());
        node.read(GROUP, ReadConsistency.LINEARIZABLE, machine -> {
            throw new IllegalArgumentException("a bad query");
        }, told::add);
        assertTrue(assertInstanceOf(Outcome.Refused.class, told.take()).reason().contains("a bad query"));
        node.close();
        node.propose(GROUP, Bytes.utf8("late"), told::add);
        assertInstanceOf(Outcome.NotApplied.class, told.take());
    }

    @Test
    void aReplyThatThrowsIsNobodyElsesConcern() throws Exception {
        startNodes(1);
        RunningNode node = nodes.get(1L);
        node.propose(GROUP, Bytes.utf8("x"), outcome -> {
            throw new IllegalStateException("a bug of the caller's");
        });
        assertEquals("2", answer(() -> node.propose(GROUP, Bytes.utf8("y"))));
    }

    @Test
    void statusAndCountersSayWhatHappened() throws Exception {
        startNodes(1);
        RunningNode node = nodes.get(1L);
        assertEquals("1", answer(() -> node.propose(GROUP, Bytes.utf8("x"))));
        node.inspect(n -> n.incarnation()).join();
        assertEquals(Role.LEADER, node.inspect(n -> n.status().groups().get(0).role()).join());
        node.close();
        assertEquals(1, node.status().counters().commandsDone());
        assertTrue(node.storageCounters().forces() > 0);
        assertTrue(node.storageCounters().bytesWritten() > 0);
    }

    @Test
    void aClosedNodeAnswers() throws Exception {
        startNodes(1);
        RunningNode node = nodes.get(1L);
        node.close();
        node.close();
        assertInstanceOf(Outcome.NotApplied.class, node.propose(GROUP, Bytes.utf8("late")).join());
        assertInstanceOf(Outcome.NotApplied.class, node.read(GROUP, Register::commandsOf).join());
        assertThrows(CompletionException.class, () -> node.inspect(n -> n.groups().ids()).join());
        assertTrue(node.status().stopped());
    }

    @Test
    void closingFromTheNodesOwnThreadIsRefused() throws Exception {
        startNodes(1);
        RunningNode node = nodes.get(1L);
        CompletionException thrown = assertThrows(CompletionException.class, () -> node.inspect(n -> {
            node.close();
            return null;
        }).join());
        assertInstanceOf(IllegalStateException.class, thrown.getCause());
    }

    @Test
    void aPortInUseLeavesTheDirectoryAsItWas() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            addresses.put(1L, new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()));
            NodeOpenException refused = assertThrows(NodeOpenException.class, () -> startNode(1));
            assertTrue(refused.getMessage().contains("the port is in use"), refused.getMessage());
            try (var files = Files.list(directory(1))) {
                assertEquals(List.of(DirectoryLock.NAME), files.map(file -> file.getFileName().toString()).toList());
            }
        }
        startNode(1);
    }

    @Test
    void aDirectoryOfAnotherClusterIsRefusedAndGivenBack() throws Exception {
        startNodes(1);
        nodes.remove(1L).close();
        NodeSettings another = settings(1, 8);
        NodeOpenException refused = assertThrows(NodeOpenException.class, () -> start(another));
        assertTrue(refused.getMessage().contains("cluster"), refused.getMessage());
        startNode(1);
        assertEquals(List.of(), read(1));
    }

    @Test
    void aStateMachineThatThrowsStopsTheNodeWithOneLine() throws Exception {
        addresses.put(1L, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        GroupSettings broken = new GroupSettings(GROUP, Configuration.of(1), (context, command) -> {
            throw new IllegalStateException("a bug in the state machine");
        });
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (RunningNode node = RunningNode.start(
                new RunningNodeSettings(settings(1, 7), directory(1), addresses.get(1L), addresses, List.of(broken)), told::add)) {
            Outcome<Bytes> outcome = untilDecided(() -> node.propose(GROUP, Bytes.utf8("x")));
            assertInstanceOf(Outcome.Unknown.class, outcome);
            String line = told.take();
            assertTrue(line.contains("a bug in the state machine"), line);
            assertTrue(node.status().stopped());
        }
    }

    private void startNodes(long... members) throws Exception {
        List<ServerSocket> reserved = new ArrayList<>();
        for (long member : members) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            reserved.add(socket);
            addresses.put(member, new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
        }
        for (ServerSocket socket : reserved) {
            socket.close();
        }
        for (long member : members) {
            startNode(member);
        }
    }

    private void startNode(long member) throws NodeOpenException {
        nodes.put(member, start(settings(member, 7)));
    }

    private RunningNode start(NodeSettings settings) throws NodeOpenException {
        return start(settings, addresses);
    }

    private RunningNode start(NodeSettings settings, TreeMap<Long, InetSocketAddress> peers) throws NodeOpenException {
        Configuration all = Configuration.of(addresses.keySet().stream().mapToLong(Long::longValue).toArray());
        return RunningNode.start(
                new RunningNodeSettings(
                        settings,
                        directory(settings.memberId()),
                        addresses.get(settings.memberId()),
                        peers,
                        List.of(new GroupSettings(GROUP, all, new Register())),
                        TransportSettings.forElections(settings.member().electionTimeoutNanos()),
                        sabotage),
                fatal::add);
    }

    private NodeSettings settings(long id, long cluster) {
        return new NodeSettings(cluster, id, member, 1 << 20, 1 << 16, 1000, 5_000_000_000L);
    }

    private Path directory(long member) {
        return parent.resolve("node-" + member);
    }

    private long awaitLeader() {
        while (true) {
            for (var node : nodes.entrySet()) {
                if (roleOf(node.getValue()) == Role.LEADER) {
                    return node.getKey();
                }
            }
            pause();
        }
    }

    private List<String> read(long member) {
        return done(() -> nodes.get(member).read(GROUP, Register::commandsOf));
    }

    private static String answer(Supplier<CompletableFuture<Outcome<Bytes>>> request) {
        return done(request).toUtf8();
    }

    private static <T> T done(Supplier<CompletableFuture<Outcome<T>>> request) {
        Outcome<T> outcome = untilDecided(request);
        if (outcome instanceof Outcome.Done<T> done) {
            return done.value();
        }
        throw new AssertionError(outcome.toString());
    }

    /** What was not applied, for want of a leader, may be asked again. */
    private static <T> Outcome<T> untilDecided(Supplier<CompletableFuture<Outcome<T>>> request) {
        Outcome<T> outcome = request.get().join();
        while (outcome instanceof Outcome.NotApplied<T>) {
            pause();
            outcome = request.get().join();
        }
        return outcome;
    }

    /** Leaves the processor to the nodes; nothing depends on how long. */
    private static void pause() {
        LockSupport.parkNanos(2_000_000);
    }
}
