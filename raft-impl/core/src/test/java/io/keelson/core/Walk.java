package io.keelson.core;

import java.util.List;

/** Takes a walk's moves on a {@link Cluster} of three voters and two members that wait to be let in. */
final class Walk {
    static final int MEMBERS = 5;

    /** One move: what, by or at which member, and a number that picks among messages, writes, members. */
    record Move(Kind kind, long member, int pick) {}

    enum Kind {
        TIMEOUT,
        HEARTBEAT,
        QUORUM_CHECK,
        PROPOSE,
        READ,
        CHANGE,
        TRANSFER,
        TRANSFER_TIMEOUT,
        COMPACT,
        STALL,
        DELIVER,
        DUPLICATE,
        LOSE,
        FORCE,
        CRASH,
        DAMAGE,
        SETTLE,
        SETTLE_MOST
    }

    /** At least three voters each, so that one who has lost entries holds nobody up. */
    private static final List<List<Long>> VOTERS = List.of(
            Cluster.ids(1, 2, 3), Cluster.ids(1, 2, 4), Cluster.ids(2, 4, 5), Cluster.ids(3, 4, 5), Cluster.ids(1, 2, 3, 4), Cluster.ids(1, 2, 3, 4, 5));

    final Cluster cluster = Cluster.of(1, 2, 3).with(4, 5);
    final Invariants invariants = new Invariants(Configuration.of(1, 2, 3));
    final WalkFeats feats = new WalkFeats();
    private long number;

    Walk(Opening opening) {
        cluster.watch((id, before, after) -> {
            invariants.stepped(id, before, after);
            feats.stepped(id, before, after);
        });
        cluster.elect(1, 1, 2, 3);
        opening.play(cluster);
    }

    void take(Move move) {
        long id = move.member();
        int pick = move.pick();
        number++;
        switch (move.kind()) {
            case TIMEOUT -> cluster.timeout(id);
            case HEARTBEAT -> cluster.heartbeat(id);
            case QUORUM_CHECK -> cluster.step(id, new Input.QuorumCheckDue());
            case PROPOSE -> cluster.propose(leaderOr(id, pick), "c" + number);
            case READ -> read(id);
            case CHANGE -> change(leaderOr(id, pick), pick / 2);
            case TRANSFER -> cluster.transfer(leaderOr(id, pick), 1 + pick / 2 % MEMBERS);
            case TRANSFER_TIMEOUT -> cluster.step(id, new Input.TransferTimeout());
            case COMPACT -> cluster.compact(id, cluster.state(id).commitIndex() + 1 - pick % 4, 1 + pick % 3);
            case STALL -> cluster.disk(id, !cluster.state(id).healthy());
            case DELIVER -> receive(pick, true);
            case DUPLICATE -> receive(pick, false);
            case LOSE -> pick(pick, true);
            case FORCE -> force(id, pick);
            case CRASH -> crash(id, pick);
            case DAMAGE -> damage(id, pick);
            case SETTLE -> settle(1, 2, 3, 4, 5);
            case SETTLE_MOST -> settle(allBut(id));
        }
        invariants.check(cluster);
    }

    /** Most of the time who leads, so that something comes of it. */
    private long leaderOr(long id, int pick) {
        return pick % 2 == 0 ? id : leader(id);
    }

    private long leader(long otherwise) {
        return cluster.members.keySet().stream().filter(cluster::leads).reduce((a, b) -> term(a) > term(b) ? a : b).orElse(otherwise);
    }

    private long term(long id) {
        return cluster.state(id).hardState().term();
    }

    private void read(long id) {
        invariants.asked(number);
        cluster.step(id, new Input.ReadIndex(number, false));
    }

    /** Half of the time all become learners who do not vote, for without that nobody is let in. */
    private void change(long id, int pick) {
        List<Long> voters = pick % 2 == 0 ? cluster.configuration(id).voters() : VOTERS.get(pick / 2 % VOTERS.size());
        List<Long> learners = cluster.members.keySet().stream().filter(member -> !voters.contains(member) && pick % 5 != 0).toList();
        cluster.change(id, voters, learners);
    }

    private void force(long id, int pick) {
        int inFlight = cluster.disks.get(id).inFlight.size();
        if (inFlight > 0) {
            cluster.force(id, 1 + pick % inFlight);
        }
    }

    /** Whoever has the most on its way to the disk: half of the time its first record alone gets there. */
    private void crash(long id, int pick) {
        long busiest = cluster.members.keySet().stream().reduce(id, (a, b) -> recordsInFlight(b) > recordsInFlight(a) ? b : a);
        int records = recordsInFlight(busiest);
        cluster.crash(busiest, pick % 2 == 0 ? Math.min(1, records) : pick / 2 % (records + 1));
    }

    private int recordsInFlight(long id) {
        return cluster.disks.get(id).recordsInFlight();
    }

    /** One member at a time: more damage than that no protocol survives. */
    private void damage(long id, int pick) {
        Recovered disk = cluster.disks.get(id).durable;
        boolean allWhole = cluster.disks.values().stream().allMatch(each -> each.hardState().lostIndex() == 0);
        if (allWhole && !disk.entries().isEmpty()) {
            cluster.damage(id, disk.base().index() + 1 + pick % disk.entries().size());
        }
    }

    private void receive(int pick, boolean once) {
        Message message = pick(pick, once);
        if (message != null) {
            cluster.step(message.to(), new Input.Receive(message, pick % 7 == 0));
        }
    }

    private Message pick(int pick, boolean remove) {
        if (cluster.network.isEmpty()) {
            return null;
        }
        int index = pick % cluster.network.size();
        return remove ? cluster.network.remove(index) : cluster.network.get(index);
    }

    private long[] allBut(long id) {
        return cluster.members.keySet().stream().filter(member -> member != id).mapToLong(Long::longValue).toArray();
    }

    /** All that is under way comes to an end, and whoever leads tells what is committed. */
    private void settle(long... among) {
        cluster.settle(among);
        for (long id : among) {
            cluster.heartbeat(id);
        }
        cluster.settle(among);
    }

    /** The faults stop: somebody must come to lead, and all whom it knows must come to hold the same. */
    void quietDown() {
        cluster.members.keySet().forEach(id -> cluster.disk(id, true));
        cluster.settle(1, 2, 3, 4, 5);
        for (int attempt = 0; attempt < 8; attempt++) {
            for (long id : cluster.members.keySet()) {
                cluster.timeout(id);
                cluster.settleUnder(id, 1, 2, 3, 4, 5);
            }
        }
        long leader = leader(Configuration.NOBODY);
        if (leader == Configuration.NOBODY) {
            throw new AssertionError("nobody leads");
        }
        cluster.step(leader, new Input.TransferTimeout());
        // One who has lost entries is whole once as much is committed: what it lost may have been longer than all that the others have.
        long lost = cluster.disks.values().stream().mapToLong(disk -> disk.hardState().lostIndex()).max().orElse(0);
        do {
            cluster.propose(leader, "last");
            cluster.settleUnder(leader, 1, 2, 3, 4, 5);
        } while (cluster.lastIndex(leader) < lost);
        for (long id : cluster.configuration(leader).members()) {
            MemberState state = cluster.state(id);
            if (cluster.lastIndex(id) != cluster.lastIndex(leader) || state.commitIndex() != cluster.lastIndex(leader)) {
                throw new AssertionError("member " + id + " does not catch up with " + leader + ": " + state);
            }
            if (state.hardState().lostIndex() > 0) {
                throw new AssertionError("member " + id + " is not repaired: " + state);
            }
        }
        invariants.check(cluster);
    }
}
