package io.keelson.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What a member finds on its disk when it starts. All of it is durable. Immutable.
 *
 * @param hardState the last term and vote, {@link HardState#INITIAL} for a new member
 * @param base where the log begins, not null
 * @param entries the entries after the base, consecutive; may be empty
 */
public record Recovered(HardState hardState, LogBase base, List<Entry> entries) {
    public Recovered {
        entries = List.copyOf(entries);
    }

    /** What a member of a new group starts from. */
    public static Recovered nothing(Configuration configuration) {
        return new Recovered(HardState.INITIAL, LogBase.bootstrap(configuration), List.of());
    }

    /** The index of the last entry. */
    public long lastIndex() {
        return base.index() + entries.size();
    }

    /**
     * What the disk holds once a write has reached it: the model of a disk that the spec, the explorer and the transcripts share. Spec: {@code WriteRecords}.
     *
     * @param write the next write
     * @return the disk afterwards, never null
     */
    public Recovered after(LogWrite write) {
        return after(write, write.records());
    }

    /**
     * What the disk holds if a crash has kept only the first records of a write.
     *
     * @param write the next write
     * @param records how many, from 0 to {@link LogWrite#records()}: first the hard state, then the base, then the entries one by one
     * @return the disk afterwards, never null
     */
    public Recovered after(LogWrite write, int records) {
        int left = records;
        HardState nextHardState = hardState;
        if (write.hardState() != null && left > 0) {
            nextHardState = write.hardState();
            left--;
        }
        Recovered next = new Recovered(nextHardState, base, entries);
        if (write.base() != null && left > 0) {
            next = next.rebased(write.base());
            left--;
        }
        return next.appended(write.entries().subList(0, Math.min(left, write.entries().size())));
    }

    /**
     * What the disk holds if a crash has kept only the first records of some writes.
     *
     * @param writes the next writes, oldest first
     * @param records how many records of them, taken together, from 0
     * @return the disk afterwards, never null
     */
    public Recovered after(List<LogWrite> writes, int records) {
        Recovered next = this;
        int left = records;
        for (LogWrite write : writes) {
            int kept = Math.min(left, write.records());
            next = next.after(write, kept);
            left -= kept;
        }
        return next;
    }

    private Recovered appended(List<Entry> added) {
        if (added.isEmpty()) {
            return this;
        }
        List<Entry> log = new ArrayList<>(entries.subList(0, (int) (added.get(0).index() - base.index() - 1)));
        log.addAll(added);
        return new Recovered(hardState, base, log);
    }

    /** A base cuts off what stands before it, and all the rest if the log does not agree with it. Spec: {@code Rebased}. */
    private Recovered rebased(LogBase next) {
        RaftLog log = new RaftLog(base, entries, Integer.MAX_VALUE);
        boolean agrees = log.matches(next.index(), next.term());
        return new Recovered(hardState, next, agrees ? log.between(next.index() + 1, log.lastIndex()) : List.of());
    }

    /**
     * What is left if entries that were durable can't be read any more. The member knows how far they went. Spec: {@code Damaged}.
     *
     * @param first the first entry that is lost, after the base
     * @return the disk afterwards, never null
     */
    public Recovered damagedFrom(long first) {
        return new Recovered(
                new HardState(hardState.term(), hardState.votedFor(), Math.max(hardState.lostIndex(), lastIndex())),
                base,
                entries.subList(0, (int) (first - base.index() - 1)));
    }
}
