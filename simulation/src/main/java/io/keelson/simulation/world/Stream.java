package io.keelson.simulation.world;

/** The streams of {@link Indexed} randomness: what a decision is about. Two decisions of one stream differ in their counter. */
public enum Stream {
    /** The node's {@code Entropy} port. */
    ENTROPY,
    /** How long a node's loop takes to get to its inputs. */
    TURN,
    /** How long a force takes. */
    FORCE,
    /** How long a message travels. */
    DELAY,
    /** Whether a message is lost. */
    LOSS,
    /** Whether a message arrives twice, and when the second time. */
    DUPLICATE,
    /** Whether a message falls behind later ones, and how far. */
    REORDER,
    /** Which pending change of a directory survives a crash. */
    SURVIVING_NAME,
    /** How a file's unforced data survives a crash. */
    SURVIVING_FILE,
    /** Which version of a sector survives a crash. */
    SURVIVING_SECTOR,
    /** What a client does next. */
    CLIENT,
    /** Which members form the core of the liveness phase. */
    CORE,
    /** Which schedule a campaign runs. */
    SCHEDULE,
    /** Whether leaders of a run read by lease. */
    LEASES,
    /** How fast a node's clock runs. */
    CLOCK_RATE,
    /** Whether a message is damaged, and how. */
    DAMAGE,
    /** Which member a liveness frame is about. */
    FRAME,
    /** What damage takes of what a disk holds. */
    DAMAGED_FILE,
    /** How many registers the clients of a group share. */
    REGISTERS,
    /** Which groups come and go in a schedule. */
    GROUPS,
    /** What a cluster draws that begins with the copy of a snapshot. */
    RESTORED;

    private static final int IDS = 1 << 16;

    /** The stream of one node or client. */
    public long of(long id) {
        return ordinal() * (long) IDS * IDS + id;
    }

    /** The stream of one link. */
    public long of(long from, long to) {
        return of(from * IDS + to);
    }
}
