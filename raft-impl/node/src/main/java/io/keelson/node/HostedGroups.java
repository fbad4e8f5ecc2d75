package io.keelson.node;

import io.keelson.core.MemberIdentity;
import io.keelson.core.RaftMember;
import io.keelson.node.log.DurableLog;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.placement.LeaderPlan;
import io.keelson.node.port.Clock;
import io.keelson.node.port.StorageException;
import io.keelson.node.session.CommandEnvelope;
import io.keelson.node.snapshot.SnapshotFiles;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Which groups a node hosts: they come and go, by hand or as a metadata group wants, and their leaders are spread. From {@link Node#groups}.
 *
 * <p>Not thread-safe: as the node itself, for the node's thread.
 */
public final class HostedGroups {
    private final NodeSettings settings;
    private final Clock clock;
    private final DurableLog log;
    private final TreeMap<Long, Group> groups;
    private final Requests requests;
    private final NodeCounters counters;
    private final Group.Host host;
    private final SnapshotFiles snapshotFiles;
    private final SnapshotTurn snapshotTurn = new SnapshotTurn();
    /** Groups that were here since the node was opened and are no longer: what comes late for them is for nobody. */
    private final DepartedGroups departed;
    private final Consumer<Group> leaving;
    /** Keeps what the metadata group wants; null if nothing shall be kept. */
    private GroupKeeper keeper;

    /**
     * @param groups those that are here, by id; changed by nobody else
     * @param leaving told of a group that is about to go, so that nothing of it is waited for any longer
     */
    HostedGroups(
            NodeSettings settings,
            Clock clock,
            DurableLog log,
            TreeMap<Long, Group> groups,
            Requests requests,
            NodeCounters counters,
            SnapshotFiles snapshotFiles,
            Group.Host host,
            Consumer<Group> leaving) {
        this.settings = settings;
        this.clock = clock;
        this.log = log;
        this.groups = groups;
        this.requests = requests;
        this.counters = counters;
        this.host = host;
        this.snapshotFiles = snapshotFiles;
        this.departed = new DepartedGroups(log, snapshotFiles);
        this.leaving = leaving;
    }

    /** Returns the groups' ids, ascending. */
    public List<Long> ids() {
        return List.copyOf(groups.keySet());
    }

    /** Returns how many there are. */
    public int count() {
        return groups.size();
    }

    /** Says whether a group is hosted here. */
    public boolean holds(long group) {
        return groups.containsKey(group);
    }

    /**
     * Hosts another group from now on. After a restart it is hosted only if it is among the groups that the node is opened with.
     *
     * @param created its id must never have been another group's
     * @throws IllegalArgumentException if a group of this id is hosted here, or was since the node was opened
     * @throws NodeOpenException if the storage fails
     */
    public void create(GroupSettings created) throws NodeOpenException {
        if (groups.containsKey(created.group()) || departed.contains(created.group())) {
            throw new IllegalArgumentException("group " + created.group() + " is here, or was: a new group needs a new id");
        }
        host(created);
    }

    /** The node opens: what an earlier process has left unfinished is of no use. */
    void deleteUnfinished() throws NodeOpenException {
        try {
            snapshotFiles.deleteUnfinished();
        } catch (StorageException e) {
            throw new NodeOpenException("an unfinished snapshot can't be deleted: " + e.getMessage(), e);
        }
    }

    /** Hosts a group, with what the disk holds of it. */
    void host(GroupSettings hosted) throws NodeOpenException {
        GroupRecovery recovery =
                GroupRecovery.of(hosted, settings.memberId(), departed.recovered(hosted.group(), hosted.initial()), snapshotFiles);
        if (recovery.rewrite() != null) {
            log.append(hosted.group(), recovery.rewrite());
        }
        if (recovery.warning() != null) {
            host.warn(recovery.warning());
        }
        RaftMember member = new RaftMember(
                new MemberIdentity(hosted.group(), settings.memberId(), log.incarnation()),
                settings.member(),
                recovery.recovered(),
                hosted.listener());
        Group group = new Group(hosted.group(), member, recovery, settings, counters, snapshotFiles, snapshotTurn, host);
        groups.put(hosted.group(), group);
        group.touch();
    }

    /** Says whether this node held a group before it was opened, and has not since. */
    boolean remembers(long group) {
        return log.remembers(group);
    }

    /** Returns the groups that a metadata group places, and that this node held before it was opened, and has not since. */
    List<Long> remembered() {
        return log.remembered(GroupTable.FIRST_GROUP);
    }

    /** Says whether something of a group's former stay is on its way to the disk: until it is there, the group can't be hosted again. */
    boolean isLeaving(long group) {
        return departed.isLeaving(group);
    }

    /** Hosts a group that is wanted here, and of which nothing {@link #isLeaving}. */
    void hostKept(GroupSettings wanted) {
        try {
            host(wanted);
        } catch (NodeOpenException failed) {
            host.fail(failed.getMessage());
        }
    }

    /**
     * Hosts a group no longer. What waits on it is answered as if the node were closed; its entries and snapshots are given up, its term and vote are kept. The other members are not
     * told: an operator removes a group on all of them.
     *
     * @param group the group; nothing happens if it is neither here nor, from before the node was opened, on its disk
     */
    public void remove(long group) {
        Group gone = groups.get(group);
        if (gone != null) {
            leaving.accept(gone);
            groups.remove(group);
            departed.leave(gone);
        } else if (log.remembers(group)) {
            departed.leave(group);
        }
    }

    /** A group's writes up to this ticket are durable. Says whether they were a departed group's, and nobody else needs to know. */
    boolean durableOfDeparted(long group, long ticket) {
        boolean leaves = departed.isLeaving(group);
        if (leaves) {
            departed.durable(group, ticket);
        }
        return leaves;
    }

    /**
     * From now on keeps, on this node, what a group's {@link GroupTable} wants: creates and drops replicas here, changes members and hands over leadership where this node leads.
     * Asked of every node that hosts the metadata group.
     *
     * @param metadata the metadata group, hosted here
     * @param machines makes an empty state machine for a group, by its id
     */
    public void keep(long metadata, LongFunction<StateMachine> machines) {
        keeper = new GroupKeeper(this, new GroupMembers(groups, requests, counters), requests, groups, settings, metadata, machines);
        clock.wakeAt(clock.monotonicNanos());
    }

    /**
     * Changes what groups there shall be.
     *
     * @param metadata the metadata group
     * @param change what is wanted
     * @param reply told the outcome exactly once: {@link Outcome.Done} with the group's id once it is wanted by the metadata group, which the nodes then make true;
     *     {@link Outcome.NotApplied} if it was planned for another version of the table
     */
    public void change(long metadata, GroupCommand change, Consumer<Outcome<Long>> reply) {
        requests.submit(
                metadata,
                CommandEnvelope.ofGroups(change),
                outcome -> reply.accept(outcome.map(done -> ByteBuffer.wrap(done.value().shared()).getLong())));
    }

    /** Returns what groups there shall be, as far as this member of the metadata group has applied it; it follows the log. */
    public GroupTable table(long metadata) {
        return groups.get(metadata).groups();
    }

    /** Returns every group that there shall be, as this node sees it; none if it keeps none. */
    public List<KeptGroup> kept() {
        return keeper == null ? List.of() : keeper.report();
    }

    /**
     * Says how the leaders of the groups hosted here could be spread evenly, as far as this node knows, and why each of the others stays. Changes nothing: a dry run of
     * {@link #balanceLeaders}.
     */
    public LeaderPlan leaderPlan() {
        return LeaderView.plan(settings.memberId(), groups.values());
    }

    /**
     * Makes those moves of the {@link #leaderPlan} that are this node's to make: the transfers of groups that it leads. Asked of every node, now and again, it keeps leaders
     * spread evenly.
     *
     * @return the whole plan
     */
    public LeaderPlan balanceLeaders() {
        LeaderPlan plan = leaderPlan();
        for (LeaderPlan.Move move : plan.moves()) {
            if (move.from() == settings.memberId()) {
                requests.transferLeadership(move.group(), move.to(), outcome -> {});
            }
        }
        return plan;
    }

    void onWake() {
        if (keeper != null) {
            keeper.onWake(clock.monotonicNanos());
        }
    }

    /** A batch has ended. */
    void endOfBatch() {
        if (keeper != null) {
            keeper.look();
        }
    }

    long nextWake() {
        return keeper == null ? GroupSchedule.NEVER : keeper.nextWake();
    }
}
