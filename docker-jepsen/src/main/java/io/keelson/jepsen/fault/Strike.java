package io.keelson.jepsen.fault;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where a fault strikes.
 *
 * @param all every node, in order, and whoever has been let in beyond them
 * @param nodes whom it hits, at least one
 * @param leader who led just before
 * @param other a node that is not hit first, where one is needed; the same as long as the fault lasts
 * @param luck decides what else there is to decide
 */
record Strike(List<String> all, List<String> nodes, String leader, String other, long luck) {
    Strike {
        all = List.copyOf(all);
        nodes = List.copyOf(nodes);
    }

    /** The same at one node alone. */
    Strike at(String node) {
        return new Strike(all, List.of(node), leader, other, luck);
    }

    /**
     * Chooses whom to hit.
     *
     * @param from whom to choose from: those who are hit by nothing yet, the leader among them; or the spare hosts that are free
     */
    static Strike at(Target target, List<String> all, List<String> from, String leader, RandomGenerator random) {
        List<String> nodes = target.choose(from, leader, random);
        List<String> others = all.stream().filter(node -> !node.equals(nodes.getFirst())).toList();
        return new Strike(all, nodes, leader, others.isEmpty() ? leader : others.get(random.nextInt(others.size())), random.nextLong());
    }
}
