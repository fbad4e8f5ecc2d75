package io.keelson.spec;

import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.Recovered;
import java.util.List;

/**
 * How several writes reach a disk, record by record. The spec's {@code Records} and {@code WriteRecords}.
 */
final class DiskModel {
    private DiskModel() {}

    /** How many records these writes have. */
    static int records(List<PendingWrite> writes) {
        return writes.stream().mapToInt(pending -> pending.write().records()).sum();
    }

    /** What the disk holds once all of these writes are on it. */
    static Recovered written(Recovered disk, List<PendingWrite> writes) {
        return written(disk, writes, records(writes));
    }

    /** What the disk holds once the first of the records of these writes are on it. */
    static Recovered written(Recovered disk, List<PendingWrite> writes, int records) {
        return disk.after(writes.stream().map(PendingWrite::write).toList(), records);
    }
}
