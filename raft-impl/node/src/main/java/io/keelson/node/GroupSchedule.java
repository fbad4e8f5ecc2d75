package io.keelson.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Which groups have something to do: those that the batch has touched, and when each of the others wakes by itself. What a batch costs does not depend on how many groups
 * there are.
 *
 * <p>A group whose time moves on, as a follower's does at each heartbeat, keeps its earlier place: it comes up there, finds nothing to do and is put where it belongs.
 *
 * @param <G> a group
 */
final class GroupSchedule<G> {
    static final long NEVER = Long.MAX_VALUE;

    /** Where a group stands. */
    static final class Place<G> {
        private final long id;
        private final G group;
        private boolean touched;
        private long at = NEVER;

        Place(long id, G group) {
            this.id = id;
            this.group = group;
        }
    }

    private final List<Place<G>> touched = new ArrayList<>();
    private final TreeSet<Place<G>> due = new TreeSet<>(Comparator.<Place<G>>comparingLong(place -> place.at).thenComparingLong(place -> place.id));

    /** Something has happened to the group: the end of the batch looks at it. */
    void touch(Place<G> place) {
        if (!place.touched) {
            place.touched = true;
            touched.add(place);
        }
    }

    /** Touches the groups whose time has come, and returns them in the order of their times. */
    List<G> takeDue(long now) {
        List<G> woken = new ArrayList<>();
        while (!due.isEmpty() && due.first().at <= now) {
            Place<G> place = due.pollFirst();
            place.at = NEVER;
            touch(place);
            woken.add(place.group);
        }
        return woken;
    }

    /** Returns what the batch has touched, in that order; what is touched from here on belongs to the next one. */
    List<G> takeTouched() {
        List<G> batch = new ArrayList<>(touched.size());
        for (Place<G> place : touched) {
            batch.add(place.group);
        }
        touched.clear();
        return batch;
    }

    /** The batch is done with the group, which wakes by itself at a moment. */
    void settle(Place<G> place, long wakesAt) {
        place.touched = false;
        if (wakesAt < place.at) {
            leave(place);
            place.at = wakesAt;
            due.add(place);
        }
    }

    /** The group is gone. */
    void forget(Place<G> place) {
        leave(place);
        touched.remove(place);
    }

    private void leave(Place<G> place) {
        if (place.at != NEVER) {
            due.remove(place);
            place.at = NEVER;
        }
    }

    /** When the next group wakes by itself; at once if the end of this batch has touched one. */
    long next(long now) {
        if (!touched.isEmpty()) {
            return now;
        }
        return due.isEmpty() ? NEVER : due.first().at;
    }
}
