package io.keelson.simulation.transcript;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.List;

/** What a member's disk holds for certain, and what is on its way there. A write is made of records: its term and vote, then its entries one by one. */
final class Disk {
    private final LogBase base;
    private HardState hardState = HardState.INITIAL;
    private final ArrayList<Entry> log = new ArrayList<>();
    private final ArrayList<LogWrite> inFlight = new ArrayList<>();

    Disk(LogBase base) {
        this.base = base;
    }

    /** Puts down what past terms have left, before the member starts. */
    void put(HardState pastHardState, List<Entry> pastLog) {
        hardState = pastHardState;
        log.clear();
        log.addAll(pastLog);
    }

    HardState hardState() {
        return hardState;
    }

    List<Entry> log() {
        return List.copyOf(log);
    }

    List<LogWrite> inFlight() {
        return List.copyOf(inFlight);
    }

    Recovered recovered() {
        return new Recovered(hardState, base, log);
    }

    boolean holds(Entry entry) {
        long place = entry.index() - base.index();
        return place >= 1 && place <= log.size() && log.get((int) place - 1).equals(entry);
    }

    long lastIndex() {
        return base.index() + log.size();
    }

    void begin(LogWrite write) {
        inFlight.add(write);
    }

    /** Makes the oldest writes in flight durable, and returns them. */
    List<LogWrite> force(int writes) {
        List<LogWrite> oldest = inFlight.subList(0, writes);
        List<LogWrite> done = List.copyOf(oldest);
        oldest.clear();
        done.forEach(write -> keep(write, Integer.MAX_VALUE));
        return done;
    }

    int recordsInFlight() {
        return inFlight.stream().mapToInt(Disk::records).sum();
    }

    private static int records(LogWrite write) {
        return write.entries().size() + (write.hardState() == null ? 0 : 1);
    }

    /** Loses what is in flight but for its oldest records. */
    void crash(int keptRecords) {
        int left = keptRecords;
        for (LogWrite write : inFlight) {
            left -= keep(write, left);
        }
        inFlight.clear();
    }

    /** Keeps up to so many records of a write, and returns how many there were. */
    private int keep(LogWrite write, int records) {
        int left = records;
        if (write.hardState() != null && left-- > 0) {
            hardState = write.hardState();
        }
        for (Entry entry : write.entries()) {
            if (left-- > 0) {
                log.subList((int) (entry.index() - base.index() - 1), log.size()).clear();
                log.add(entry);
            }
        }
        return Math.min(records, records(write));
    }
}
