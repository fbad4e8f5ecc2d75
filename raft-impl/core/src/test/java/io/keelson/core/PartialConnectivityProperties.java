package io.keelson.core;

import static io.keelson.core.TimedCluster.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/**
 * PreVote and CheckQuorum together (thesis 6.2, 9.6), in virtual time: whoever is connected in part disturbs nobody, and whoever leads without a quorum makes room.
 */
class PartialConnectivityProperties {
    private static final long ELECTION = 100 * MILLI;
    private static final MemberSettings SETTINGS = settings(true, true);
    /** The five-node graph 12, 13, 23, 24, 35: three members in the middle have a quorum of neighbours, two at the edge have not. */
    private static final List<List<Long>> FIVE_NODE_GRAPH =
            List.of(List.of(1L, 2L), List.of(1L, 3L), List.of(2L, 3L), List.of(2L, 4L), List.of(3L, 5L));

    private static MemberSettings settings(boolean preVote, boolean checkQuorum) {
        return new MemberSettings(ELECTION, 10 * MILLI, 4, 1 << 20, 64, preVote, checkQuorum);
    }

    private static TimedCluster led(MemberSettings settings, long seed, long... ids) {
        TimedCluster cluster = new TimedCluster(settings, seed, ids);
        cluster.run(20 * ELECTION);
        assertTrue(cluster.serves(ELECTION), "the cluster does not start");
        return cluster;
    }

    private static long[] follower(TimedCluster cluster, int which) {
        return cluster.members.keySet().stream().filter(id -> id != cluster.leader()).mapToLong(Long::longValue).skip(which).limit(1).toArray();
    }

    /** First in quiet times: a member that lacks what is newly committed would get no vote anyway. */
    private static void assertUndisturbed(TimedCluster cluster, long leader, long term) {
        cluster.run(30 * ELECTION);
        for (int k = 0; k < 10; k++) {
            assertEquals(leader, cluster.leader());
            assertEquals(term, cluster.term(), "somebody campaigned");
            assertTrue(cluster.serves(2 * ELECTION), "the group stops serving");
        }
    }

    /** Cloudflare, November 2020: the leader and one follower lose each other, or one no longer hears the other. */
    @Property(tries = 150)
    void aMemberThatDoesNotReachTheLeaderDeposesNobody(@ForAll @LongRange(min = 0) long seed, @ForAll @IntRange(max = 1) int which,
            @ForAll boolean fromLeader, @ForAll boolean toLeader) {
        TimedCluster cluster = led(SETTINGS, seed, 1, 2, 3);
        long leader = cluster.leader();
        long term = cluster.term();
        long cutOff = follower(cluster, which)[0];
        if (fromLeader) {
            cluster.cut(leader, cutOff);
        }
        if (toLeader) {
            cluster.cut(cutOff, leader);
        }
        assertUndisturbed(cluster, leader, term);
    }

    /** A member that hears nobody and is heard by all: its pre-votes find no ear, since the others hear the leader. */
    @Property(tries = 100)
    void aDeafMemberDeposesNobody(@ForAll @LongRange(min = 0) long seed, @ForAll @IntRange(max = 3) int which) {
        TimedCluster cluster = led(SETTINGS, seed, 1, 2, 3, 4, 5);
        long leader = cluster.leader();
        long term = cluster.term();
        long deaf = follower(cluster, which)[0];
        cluster.members.keySet().stream().filter(id -> id != deaf).forEach(id -> cluster.cut(id, deaf));
        assertUndisturbed(cluster, leader, term);
    }

    /** What was heard just before the links went counts for the check that is under way, so the next one ends it: the longest election timeout at most. */
    @Property(tries = 150)
    void aLeaderWithoutAQuorumStepsDownWithinTheLongestElectionTimeout(@ForAll @LongRange(min = 0) long seed, @ForAll boolean hears) {
        TimedCluster cluster = led(SETTINGS, seed, 1, 2, 3);
        long leader = cluster.leader();
        if (hears) {
            cluster.isolate(leader);
        } else {
            cluster.members.keySet().stream().filter(id -> id != leader).forEach(id -> cluster.cut(id, leader));
        }
        cluster.run(2 * ELECTION);
        assertTrue(cluster.members.get(leader).role() != Role.LEADER, "it still leads");
        cluster.run(8 * ELECTION);
        assertTrue(cluster.leader() != leader && cluster.serves(ELECTION), "nobody has taken over");
    }

    @Property(tries = 150)
    void theFiveNodeGraphKeepsServing(@ForAll @LongRange(min = 0) long seed) {
        TimedCluster cluster = led(SETTINGS, seed, 1, 2, 3, 4, 5);
        cluster.only(FIVE_NODE_GRAPH);
        cluster.run(20 * ELECTION);
        long leader = cluster.leader();
        long term = cluster.term();
        assertTrue(leader <= 3, "it has two neighbours at least");
        assertUndisturbed(cluster, leader, term);
    }

    /** That these tests can fail. */
    @Test
    void withoutPreVoteALeaderIsDeposedAndWithoutCheckQuorumADeafOneStays() {
        TimedCluster noPreVote = led(settings(false, false), 1, 1, 2, 3);
        long term = noPreVote.term();
        noPreVote.cut(noPreVote.leader(), follower(noPreVote, 0)[0]);
        noPreVote.run(40 * ELECTION);
        assertTrue(noPreVote.term() > term, "term " + noPreVote.term());

        TimedCluster noCheckQuorum = led(settings(true, false), 1, 1, 2, 3);
        long leader = noCheckQuorum.leader();
        noCheckQuorum.members.keySet().stream().filter(id -> id != leader).forEach(id -> noCheckQuorum.cut(id, leader));
        noCheckQuorum.run(40 * ELECTION);
        assertEquals(leader, noCheckQuorum.leader());
    }
}
