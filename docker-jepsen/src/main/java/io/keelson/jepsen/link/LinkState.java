package io.keelson.jepsen.link;

import java.time.Duration;

/**
 * What is wrong with a link.
 *
 * @param cut whether nothing gets through
 * @param lossPercent how many packets of a hundred are lost, 0 to 100
 * @param delay how much later than usual everything arrives
 * @param jitter up to so much later still, differently for each piece of the stream
 * @param lateClose how much later than it happened the receiver learns that a connection was closed
 * @param halfOpen whether connections that stand when this begins are lost to the sender while the receiver keeps its end
 */
public record LinkState(
        boolean cut, int lossPercent, Duration delay, Duration jitter, Duration lateClose, boolean halfOpen) {
    /** A link with nothing wrong. */
    public static final LinkState SOUND = new LinkState(false, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);

    /** Nothing gets through. */
    public static final LinkState CUT = new LinkState(true, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);

    public LinkState {
        if (lossPercent < 0 || lossPercent > 100) {
            throw new IllegalArgumentException("a percentage is 0 to 100, not " + lossPercent);
        }
    }

    /** A link that loses so many packets of a hundred. */
    public static LinkState losing(int percent) {
        return new LinkState(false, percent, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
    }

    /** A slow link. */
    public static LinkState delayed(Duration delay, Duration jitter) {
        return new LinkState(false, 0, delay, jitter, Duration.ZERO, false);
    }

    /** A link on which the end of a connection is noticed late. */
    public static LinkState closingLate(Duration late) {
        return new LinkState(false, 0, Duration.ZERO, Duration.ZERO, late, false);
    }

    /** A link whose connections have lost their sender's end. */
    public static LinkState openAtOneEnd() {
        return new LinkState(false, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, true);
    }
}
