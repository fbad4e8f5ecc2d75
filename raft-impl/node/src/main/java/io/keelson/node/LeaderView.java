package io.keelson.node;

import io.keelson.core.Role;
import io.keelson.node.placement.LeaderPlan;
import io.keelson.node.placement.LeaderPlanner;
import io.keelson.node.placement.LedGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What one node knows of who leads, as far as a plan needs it. */
final class LeaderView {
    private LeaderView() {}

    /**
     * Plans an even spread of leaders. Of groups that others lead this node does not know who is up to date; it takes whoever is alive to be. Each node makes the moves of
     * the groups that it leads itself, where it does know.
     */
    static LeaderPlan plan(long self, Collection<Group> groups) {
        TreeSet<Long> alive = new TreeSet<>(List.of(self));
        for (Group group : groups) {
            if (group.member.leader() != 0) {
                alive.add(group.member.leader());
            }
            alive.addAll(group.member.upToDateVoters());
        }
        List<LedGroup> known = new ArrayList<>();
        for (Group group : groups) {
            List<Long> voters = group.member.configuration().voters();
            TreeSet<Long> ready = new TreeSet<>(group.member.role() == Role.LEADER ? group.member.upToDateVoters() : voters);
            ready.retainAll(alive);
            known.add(new LedGroup(group.id, voters, group.member.leader(), ready));
        }
        return LeaderPlanner.plan(known, alive);
    }
}
