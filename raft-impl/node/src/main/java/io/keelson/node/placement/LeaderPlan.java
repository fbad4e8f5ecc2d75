package io.keelson.node.placement;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which leaders should move, and why the others stay.
 *
 * @param moves by ascending group
 * @param kept every other group, by ascending id
 * @param before how many groups each member leads
 * @param after how many it leads once the moves are made
 */
public record LeaderPlan(List<Move> moves, List<Kept> kept, SortedMap<Long, Integer> before, SortedMap<Long, Integer> after) {
    public LeaderPlan {
        moves = List.copyOf(moves);
        kept = List.copyOf(kept);
        before = new TreeMap<>(before);
        after = new TreeMap<>(after);
    }

    /**
     * A transfer to make.
     *
     * @param group which
     * @param from who leads it
     * @param to who shall
     */
    public record Move(long group, long from, long to) {}

    /**
     * A group whose leader stays.
     *
     * @param group which
     * @param leader who leads it, 0 if unknown
     * @param reason why it stays, for a person
     */
    public record Kept(long group, long leader, String reason) {}
}
