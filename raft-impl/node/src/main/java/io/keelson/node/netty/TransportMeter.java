package io.keelson.node.netty;

import java.util.concurrent.atomic.LongAdder;

/** The running counts behind {@link TransportCounters}; any thread may add. */
final class TransportMeter {
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder framesDropped = new LongAdder();
    final LongAdder connectionsClosed = new LongAdder();

    TransportCounters snapshot() {
        return new TransportCounters(bytesIn.sum(), bytesOut.sum(), framesDropped.sum(), connectionsClosed.sum());
    }
}
