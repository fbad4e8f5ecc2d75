package io.keelson.spec;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.List;

/**
 * How writes reach a disk: record by record, of each write first the term and vote, then the entries. The spec's {@code Records} and {@code
 * WriteRecords}.
 */
final class DiskModel {
    private DiskModel() {}

    /** How many records these writes have. */
    static int records(List<PendingWrite> writes) {
        return writes.stream().mapToInt(DiskModel::records).sum();
    }

    private static int records(PendingWrite pending) {
        return pending.write().entries().size() + (pending.write().hardState() == null ? 0 : 1);
    }

    /** What the disk holds once all of these writes are on it. */
    static Recovered written(Recovered disk, List<PendingWrite> writes) {
        return written(disk, writes, records(writes));
    }

    /** What the disk holds once the first of the records of these writes are on it. */
    static Recovered written(Recovered disk, List<PendingWrite> writes, int records) {
        HardState hardState = disk.hardState();
        List<Entry> log = new ArrayList<>(disk.entries());
        int left = records;
        for (PendingWrite pending : writes) {
            LogWrite write = pending.write();
            if (write.hardState() != null && left-- > 0) {
                hardState = write.hardState();
            }
            for (Entry entry : write.entries()) {
                if (left-- > 0) {
                    log.subList((int) (entry.index() - disk.base().index() - 1), log.size()).clear();
                    log.add(entry);
                }
            }
        }
        return new Recovered(hardState, disk.base(), log);
    }
}
