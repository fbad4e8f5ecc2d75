package io.keelson.node;

import io.keelson.core.Configuration;
import io.keelson.core.Role;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.placement.PlacedGroup;
import io.keelson.node.placement.PreferredLeaders;
import io.keelson.node.placement.Reconciliation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Makes this node's part of what the metadata group wants true: hosts the groups that it shall hold, drops those that it shall not, and, where it leads, changes members step by step
 * and hands leadership to whom it belongs. It looks whenever what is wanted has changed, and again and again, because all it does may fail.
 *
 * <p>Each node looks at the replicated table as far as it has applied it. Hosting by an older one does no harm: a replica that nobody wants is dropped later. Members are changed, and
 * replicas that have been moved away are dropped, by the latest alone: whoever has just started may see how a group left it, and not yet that it came back.
 */
final class GroupKeeper {
    /** So many leaderships are handed over in one look, at most: each takes its group's commands aside for a moment. */
    private static final int HANDOVERS = 8;
    /** So many groups are hosted in one look, at most: each is read from the disk, and meanwhile the node hears nobody. */
    private static final int HOSTED_AT_ONCE = 4;

    private final HostedGroups hosting;
    private final GroupMembers members;
    private final Requests requests;
    private final TreeMap<Long, Group> hosted;
    private final long self;
    private final long metadata;
    private final LongFunction<StateMachine> machines;
    private final long period;
    /** Groups in which something that was asked for has not been answered yet. */
    private final TreeSet<Long> busy = new TreeSet<>();
    private SortedMap<Long, Long> preferred = Collections.emptySortedMap();
    private long seen = -1;
    private long dueAt = Long.MIN_VALUE;
    private int handovers;
    /** The version of the table that was the latest when the group was asked. */
    private long confirmed = -1;
    private boolean confirming;

    GroupKeeper(
            HostedGroups hosting,
            GroupMembers members,
            Requests requests,
            TreeMap<Long, Group> hosted,
            NodeSettings settings,
            long metadata,
            LongFunction<StateMachine> machines) {
        this.hosting = hosting;
        this.members = members;
        this.requests = requests;
        this.hosted = hosted;
        this.self = settings.memberId();
        this.metadata = metadata;
        this.machines = machines;
        // Not in step with the quorum check, which forgets who was heard of: whoever looks just after each would never find a member that could lead.
        this.period = settings.member().electionTimeoutNanos() * 2 / 3;
    }

    /** What is wanted, as far as this node knows; null while it can't be looked at. */
    private GroupTable table() {
        Group group = hosted.get(metadata);
        return group != null && group.isServable() ? group.groups() : null;
    }

    /** A batch has ended: what it has applied may be news. */
    void look() {
        GroupTable table = table();
        if (table != null && table.changes() != seen) {
            dueAt = Long.MIN_VALUE;
        }
    }

    long nextWake() {
        return dueAt;
    }

    void onWake(long now) {
        GroupTable table = table();
        if (now < dueAt) {
            return;
        }
        dueAt = now + period;
        if (table == null) {
            return;
        }
        if (table.changes() != seen) {
            preferred = PreferredLeaders.of(table.groups());
            seen = table.changes();
        }
        handovers = 0;
        drop(table);
        host(table);
        for (PlacedGroup placed : table.groups()) {
            Group group = hosted.get(placed.group());
            if (group != null && group.member.role() == Role.LEADER && !busy.contains(placed.group())) {
                lead(placed, group);
            }
        }
    }

    /** What is not wanted here goes, whether it is hosted or only on the disk, from before a restart, where it would hold the log back for good. */
    private void drop(GroupTable table) {
        TreeSet<Long> here = new TreeSet<>(hosted.tailMap(GroupTable.FIRST_GROUP).keySet());
        here.addAll(hosting.remembered());
        for (long group : here) {
            PlacedGroup placed = table.group(group);
            boolean left = placed != null && placed.settled() && !placed.wanted().contains(self);
            if (table.isDeleted(group) || (left && isLatest(table.version()))) {
                busy.remove(group);
                hosting.remove(group);
            }
        }
    }

    /** Says whether a version of the table is certainly the latest; if that is not known, finds out. */
    private boolean isLatest(long version) {
        if (version != confirmed && !confirming) {
            confirming = true;
            ifLatest(version, isLatest -> {
                confirming = false;
                confirmed = isLatest ? version : confirmed;
                dueAt = isLatest ? Long.MIN_VALUE : dueAt;
            });
        }
        return version == confirmed;
    }

