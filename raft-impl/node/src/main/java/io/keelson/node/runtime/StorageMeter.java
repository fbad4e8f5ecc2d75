package io.keelson.node.runtime;

import java.util.concurrent.atomic.LongAdder;

/** The running counts behind {@link StorageCounters}. */
final class StorageMeter {
    final LongAdder bytesWritten = new LongAdder();
    final LongAdder forces = new LongAdder();
    final LongAdder forceNanos = new LongAdder();

    StorageCounters snapshot() {
        return new StorageCounters(bytesWritten.sum(), forces.sum(), forceNanos.sum());
    }
}
