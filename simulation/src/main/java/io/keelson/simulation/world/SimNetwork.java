package io.keelson.simulation.world;

import io.keelson.node.port.Network;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The network between the nodes: carries real frames, and loses, delays, duplicates and reorders them as the faults in force say. The fate of a
 * message is a hash of (seed, link, message number).
 */
final class SimNetwork {
    private static final long BASE_DELAY_NANOS = 100_000;
    private static final long JITTER_NANOS = 400_000;
    private static final long REORDER_NANOS = 60_000_000;
    /** A second copy may be very late: across terms and restarts. */
    private static final long LATE_COPY_NANOS = 3_000_000_000L;

    private static final long SOON_COPY_NANOS = 20_000_000;

    /** Takes frames that arrive. */
    interface Receiver {
        /** A frame from a node arrives at another, as it was sent or not. */
        void arrive(long from, long to, ByteBuffer frame, boolean damaged);
    }

    /** A rule in force that links are cut by. */
    interface Cut {
        /** Says whether messages of this link vanish. */
        boolean cuts(long from, long to);

        /** Says whether this message vanishes, given that its link is not cut. */
        default boolean cuts(long from, ByteBuffer frame) {
            return false;
        }
    }

    /** How the network as a whole behaves badly. */
    enum Weather {
        LOSS,
        DELAY,
        DUPLICATE,
        REORDER,
        DAMAGE
    }

    /** A link that is slower than the others. */
    record SlowLink(long from, long to, long extraMillis) {}

    private final long seed;
    private final EventQueue queue;
    private final Trace trace;
    private final Receiver receiver;
    private final RunCounters counters;
    private final Witness witness;
    private final List<Cut> cuts = new ArrayList<>();
    private final List<List<Long>> weather = new ArrayList<>();
    private final List<SlowLink> slowLinks = new ArrayList<>();
    private final List<Long> queueLengths = new ArrayList<>();
    private final long[] sent;
    private final long[] lastArrival;
    /** By link: how many messages are under way, and how often the connection was reset. */
    private final int[] underWay;

    private final int[] resets;
    private final int width;
    private int underWayInAll;
    private long bytesUnderWay;
    private long frames;

    SimNetwork(long seed, int nodes, EventQueue queue, Trace trace, Receiver receiver, RunCounters counters, Witness witness) {
        this.seed = seed;
        this.queue = queue;
        this.trace = trace;
        this.receiver = receiver;
        this.counters = counters;
        this.witness = witness;
        this.width = nodes + 1;
        this.sent = new long[width * width];
        this.lastArrival = new long[width * width];
        this.underWay = new int[width * width];
        this.resets = new int[width * width];
        for (Weather ignored : Weather.values()) {
            weather.add(new ArrayList<>());
        }
    }

    /** Returns the port of one node. */
    Network port(long from) {
        return (to, frame) -> send(from, to, frame);
    }

    void add(Cut cut) {
        cuts.add(cut);
    }

    void remove(Cut cut) {
        cuts.remove(cut);
    }

    void begin(Weather kind, long degree) {
        weather.get(kind.ordinal()).add(degree);
    }

    void end(Weather kind, long degree) {
        weather.get(kind.ordinal()).remove(degree);
    }

    /** All that is under way between two nodes is lost. */
    void reset(long from, long to) {
        resets[link(from, to)]++;
        resets[link(to, from)]++;
    }

    void slow(SlowLink link) {
        slowLinks.add(link);
    }

    void unslow(SlowLink link) {
        slowLinks.remove(link);
    }

    void limitQueues(long length) {
        queueLengths.add(length);
    }

    void unlimitQueues(long length) {
        queueLengths.remove(length);
    }

    /** Returns how many messages are under way in all. */
    int underWay() {
        return underWayInAll;
    }

    /** Returns how many bytes the messages have that are under way. */
    long bytesUnderWay() {
        return bytesUnderWay;
    }

    private int link(long from, long to) {
        return (int) (from * width + to);
    }

    /** Mends everything. */
    void heal() {
        cuts.clear();
        slowLinks.clear();
        queueLengths.clear();
        weather.forEach(List::clear);
    }

