package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.node.port.Clock;
import io.keelson.node.session.CommandEnvelope;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes what clients ask of the groups, and answers what nobody else has answered in time. */
final class Requests {
    private final NodeSettings settings;
    private final Clock clock;
    private final NodeCounters counters;
    private final TreeMap<Long, Group> groups;
    private final Backlog backlog;
    private final DiskWatch disk;
    /** All requests have the same time limit, so the oldest expires first. */
    private final Deadlines deadlines = new Deadlines();
    private boolean stopped;

    Requests(NodeSettings settings, Clock clock, NodeCounters counters, TreeMap<Long, Group> groups, DiskWatch disk) {
        this.settings = settings;
        this.clock = clock;
        this.counters = counters;
        this.groups = groups;
        this.disk = disk;
        this.backlog = new Backlog(settings);
    }

    void submit(long groupId, CommandEnvelope envelope, Consumer<Outcome<Bytes>> reply) {
        Group group = hosted(groupId, reply);
        if (group != null) {
            submit(group, envelope, true, reply);
        }
    }

    void submit(Group group, CommandEnvelope envelope, boolean mayForward, Consumer<Outcome<Bytes>> reply) {
        Outcome<Bytes> refusal = refusal(group, envelope);
        if (refusal != null) {
            counters.command(refusal);
            reply.accept(refusal);
            return;
        }
        PendingCommand command =
                new PendingCommand(group, envelope, mayForward, backlog, deadlineFromNow(), reply);
        backlog.accepted(envelope);
        group.touch();
        group.commands.gather(command);
        deadlines.add(command);
    }

    private Outcome<Bytes> refusal(Group group, CommandEnvelope envelope) {
        if (stopped) {
            return new Outcome.NotApplied<>("this node has stopped", 0);
        }
        if (envelope.command().length() > settings.maxCommandBytes()) {
            return new Outcome.Refused<>("the command has " + envelope.command().length() + " bytes, the limit is "
                    + settings.maxCommandBytes());
        }
        if (backlog.isFullFor(envelope)) {
            return new Outcome.NotApplied<>("too many commands are waiting; try again later", group.leader());
        }
        return null;
    }

    <R> void read(long group, ReadConsistency consistency, Function<StateMachine, R> query, Consumer<Outcome<R>> reply) {
        Group hosted = running(group, reply);
        String objection = hosted == null ? null : objection(consistency);
        if (objection != null) {
            Outcome<R> refusal = new Outcome.NotApplied<>(objection, hosted.leader());
            counters.read(refusal);
            reply.accept(refusal);
        } else if (hosted != null) {
            PendingRead<R> read = new PendingRead<>(hosted, query, backlog, deadlineFromNow(), reply);
            backlog.readAccepted();
            hosted.touch();
            deadlines.add(read);
            GroupReads reads = hosted.reads;
            switch (consistency) {
                case ReadConsistency.Linearizable all -> reads.gather(read);
                case ReadConsistency.AtLeast known -> reads.await(known.index(), read);
                case ReadConsistency.NoOlderThan age -> reads.awaitAskedSince(clock.monotonicNanos() - age.nanos(), read);
                case ReadConsistency.Local any -> reads.await(0, read);
            }
        }
    }

    /** A member whose disk has stalled may not hear of anything new for long: whoever wants the latest asks another, rather than wait for what may never come. */
    private String objection(ReadConsistency consistency) {
        boolean asks = consistency instanceof ReadConsistency.Linearizable || consistency instanceof ReadConsistency.NoOlderThan;
        if (asks && !disk.isHealthy()) {
            return "this member's disk has not answered for an election timeout; ask another member";
        }
        return backlog.isFullOfReads() ? "too many reads are waiting; try again later" : null;
    }

    void transferLeadership(long group, long target, Consumer<Outcome<Long>> reply) {
        Group hosted = running(group, reply);
        if (hosted != null) {
            PendingTransfer transfer = new PendingTransfer(settings.memberId(), target, deadlineFromNow(), reply);
            deadlines.add(transfer);
            hosted.touch();
            hosted.transfers.gather(transfer);
        }
    }

    /** The group of this number; null if it is not here, and that is the answer then. */
    private <R> Group hosted(long group, Consumer<Outcome<R>> reply) {
        Group hosted = groups.get(group);
        if (hosted == null) {
            reply.accept(new Outcome.Refused<>("group " + group + " is not hosted here"));
        }
        return hosted;
    }

    /** The same; null too if this node has stopped, and that is the answer then. */
    private <R> Group running(long group, Consumer<Outcome<R>> reply) {
        Group hosted = hosted(group, reply);
        if (hosted != null && stopped) {
            reply.accept(new Outcome.NotApplied<>("this node has stopped", 0));
            return null;
        }
        return hosted;
    }

    private long deadlineFromNow() {
        return clock.monotonicNanos() + settings.requestTimeoutNanos();
    }

    /** Answers those whose time is over. */
    void expire() {
        deadlines.expire(clock.monotonicNanos());
    }

    /** When the next one's time is over. */
    long nextDeadline() {
        return deadlines.next();
    }

    /** Takes nothing more; what waits is answered by whoever holds it. */
    void stop() {
        stopped = true;
        deadlines.clear();
    }
}
