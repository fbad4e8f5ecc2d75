package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A member that rests: time stands still for it, until something happens to it or its host wakes it. */
class RestTest {
    private static final MemberSettings SETTINGS = new MemberSettings(100, 10, 4, 1 << 20, 8, true, true);

    private final RaftMember follower = member(1);

    private static RaftMember member(long... voters) {
        Configuration unbound = voters.length == 1 ? Configuration.of(1, 2, 3) : Configuration.of(voters);
        TreeMap<Long, Long> firstDirectories = new TreeMap<>();
        unbound.members().forEach(id -> firstDirectories.put(id, 1L));
        RaftMember member = new RaftMember(new MemberIdentity(1, 1, 1), SETTINGS, Recovered.nothing(unbound.boundTo(firstDirectories)));
        member.step(new Event.Tick(0, 0));
        return member;
    }

    private static Message.AppendEntries heartbeat(long term) {
        return new Message.AppendEntries(2, 1, 1, 0, term, 0, 0, List.of(), 0, 0);
    }

    private static void durable(RaftMember member, Effects effects) {
        if (effects.write() != null) {
            member.step(new Event.Persisted(effects.write().ticket()));
        }
    }

    private void hearLeader() {
        durable(follower, follower.step(new Event.Receive(heartbeat(1))));
    }

    @Test
    void aFollowerThatHasAllThatIsCommittedCanRest() {
        assertFalse(follower.canRest(), "it knows no leader");
        hearLeader();
        assertTrue(follower.canRest());
        Entry entry = new Entry(1, 1, Payload.NOOP);
        durable(follower, follower.step(new Event.Receive(new Message.AppendEntries(2, 1, 1, 0, 1, 0, 0, List.of(entry), 0, 0))));
        assertFalse(follower.canRest(), "an entry is not committed");
        follower.step(new Event.Receive(new Message.AppendEntries(2, 1, 1, 0, 1, 1, 1, List.of(), 1, 0)));
        assertTrue(follower.canRest());
    }

    @Test
    void aRestingFollowerDoesNotCampaignAndRefusesPreVotes() {
        hearLeader();
        follower.rest();
        assertEquals(Long.MAX_VALUE, follower.nextTick());
        follower.step(new Event.Tick(10_000, 0));
        assertEquals(Role.FOLLOWER, follower.role());
        assertTrue(follower.isResting());
    }

    @Property(tries = 100)
    void wokenItCampaignsAsIfItHadHeardItsLeaderAtThatMoment(@ForAll long entropy) {
        RaftMember woken = member(1);
        durable(woken, woken.step(new Event.Receive(heartbeat(1))));
        woken.rest();
        woken.step(new Event.Tick(5_000, 0));
        woken.wake(4_950);
        woken.step(new Event.Tick(5_000, entropy));
        assertTrue(woken.nextTick() >= 5_050 && woken.nextTick() < 5_150, "between one and two election timeouts from 4950");
        woken.step(new Event.Tick(woken.nextTick(), 0));
        assertEquals(Role.PRE_CANDIDATE, woken.role());
    }

    @Test
    void whateverHappensWakesIt() {
        hearLeader();
        follower.rest();
        follower.step(new Event.Receive(heartbeat(1)));
        assertFalse(follower.isResting());
        follower.step(new Event.Tick(0, 0));
        assertTrue(follower.nextTick() < 300);
    }

    @Test
    void aLeaderRestsWhenAllHaveEverythingAndWereHeard() {
        RaftMember leader = leaderOfThree();
        assertFalse(leader.canRest(), "nobody has acknowledged the opening entry");
        leader.step(new Event.Receive(new Message.AppendEntriesResponse(2, 1, 1, leader.term(), true, 1, 0, 0, 0, false)));
        assertFalse(leader.canRest(), "member 3 has not");
        leader.step(new Event.Receive(new Message.AppendEntriesResponse(3, 1, 1, leader.term(), true, 1, 0, 0, 0, false)));
        assertTrue(leader.canRest());
        leader.rest();
        Effects none = leader.step(new Event.Tick(50_000, 0));
        assertEquals(Effects.NONE, none, "no heartbeat, and no quorum check that would make it step down");
        assertEquals(Role.LEADER, leader.role());
        Effects proposed = leader.step(new Event.Propose(List.of(new Payload.Command(Bytes.utf8("x")))));
        assertFalse(leader.isResting());
        assertEquals(2, proposed.sendNow().size());
        assertFalse(leader.canRest());
    }

    private static RaftMember leaderOfThree() {
        RaftMember member = member(1);
        member.step(new Event.Tick(250, 0));
        Effects campaign = member.step(new Event.Receive(new Message.PreVoteResponse(2, 1, 1, 1, 1, true)));
        durable(member, campaign);
        durable(member, member.step(new Event.Receive(new Message.RequestVoteResponse(2, 1, 1, 1, 1, true))));
        assertEquals(Role.LEADER, member.role());
        member.step(new Event.Tick(251, 0));
        return member;
    }
}
