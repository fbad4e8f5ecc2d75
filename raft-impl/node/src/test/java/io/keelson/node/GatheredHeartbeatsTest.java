package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Message;
import io.keelson.core.Role;
import io.keelson.node.MemoryCluster.Machine;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.FrameHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats of many groups share frames, and so do their answers, but not with members that run an older build. */
class GatheredHeartbeatsTest {
    /** So many that some of a leader's heartbeats fall into one millisecond. */
    private static final int GROUPS = 60;

    private final MemoryCluster cluster = new MemoryCluster(3);
    /** By sender, receiver and moment. */
    private final TreeMap<String, List<Frame>> sent = new TreeMap<>();

    @BeforeEach
    void listen() {
        cluster.groups = GROUPS;
        cluster.withhold = frame -> {
            FrameHeader header = frame.header();
            sent.computeIfAbsent(header.from() + " to " + header.to() + " at " + cluster.now, none -> new ArrayList<>()).add(frame);
            return false;
        };
    }

    private void start() throws NodeOpenException {
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
    }

    private void awaitLeaders() {
        cluster.until("each group is led, as all know", () -> cluster.members.values().stream()
                .flatMap(machine -> machine.node.status().groups().stream())
                .allMatch(group -> group.leader() != 0 && group.commitIndex() > 0));
        cluster.run(100);
    }

    private static boolean mayGather(Frame frame) {
        return frame instanceof Frame.OfSeveralGroups || frame instanceof Frame.Protocol protocol && Frame.OfSeveralGroups.mayGather(protocol.message());
    }

    private static Class<?> kind(Frame frame) {
        return frame instanceof Frame.OfSeveralGroups several ? several.messages().getFirst().message().getClass() : ((Frame.Protocol) frame).message().getClass();
    }

    private long gathered(String link) {
        return sent.entrySet().stream()
                .filter(batch -> batch.getKey().startsWith(link))
                .flatMap(batch -> batch.getValue().stream())
                .filter(frame -> frame instanceof Frame.OfSeveralGroups)
                .count();
    }

    @Test
    void aBatchHasOneFrameOfHeartbeatsForANodeAndOneOfAnswers() throws NodeOpenException {
        start();
        awaitLeaders();
        sent.forEach((batch, frames) -> {
            List<? extends Class<?>> kinds = frames.stream().filter(GatheredHeartbeatsTest::mayGather).map(GatheredHeartbeatsTest::kind).toList();
            assertEquals(kinds.stream().distinct().toList(), kinds, batch);
        });
        List<Frame> all = sent.values().stream().flatMap(List::stream).filter(frame -> frame instanceof Frame.OfSeveralGroups).toList();
        assertTrue(all.stream().anyMatch(frame -> kind(frame) == Message.AppendEntries.class), "heartbeats");
        assertTrue(all.stream().anyMatch(frame -> kind(frame) == Message.AppendEntriesResponse.class), "answers");
        assertEquals(List.of(), cluster.objections);
    }

    @Test
    void membersAreUpgradedOneAfterTheOther() throws NodeOpenException {
        long[] upgraded = {1};
        cluster.older = member -> member > upgraded[0];
        start();
        for (; upgraded[0] <= 3; upgraded[0]++) {
            sent.clear();
            cluster.machine(upgraded[0]).kill();
            cluster.machine(upgraded[0]).start();
            awaitLeaders();
            for (long from = 1; from <= 3; from++) {
                for (long to = 1; to <= 3; to++) {
                    boolean bothUpgraded = from != to && from <= upgraded[0] && to <= upgraded[0];
                    String link = from + " to " + to + " ";
                    assertTrue(bothUpgraded || gathered(link) == 0, link + "with " + upgraded[0] + " upgraded");
                }
            }
        }
        assertTrue(gathered("") > 0, "all are upgraded");
        assertEquals(List.of(), cluster.objections);
    }

    @Test
    void aGroupThatIsNotHereDoesNotHoldUpTheOthers() throws NodeOpenException {
        start();
        awaitLeaders();
        Machine receiver = cluster.machine(1);
        NodeStatus.GroupStatus followed = receiver.node.status().groups().stream().filter(group -> group.role() == Role.FOLLOWER).findFirst().orElseThrow();
        Machine leader = cluster.machine(followed.leader());
        FrameHeader header = new FrameHeader(FrameHeader.NO_GROUP, leader.id, leader.node.incarnation(), 1);
        Message later = new Message.AppendEntries(leader.id, leader.node.incarnation(), 1, 0, followed.term() + 1, 0, 0, List.of(), 0, 0);
        Frame frame = new Frame.OfSeveralGroups(header, List.of(new Frame.OfGroup(GROUPS + 1, later), new Frame.OfGroup(followed.group(), later)));
        assertNull(receiver.node.onFrame(FrameCodec.encode(frame)));
        NodeStatus.GroupStatus after = receiver.node.status().groups().stream().filter(group -> group.group() == followed.group()).findFirst().orElseThrow();
        assertEquals(followed.term() + 1, after.term());
        assertFalse(receiver.node.status().stopped());
    }
}
