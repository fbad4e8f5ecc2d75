package io.keelson.simulation.transcript;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogWrite;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.List;

/** What a member's disk holds for certain, and what is on its way there. A write is made of records: its term and vote, the base of its log, its entries one by one. */
final class Disk {
    private Recovered durable;
    private final ArrayList<LogWrite> inFlight = new ArrayList<>();

    Disk(Recovered durable) {
        this.durable = durable;
    }

    /** Puts down what past terms have left, before the member starts. */
    void put(HardState pastHardState, List<Entry> pastLog) {
        durable = new Recovered(pastHardState, durable.base(), pastLog);
    }

    Recovered durable() {
        return durable;
    }

    List<LogWrite> inFlight() {
        return List.copyOf(inFlight);
    }

    /** Says whether the entry is here, or in the snapshot on which the log here stands, or was here before damage took it: its member knows, and does not vote. */
    boolean holds(Entry entry) {
        long place = entry.index() - durable.base().index();
        boolean inLog = place >= 1 && place <= durable.entries().size() && durable.entries().get((int) place - 1).equals(entry);
        return place < 1 || inLog || entry.index() <= durable.hardState().lostIndex();
    }

    void begin(LogWrite write) {
        inFlight.add(write);
    }

    /** Makes the oldest writes in flight durable, and returns them. */
    List<LogWrite> force(int writes) {
        List<LogWrite> oldest = inFlight.subList(0, writes);
        List<LogWrite> done = List.copyOf(oldest);
        oldest.clear();
        done.forEach(write -> durable = durable.after(write));
        return done;
    }

    int recordsInFlight() {
        return inFlight.stream().mapToInt(LogWrite::records).sum();
    }

    /** Loses what is in flight but for its oldest records. */
    void crash(int keptRecords) {
        durable = durable.after(inFlight, keptRecords);
        inFlight.clear();
    }

    /** Loses what was durable from an entry on. */
    void damage(long first) {
        durable = durable.damagedFrom(first);
    }
}
