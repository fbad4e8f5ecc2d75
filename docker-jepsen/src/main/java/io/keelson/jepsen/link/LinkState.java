package io.keelson.jepsen.link;

import java.time.Duration;

/**
 * What is wrong with a link.
 *
 * @param cut whether nothing gets through
 * @param lossPercent how many packets of a hundred are lost, 0 to 100
 * @param duplicatePercent how many packets of a hundred arrive twice, 0 to 100
 * @param reorderPercent how many packets of a hundred are overtaken by those behind them, 0 to 100
 * @param delay how much later than usual everything arrives
 * @param jitter up to so much later still, differently for each packet or piece of the stream
 * @param lateClose how much later than it happened the receiver learns that a connection was closed
 * @param halfOpen whether connections that stand when this begins are lost to the sender while the receiver keeps its end
 */
public record LinkState(
        boolean cut, int lossPercent, int duplicatePercent, int reorderPercent, Duration delay, Duration jitter, Duration lateClose, boolean halfOpen) {
    /** A link with nothing wrong. */
    public static final LinkState SOUND = of(false, 0, 0, 0, Duration.ZERO, Duration.ZERO);

    /** Nothing gets through. */
    public static final LinkState CUT = of(true, 0, 0, 0, Duration.ZERO, Duration.ZERO);

    public LinkState {
        for (int percent : new int[] {lossPercent, duplicatePercent, reorderPercent}) {
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException("a percentage is 0 to 100, not " + percent);
            }
        }
    }

    /** Whether something befalls packets that get through, or might. */
    public boolean isOfPackets() {
        return !cut && (lossPercent > 0 || duplicatePercent > 0 || reorderPercent > 0 || !delay.isZero() || !jitter.isZero());
    }

    /** What of it befalls the ends of connections, and nothing else of it. */
    public LinkState ofConnections() {
        return new LinkState(false, 0, 0, 0, Duration.ZERO, Duration.ZERO, lateClose, halfOpen);
    }

    private static LinkState of(boolean cut, int lossPercent, int duplicatePercent, int reorderPercent, Duration delay, Duration jitter) {
        return new LinkState(cut, lossPercent, duplicatePercent, reorderPercent, delay, jitter, Duration.ZERO, false);
    }

    /** A link that loses so many packets of a hundred. */
    public static LinkState losing(int percent) {
        return of(false, percent, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    /** A link over which so many packets of a hundred come twice. */
    public static LinkState duplicating(int percent) {
        return of(false, 0, percent, 0, Duration.ZERO, Duration.ZERO);
    }

    /** A link over which so many packets of a hundred are overtaken. */
    public static LinkState reordering(int percent) {
        return of(false, 0, 0, percent, Duration.ZERO, Duration.ZERO);
    }

    /** A slow link. */
    public static LinkState delayed(Duration delay, Duration jitter) {
        return of(false, 0, 0, 0, delay, jitter);
    }

    /** A link on which the end of a connection is noticed late. */
    public static LinkState closingLate(Duration late) {
        return new LinkState(false, 0, 0, 0, Duration.ZERO, Duration.ZERO, late, false);
    }

    /** A link whose connections have lost their sender's end. */
    public static LinkState openAtOneEnd() {
        return new LinkState(false, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, true);
    }
}
