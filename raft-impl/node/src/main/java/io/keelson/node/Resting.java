package io.keelson.node;

import io.keelson.core.Role;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.Frame.Rest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lets groups rest that have nothing to do: their leaders send no heartbeats and count no quorum, their followers' election timers stand. Instead the nodes send each
 * other <em>beats</em>, one each heartbeat interval for all groups that rest between them.
 *
 * <p>A leader's node vouches to the followers' nodes for a list of (group, term, last index); a digest of the list is in each beat, the list itself as long as the other has not
 * said that it trusts in just that. A follower's node that does not hear a beat with the digest of what it trusts in for half an election timeout wakes those groups and says so: if
 * only beats were lost, their leaders' heartbeats come before an election does. Election timeouts count from the last such beat: they elect as soon as they would have without
 * rest. A leader's node that does not hear a follower's node, or hears beats that do not say that the other trusts in what it is told, wakes its groups too, so that their
 * heartbeats and quorum checks find out what is the matter: a follower that knows of no rest waits for heartbeats, and elects if none come.
 *
 * <p>Safety does not depend on any of this: to the protocol a rest is time that does not pass. Whatever happens to a member wakes it, see {@link Group#step}.
 */
final class Resting {
    /** A node with fewer groups than these sends heartbeats for each: beats would not be fewer. */
    static final int FROM_GROUPS = 8;

    private final TreeMap<Long, Group> groups;
    private final Group.Host host;
    private final FrameSender sender;
    private final long quietBefore;
    /** Half an election timeout: who is woken then still has time to hear a heartbeat of its leader, if that is alive. */
    private final long patience;
    private final long interval;
    private final TreeMap<Long, RestingPeer> peers = new TreeMap<>();
    private long life;
    private long number;

    Resting(TreeMap<Long, Group> groups, Group.Host host, FrameSender sender, NodeSettings settings) {
        this.groups = groups;
        this.host = host;
        this.sender = sender;
        this.quietBefore = settings.member().electionTimeoutNanos();
        this.patience = settings.member().electionTimeoutNanos() / 2;
        this.interval = settings.member().heartbeatNanos();
    }

    /** Lets a group rest that this node leads, if it has been quiet for an election timeout. */
    void consider(Group group) {
        boolean leads = group.member.role() == Role.LEADER && groups.size() >= FROM_GROUPS;
        if (leads && !group.member.isResting() && host.now() - group.activeAt() >= quietBefore && group.isQuiet()) {
            begin(group);
        }
    }

    private void begin(Group group) {
        long now = host.now();
        Rest rest = new Rest(group.id, group.member.term(), group.member.lastIndex());
        for (long member : group.member.configuration().members()) {
            if (member != group.member.leader()) {
                RestingPeer peer = peers.computeIfAbsent(member, RestingPeer::new);
                peer.vouch(rest, now);
                peer.plan(now, interval);
            }
        }
        group.member.rest();
    }

    /** A group that rests is about to be handed something: it rests no longer, on this node. */
    void wake(Group group) {
        long heard = group.member.role() == Role.LEADER ? host.now() : peers.get(group.member.leader()).vouchedAt;
        for (RestingPeer peer : peers.values()) {
            peer.vouched.remove(group.id);
            peer.trusted.remove(group.id);
        }
        group.wake(heard);
    }

    private void wake(List<Rest> rests) {
        for (Rest rest : rests) {
            Group group = groups.get(rest.group());
            if (group != null && group.member.isResting()) {
                wake(group);
            }
        }
    }

    /** The group is gone. */
    void forget(Group group) {
        if (group.member.isResting()) {
            wake(group);
        }
    }

    /** Sends the beats that are due, and wakes what rested with somebody who is silent. */
    void onWake() {
        long now = host.now();
        for (RestingPeer peer : peers.values()) {
            if (!peer.trusted.isEmpty() && now - peer.vouchedAt >= patience) {
                List<Rest> woken = peer.trusted.all();
                wake(woken);
                peer.refused = woken.stream().map(Rest::group).toList();
                peer.sayMore(now, 0);
            }
            if (!peer.vouched.isEmpty() && now - peer.aliveAt >= patience) {
                wake(peer.vouched.all());
            }
            wake(peer.takeUnanswered(now, patience));
            if (now >= peer.beatAt) {
                beat(peer, now);
            }
        }
    }

    private void beat(RestingPeer peer, long now) {
        if (life == 0) {
            life = host.firstNumber() | 1;
        }
        boolean agreed = peer.isAgreed();
        sender.send(new Frame.Beat(
                sender.headerToNode(peer.member),
                life,
                ++number,
                peer.vouched.digest(),
                peer.trusted.digest(),
                !agreed,
                agreed ? List.of() : peer.vouched.all(),
                peer.refused));
        peer.sent(now, interval);
    }

    long nextWake() {
        long next = GroupSchedule.NEVER;
        for (RestingPeer peer : peers.values()) {
            next = Math.min(next, peer.nextWake(patience));
        }
        return next;
    }

    /** Another node has sent a beat. */
    void received(Frame.Beat beat) {
        long from = beat.header().from();
        RestingPeer peer = peers.computeIfAbsent(from, RestingPeer::new);
        if (!peer.isNews(beat.life(), beat.number())) {
            return;
        }
        long now = host.now();
        peer.aliveAt = now;
        peer.heard(beat.trusts(), now);
        wakeRefused(peer, beat.refused());
        if (beat.hasList()) {
            follow(peer, beat.list());
        }
        if (beat.hasList() || beat.vouches() == peer.trusted.digest()) {
            // All that is trusted in is named by this beat, in the list or by the digest.
            peer.vouchedAt = now;
        }
        boolean settled = beat.vouches() == peer.trusted.digest() && peer.isAgreed() && peer.refused.isEmpty();
        if (!settled) {
            peer.sayMore(now, interval / 4);
        }
        if (peer.isRelated()) {
            peer.plan(now, interval);
        }
    }

    private void wakeRefused(RestingPeer peer, List<Long> refused) {
        for (long id : refused) {
            Group group = groups.get(id);
            if (group != null && peer.vouched.contains(id)) {
                wake(group);
            }
        }
    }

    /** Wakes what the leader's node does not vouch for any more, and lets rest what it vouches for, if it can. */
    private void follow(RestingPeer peer, List<Rest> list) {
        TreeSet<Long> listed = new TreeSet<>();
        List<Rest> fresh = new ArrayList<>();
        for (Rest rest : list) {
            if (peer.trusted.contains(rest)) {
                listed.add(rest.group());
            } else {
                fresh.add(rest);
            }
        }
        wake(peer.trusted.all().stream().filter(rest -> !listed.contains(rest.group())).toList());
        List<Long> refused = new ArrayList<>();
        for (Rest rest : fresh) {
            Group group = groups.get(rest.group());
            if (group != null && group.restsUnder(peer.member, rest)) {
                peer.trusted.add(rest);
            } else {
                refused.add(rest.group());
            }
        }
        peer.refused = refused;
    }
}
