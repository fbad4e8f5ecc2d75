package io.keelson.node;

/** One group of a node at a time takes a snapshot: however many there are, no more than one chunk is made between two batches. */
final class SnapshotTurn {
    private Group holder;

    /** Takes the turn; false if another group has it. */
    boolean take(Group group) {
        if (holder == null) {
            holder = group;
        }
        return holder == group;
    }

    boolean isFreeFor(Group group) {
        return holder == null || holder == group;
    }

    void giveBack(Group group) {
        if (holder == group) {
            holder = null;
        }
    }
}
