package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** ReadIndex (thesis 6.4): no stale read, on a leader or for a follower. */
class ReadIndexTest {
    @Test
    void aReadIsServedOnceAQuorumConfirmsTheLeader() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.step(1, new Input.ReadIndex(7, false));
        assertEquals(List.of(), cluster.readsReady.get(1L));
        cluster.settle(1, 2);
        assertEquals(List.of(new Effects.ReadReady(7, cluster.state(1).commitIndex())), cluster.readsReady.get(1L));
    }

    @Test
    void noReadBeforeTheFirstCommitOfTheTerm() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.propose(1, "x");
        // Member 2 holds x, committed by 1 and 2, but does not know that it is.
        cluster.settle(1, 2);
        long xIndex = cluster.state(1).commitIndex();
        cluster.timeout(2);
        cluster.deliver(m -> m instanceof Message.PreVote);
        cluster.deliver(m -> m instanceof Message.PreVoteResponse);
        cluster.force(2);
        cluster.deliver(m -> m instanceof Message.RequestVote && m.to() == 3);
        cluster.force(3);
        cluster.deliver(m -> m instanceof Message.RequestVoteResponse);
        assertEquals(Role.LEADER, cluster.state(2).role());
        cluster.step(2, new Input.ReadIndex(8, false));
        assertEquals(List.of(), cluster.readsReady.get(2L));
        cluster.settle(2, 3);
        assertEquals(List.of(new Effects.ReadReady(8, xIndex + 1)), cluster.readsReady.get(2L));
    }

    @Test
    void anEarlierRoundConfirmsNothingForALaterRead() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.step(1, new Input.HeartbeatDue());
        cluster.deliver(m -> m.to() == 2);
        cluster.step(1, new Input.ReadIndex(9, false));
        cluster.deliver(m -> m instanceof Message.AppendEntriesResponse);
        assertEquals(List.of(), cluster.readsReady.get(1L), "that answer may be older than the read");
        cluster.settle(1, 2);
        assertEquals(1, cluster.readsReady.get(1L).size());
    }

    @Test
    void eachReadHasARoundOfItsOwn() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.step(1, new Input.ReadIndex(1, false));
        cluster.deliver(m -> m.to() == 2);
        cluster.step(1, new Input.ReadIndex(2, false));
        cluster.deliver(m -> m instanceof Message.AppendEntriesResponse);
        assertEquals(1, cluster.readsReady.get(1L).size(), "the first read's echo was sent before the second read came");
        cluster.settle(1, 3);
        assertEquals(2, cluster.readsReady.get(1L).size());
    }

    @Test
    void aFollowerAsksTheLeader() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.step(3, new Input.ReadIndex(5, false));
        cluster.settle(1, 2, 3);
        assertEquals(List.of(new Effects.ReadReady(5, cluster.state(1).commitIndex())), cluster.readsReady.get(3L));
    }

    @Test
    void readsThatWaitAreRefusedWhenLeadershipIsLost() {
        Cluster cluster = Cluster.of(1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        cluster.step(1, new Input.ReadIndex(4, false));
        long term = cluster.state(1).hardState().term();
        Effects effects = cluster.step(1, new Input.Receive(
                new Message.AppendEntries(2, 1, 1, 0, term + 1, 0, 0, List.of(), 0, 0), false));
        assertEquals(List.of(new Effects.ReadRefused(4)), effects.readsRefused());
        assertEquals(List.of(), effects.readsReady());
    }

    @Test
    void aMemberWithoutALeaderRefuses() {
        Cluster cluster = Cluster.of(1, 2, 3);
        Effects effects = cluster.step(2, new Input.ReadIndex(1, false));
        assertEquals(List.of(new Effects.ReadRefused(1)), effects.readsRefused());
    }
}
