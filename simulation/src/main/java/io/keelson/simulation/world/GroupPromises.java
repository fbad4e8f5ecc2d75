package io.keelson.simulation.world;

import io.keelson.node.Outcome;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.PlacedGroup;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was asked of the group that keeps the others, and what it has promised: a group that was created is there until somebody wants it deleted, one that was deleted is not, and no id
 * is given twice.
 */
public final class GroupPromises {
    private final World world;
    /** Every name for which a group was asked. */
    private final TreeSet<String> wanted = new TreeSet<>();
    /** By name: how many have asked for its deletion and do not know what became of it. Such a wish may be fulfilled at any time, whatever group has the name then. */
    private final TreeMap<String, Integer> deletions = new TreeMap<>();
    /** By id: the name of a group that somebody was told is made. */
    private final TreeMap<Long, String> created = new TreeMap<>();
    private final TreeSet<Long> deleted = new TreeSet<>();

    GroupPromises(World world) {
        this.world = world;
    }

    /** A change is asked for, and may take effect from now on. */
    void asked(GroupCommand change) {
        if (change instanceof GroupCommand.Create create) {
            wanted.add(create.name());
        } else if (change instanceof GroupCommand.Delete delete) {
            deletions.merge(delete.name(), 1, Integer::sum);
        }
    }

    /** A node has answered. */
    void told(SimNode node, GroupCommand change, Outcome<Long> outcome) {
        if (outcome instanceof Outcome.NotApplied<Long> notApplied && notApplied.reason().equals(GroupTable.OVERTAKEN)) {
            world.counters().sights.saw(Sight.PLAN_OVERTAKEN);
        }
        if (change instanceof GroupCommand.Delete delete && !(outcome instanceof Outcome.Unknown<Long>)) {
            deletions.merge(delete.name(), -1, Integer::sum);
        }
        if (outcome instanceof Outcome.Done<Long> done && change instanceof GroupCommand.Create create) {
            String earlier = created.put(done.value(), create.name());
            if (earlier != null) {
                throw world.violation("GroupIdIsFresh", node, "group " + done.value() + " is made for '" + create.name() + "', and was '" + earlier + "' before");
            }
        } else if (outcome instanceof Outcome.Done<Long> done && change instanceof GroupCommand.Delete) {
            deleted.add(done.value());
        }
    }

    /** Compares what there is in the end with what was promised. */
    public void check(GroupTable table) {
        created.forEach((group, name) -> {
            PlacedGroup placed = table.named(name);
            boolean mayBeGone = deleted.contains(group) || deletions.getOrDefault(name, 0) > 0;
            if (!mayBeGone && (placed == null || placed.group() != group)) {
                throw world.violation("CreatedGroupStays", null, "group '" + name + "' was made with id " + group + ", nobody has deleted it or may have, and now it is " + placed);
            }
        });
        for (long group : deleted) {
            if (table.group(group) != null) {
                throw world.violation("DeletedGroupIsGone", null, "group " + group + " was deleted, and is " + table.group(group));
            }
        }
        for (PlacedGroup placed : table.groups()) {
            if (!wanted.contains(placed.name())) {
                throw world.violation("GroupOfNobody", null, "nobody has asked for " + placed);
            }
        }
    }
}
