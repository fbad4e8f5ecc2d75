package io.keelson.node.log;

import io.keelson.core.Configuration;
import io.keelson.core.Recovered;
import io.keelson.node.NodeOpenException;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks at a log that no node has open, for operators: what its records say, whether it is sound, and how to cut a torn tail.
 *
 * <p>It sees what an opening would see. What it can't see either: damage in the very last batches, which no later record marks as durable, looks like the tail that a crash tore.
 */
public final class LogInspection {
    /** What became of the look. */
    public enum Verdict {
        /** All that was durable is intact. A torn tail is no damage. */
        SOUND,
        /** Something that was durable is not intact. */
        DAMAGED,
        /** There is no log, it is of another format, or the disk does not give it back. */
        UNREADABLE
    }

    private final Verdict verdict;
    private final List<String> findings;
    private final List<String> summary;

    private LogInspection(Verdict verdict, List<String> findings, List<String> summary) {
        this.verdict = verdict;
        this.findings = List.copyOf(findings);
        this.summary = List.copyOf(summary);
    }

    /**
     * Reads a log, and changes nothing.
     *
     * @param storage the directory
     * @param records told of each record in order, in one line: where it stands, and what it says
     * @return what was found, never null
     */
    public static LogInspection of(Storage storage, Consumer<String> records) {
        LogReader read = new LogReader(storage, found -> records.accept(describe(found)));
        try {
            read.read();
            if (read.head() == null) {
                return new LogInspection(Verdict.UNREADABLE, List.of("there is no log in this directory; name a member's data directory"), List.of());
            }
            List<String> findings = DurableLog.describe(read);
            return new LogInspection(findings.isEmpty() ? Verdict.SOUND : Verdict.DAMAGED, findings, summary(storage, read));
        } catch (NodeOpenException e) {
            return new LogInspection(read.isDamaged() ? Verdict.DAMAGED : Verdict.UNREADABLE, List.of(e.getMessage()), List.of());
        } catch (StorageException e) {
            return new LogInspection(Verdict.UNREADABLE, List.of("the log can't be read: " + e.getMessage()), List.of());
        }
    }

    private static List<String> summary(Storage storage, LogReader read) throws StorageException {
        List<String> lines = new ArrayList<>();
        SegmentHead head = read.head();
        lines.add("cluster " + head.cluster() + ", member " + head.member() + ", incarnation " + head.incarnation() + ", format " + head.format());
        lines.add(read.files().size() + " segments, records up to number " + (read.nextNumber() - 1) + ", durable for certain up to " + Position.describe(read.mark())
                + ", end at " + Position.describe(read.end()));
        for (Map.Entry<Long, GroupImage> group : read.groups().entrySet()) {
            Recovered found = group.getValue().recovered(Configuration.of());
            lines.add("group " + group.getKey() + ": term " + found.hardState().term() + ", voted for " + found.hardState().votedFor() + ", base " + found.base().index()
                    + ", last index " + found.lastIndex() + (found.hardState().lostIndex() == 0 ? "" : ", lost up to " + found.hardState().lostIndex()));
        }
        int torn = tornBytes(storage, read);
        if (torn > 0) {
            lines.add("a torn tail of " + torn + " bytes after the end: never acknowledged, cut when the log is opened");
        }
        return lines;
    }

    private static int tornBytes(Storage storage, LogReader read) throws StorageException {
        long sequence = Position.sequence(read.end());
        try (StorageFile file = storage.open(Position.fileName(sequence))) {
            int end = Position.offset(read.end());
            return read.remainsEnd(file.read(0, (int) file.size()), sequence, end) - end;
        }
    }

    private static String describe(LogReader.Found found) {
        LogRecord record = found.record();
        String what = switch (record.kind()) {
            case HEAD -> "begins a run of " + record.index() + (record.group() == SegmentHead.RUN_OF_ALL ? " groups, all of them" : " groups");
            case HARD_STATE, GROUP -> "group " + record.group() + ", term " + record.term() + ", voted for " + record.index();
            case ENTRY, REPLACEMENT -> "group " + record.group() + ", index " + record.index() + (record.count() == 1 ? "" : " to " + (record.index() + record.count() - 1))
                    + ", term " + record.term();
            case BASE, RESTART -> "group " + record.group() + ", after index " + record.index() + ", term " + record.term();
            case LOSS -> record.group() == 0 ? "what was missing is accounted for" : "group " + record.group() + ", kept up to " + record.index();
            case MARK, NONE -> "";
        };
        return (Position.describe(found.position()) + "  #" + record.number() + " " + record.kind() + " " + what).stripTrailing()
                + ", " + record.length() + " bytes" + (record.isIntact() ? "" : ", DAMAGED");
    }

    /**
     * Cuts the torn tail of a sound log, as the next opening would, and asks for what that takes to be durable. Nothing that may have been acknowledged is touched.
     *
     * @param storage the directory, of a log that was found {@link Verdict#SOUND}
     * @param completion told once for each force asked for; the cut is durable when all have succeeded
     * @return how many forces were asked for
     * @throws NodeOpenException if the log can't be read, or is damaged: then nothing was changed
     * @throws StorageException if the storage fails
     */
    public static int cutTornTail(Storage storage, Storage.Completion completion) throws NodeOpenException, StorageException {
        LogReader read = new LogReader(storage);
        read.read();
        if (read.head() == null || !read.damages().isEmpty()) {
            throw new NodeOpenException("the log is not sound, and is left as it is", null);
        }
        LogRepair repair = new LogRepair(storage);
        repair.repair(read, 0);
        repair.unforced().forEach(segment -> segment.file().force(completion));
        storage.forceNames(completion);
        return repair.unforced().size() + 1;
    }

    /** Returns what is to be said of the log as a whole. */
    public Verdict verdict() {
        return verdict;
    }

    /** Returns what is wrong, one line each; empty if nothing is. */
    public List<String> findings() {
        return findings;
    }

    /** Returns what the log holds, a line for the whole and one for each group; empty if it can't be told. */
    public List<String> summary() {
        return summary;
    }
}
