package io.keelson.node.placement;

import java.util.List;

/**
 * Which replicas should move, and why the other groups stay as they are.
 *
 * @param moves in the order in which they are made, each group at most once
 * @param kept every other group, by ascending id
 */
public record ReplicaPlan(List<Move> moves, List<Kept> kept) {
    public ReplicaPlan {
        moves = List.copyOf(moves);
        kept = List.copyOf(kept);
    }

    /**
     * A replica to move.
     *
     * @param group whose
     * @param from who holds it
     * @param to who shall
     * @param voters who shall vote in the group then
     */
    public record Move(PlacedGroup group, long from, long to, List<Long> voters) {
        public Move {
            voters = List.copyOf(voters);
        }
    }

    /**
     * A group that stays.
     *
     * @param group which
     * @param reason why, for a person
     */
    public record Kept(PlacedGroup group, String reason) {}
}