    private void host(GroupTable table) {
        int left = HOSTED_AT_ONCE;
        for (PlacedGroup placed : table.groups()) {
            if (!hosted.containsKey(placed.group()) && isWantedHere(placed) && !hosting.isLeaving(placed.group())) {
                if (left == 0) {
                    dueAt = Long.MIN_VALUE;
                    return;
                }
                left--;
                Configuration initial = placed.born() ? Configuration.NONE : new Configuration(placed.wanted(), List.of(), List.of());
                hosting.hostKept(new GroupSettings(placed.group(), initial, machines.apply(placed.group())));
            }
        }
    }

    /**
     * Whoever is wanted before the group has ever been as it was wanted founds it; later the others let it in. While it moves, whoever held it before a restart holds it again: it may be one
     * of those without whom the group can't go where it is wanted.
     */
    private boolean isWantedHere(PlacedGroup placed) {
        return placed.wanted().contains(self) || (!placed.settled() && hosting.remembers(placed.group()));
    }

    private void lead(PlacedGroup placed, Group group) {
        Configuration now = group.member.configuration();
        if (!Reconciliation.isReached(now, placed.wanted())) {
            MembershipChange next = Reconciliation.next(now, placed.wanted(), self);
            if (next != null) {
                busy.add(group.id);
                change(group.id, next, table().version());
            }
        } else if (!Reconciliation.isReached(group.appliedConfiguration(), placed.wanted()) || !isInTheLog(group.appliedConfiguration())) {
            // Not committed yet.
            return;
        } else if (!placed.settled()) {
            busy.add(group.id);
            hosting.change(metadata, new GroupCommand.Settled(table().version(), group.id, placed.wanted()), outcome -> busy.remove(group.id));
        } else {
            handOver(group);
        }
    }

    /** Founders know the members of a group without its log; who restarts once it is born knows them from there alone. The first that are written are those that its first leader binds. */
    private static boolean isInTheLog(Configuration applied) {
        return !applied.incarnations().isEmpty();
    }

    /**
     * Members change only by the latest wish: by an older one the group could be led back to a member that has dropped its replica, since the latest was fulfilled.
     */
    private void change(long group, MembershipChange next, long version) {
        ifLatest(version, isLatest -> {
            if (isLatest) {
                members.change(group, next, outcome -> busy.remove(group));
            } else {
                busy.remove(group);
            }
        });
    }

    /** Tells whether no later version of the table was there when this was asked, as far as that can be found out. */
    private void ifLatest(long version, Consumer<Boolean> reply) {
        requests.read(metadata, ReadConsistency.LINEARIZABLE, machine -> version, latest -> {
            GroupTable table = table();
            reply.accept(latest instanceof Outcome.Done<Long> && table != null && table.version() == version);
        });
    }

    private void handOver(Group group) {
        Long target = preferred.get(group.id);
        if (target != null && target != self && handovers < HANDOVERS && group.member.upToDateVoters().contains(target)) {
            handovers++;
            busy.add(group.id);
            requests.transferLeadership(group.id, target, outcome -> busy.remove(group.id));
        }
    }

    /** Every group that there shall be, as this node sees it. */
    List<KeptGroup> report() {
        GroupTable table = table();
        List<KeptGroup> report = new ArrayList<>();
        if (table != null) {
            SortedMap<Long, Long> now = PreferredLeaders.of(table.groups());
            for (PlacedGroup placed : table.groups()) {
                Group group = hosted.get(placed.group());
                long leader = group == null ? Configuration.NOBODY : group.leader();
                long belongs = now.get(placed.group());
                report.add(new KeptGroup(placed, group != null, leader, belongs, note(placed, group, leader, belongs)));
            }
        }
        return report;
    }

    private String note(PlacedGroup placed, Group group, long leader, long belongs) {
        if (!placed.settled()) {
            return (placed.born() ? "its members are being changed" : "it is being founded") + (group == null ? "" : "; now " + group.member.configuration().members());
        }
        if (group == null) {
            return "member " + self + " does not hold it: ask one of " + placed.wanted();
        }
        if (leader == Configuration.NOBODY) {
            return "no leader is known";
        }
        if (leader == belongs) {
            return "its leader is where it belongs";
        }
        if (leader != self) {
            return "member " + leader + " hands it over to member " + belongs + " as soon as that one is up to date";
        }
        return group.member.upToDateVoters().contains(belongs)
                ? "it is being handed over to member " + belongs
                : "member " + belongs + ", which should lead it, is behind, or was not heard of lately";
    }
}
