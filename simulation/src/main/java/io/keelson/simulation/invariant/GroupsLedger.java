package io.keelson.simulation.invariant;

import io.keelson.core.Payload;
import io.keelson.node.Outcome;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.PlacedGroup;
import io.keelson.node.session.CommandEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What groups the first group wants, by what is committed there, and what it ever wanted. */
public final class GroupsLedger {
    private final CommitLedger commits;
    private final GroupTable table = new GroupTable();
    private final TreeMap<Long, TreeSet<Long>> everWanted = new TreeMap<>();
    /** By group: how many voters it was ever to have, at the least. */
    private final TreeMap<Long, Integer> fewest = new TreeMap<>();
    private long followed;

    /** Follows what is committed in the first group. */
    public GroupsLedger(CommitLedger commits) {
        this.commits = commits;
    }

    /** Returns what is wanted. */
    public GroupTable table() {
        return table;
    }

    /**
     * Goes on to what is committed now.
     *
     * @return what the groups' leaders have been believed meanwhile: whose members are settled
     */
    public List<GroupCommand.Settled> follow() {
        List<GroupCommand.Settled> settled = new ArrayList<>();
        while (followed < commits.last()) {
            followed++;
            GroupCommand change = commits.entry(followed).payload() instanceof Payload.Command command ? applied(CommandEnvelope.decode(command.bytes())) : null;
            if (change instanceof GroupCommand.Settled one) {
                settled.add(one);
            }
        }
        return settled;
    }

    /** Applies a change of groups; returns it, or null if it is none or has no effect. */
    private GroupCommand applied(CommandEnvelope envelope) {
        boolean isChange = envelope != null && envelope.kind() == CommandEnvelope.Kind.CHANGE_GROUPS;
        if (!isChange || !(table.apply(envelope.command(), followed) instanceof Outcome.Done)) {
            return null;
        }
        for (PlacedGroup placed : table.groups()) {
            everWanted.computeIfAbsent(placed.group(), group -> new TreeSet<>()).addAll(placed.wanted());
            fewest.merge(placed.group(), placed.wanted().size(), Math::min);
        }
        return GroupCommand.decode(envelope.command());
    }

    /** Returns how many voters it was ever wanted that a group has, at the least. */
    public int fewestWanted(long group) {
        return fewest.getOrDefault(group, 0);
    }

    /** Says whether it was ever wanted that a member holds a group. */
    public boolean wasWanted(long group, long member) {
        return everWanted.getOrDefault(group, new TreeSet<>()).contains(member);
    }
}