    /** Says whether messages of a link vanish. */
    boolean isCut(long from, long to) {
        for (Cut cut : cuts) {
            if (cut.cuts(from, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean isCut(long from, ByteBuffer frame) {
        for (Cut cut : cuts) {
            if (cut.cuts(from, frame)) {
                return true;
            }
        }
        return false;
    }

    private boolean isFull(int link) {
        for (long length : queueLengths) {
            if (underWay[link] >= length) {
                counters.sights.saw(Sight.QUEUE_FULL);
                return true;
            }
        }
        return false;
    }

    /** Faults of one kind do not add up: the worst counts. */
    private long worst(Weather kind) {
        List<Long> degrees = weather.get(kind.ordinal());
        return degrees.isEmpty() ? 0 : Collections.max(degrees);
    }

    private void send(long from, long to, ByteBuffer frame) {
        if (to < 1 || to >= width || to == from) {
            throw new IllegalArgumentException("n" + from + " sends to a member that does not exist: " + to);
        }
        int link = link(from, to);
        long number = sent[link]++;
        long now = queue.now();
        trace.event(now, from, "send", digest(frame) + to, () -> "to n" + to + " " + describe(frame));
        long name = ++frames;
        witness.sent(name, from, to, frame.duplicate(), now);
        boolean cut = !cuts.isEmpty() && (isCut(from, to) || isCut(from, frame));
        if (cut || (!queueLengths.isEmpty() && isFull(link))) {
            lose(name);
            return;
        }
        if (Indexed.chance((int) worst(Weather.LOSS), seed, Stream.LOSS.of(from, to), number)) {
            lose(name);
            trace.event(now, from, "lose", number, () -> "to n" + to + " " + describe(frame));
            return;
        }
        long arrival = now + travelNanos(from, to, number);
        if (Indexed.chance((int) worst(Weather.REORDER), seed, Stream.REORDER.of(from, to), 2 * number)) {
            arrival += Indexed.below(REORDER_NANOS, seed, Stream.REORDER.of(from, to), 2 * number + 1);
            counters.messagesReordered++;
        } else {
            arrival = Math.max(arrival, lastArrival[link] + 1);
            lastArrival[link] = arrival;
        }
        deliver(from, to, frame, arrival, name);
        if (Indexed.chance((int) worst(Weather.DUPLICATE), seed, Stream.DUPLICATE.of(from, to), 3 * number)) {
            counters.messagesDuplicated++;
            boolean late = Indexed.chance(250, seed, Stream.DUPLICATE.of(from, to), 3 * number + 1);
            long span = late ? LATE_COPY_NANOS : SOON_COPY_NANOS;
            deliver(from, to, frame, arrival + Indexed.below(span, seed, Stream.DUPLICATE.of(from, to), 3 * number + 2), name);
        }
    }

    private long travelNanos(long from, long to, long number) {
        long travel = BASE_DELAY_NANOS + Indexed.below(JITTER_NANOS, seed, Stream.DELAY.of(from, to), 2 * number);
        long extra = worst(Weather.DELAY) * 1_000_000L;
        for (SlowLink slow : slowLinks) {
            extra = slow.from == from && slow.to == to ? Math.max(extra, slow.extraMillis * 1_000_000L) : extra;
        }
        return extra == 0 ? travel : travel + Indexed.below(extra, seed, Stream.DELAY.of(from, to), 2 * number + 1);
    }

    private void lose(long name) {
        counters.messagesLost++;
        witness.lost(name, queue.now());
    }

    private void deliver(long from, long to, ByteBuffer frame, long arrival, long name) {
        int link = link(from, to);
        boolean damaged = Indexed.chance((int) worst(Weather.DAMAGE), seed, Stream.DAMAGE.of(from, to), 2 * name);
        ByteBuffer copy = damaged ? damaged(frame, Indexed.hash(seed, Stream.DAMAGE.of(from, to), 2 * name + 1)) : frame.duplicate();
        int connection = resets[link];
        underWay[link]++;
        underWayInAll++;
        int bytes = frame.remaining();
        bytesUnderWay += bytes;
        queue.at(arrival, () -> {
            underWay[link]--;
            underWayInAll--;
            bytesUnderWay -= bytes;
            if (!cuts.isEmpty() && isCut(from, to)) {
                lose(name);
            } else if (resets[link] != connection) {
                counters.sights.saw(Sight.LOST_IN_RESET);
                lose(name);
            } else {
                witness.arrived(name, queue.now());
                receiver.arrive(from, to, copy, damaged);
            }
        });
    }

    /** The frame with one byte changed. */
    private static ByteBuffer damaged(ByteBuffer frame, long choice) {
        byte[] bytes = new byte[frame.remaining()];
        frame.duplicate().get(bytes);
        bytes[(int) Long.remainderUnsigned(choice, bytes.length)] ^= (byte) (1 + Long.remainderUnsigned(choice >>> 32, 255));
        return ByteBuffer.wrap(bytes);
    }

    private static long digest(ByteBuffer frame) {
        int offset = frame.arrayOffset();
        return Indexed.digest(frame.array(), offset + frame.position(), offset + frame.limit());
    }

    private static String describe(ByteBuffer frame) {
        return frame.remaining() + " bytes " + Long.toHexString(digest(frame));
    }
}
