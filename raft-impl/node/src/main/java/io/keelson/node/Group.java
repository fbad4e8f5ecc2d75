package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.Entry;
import io.keelson.core.Event;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Payload;
import io.keelson.core.RaftMember;
import io.keelson.core.Role;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.session.MemberTable;
import io.keelson.node.session.SessionMachine;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.StoredSnapshot;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** One group on this node: its member, its replica, and the requests that wait on them. */
final class Group {
    /** What a group needs of its node. */
    interface Host {
        long now();

        /** Something has happened to the group: the end of the batch looks at it. */
        void touched(Group group);

        /** The group rests, and is about to be handed something. */
        void wakes(Group group);

        /** A fresh tick for a member. */
        Event.Tick tick();

        /** Where the numbers of requests begin that other members echo. */
        long firstNumber();

        /** The wall clock, in milliseconds. */
        long wallMillis();

        /** Appends, sends: carries out what a step wants of the world. */
        void carryOut(Group group, Effects effects);

        /** Appends a write to the log. */
        void append(Group group, LogWrite write);

        FrameHeader headerTo(Group group, long member);

        void send(Frame frame);

        /** Has a chunk of a snapshot sent as soon as the node's pace allows; returns when that is. */
        long sendPaced(int bytes, Runnable send);

        /** Deletes a snapshot that nobody needs any more; if that fails, the next opening does it. */
        void delete(StoredSnapshot snapshot);

        /** Stops the node for good: in one line, why. */
        void fail(String oneLine);

        /** Has something told to the operator, in one line. */
        void warn(String oneLine);

        /** Says whether a frame may arrive at a member, as far as is known. */
        boolean mayReach(long member);

        /** Sends a command to the member that leads; its answer, if it comes, is the command's. */
        void forward(Group group, PendingCommand command, long leader);

        /** A member other than the one before leads the group. */
        void leaderChanged(Group group, long leader);

        /** Says whether the log can take new commands. */
        boolean hasRoomFor(List<Payload.Command> commands);

        /** Says whether the log may soon have more room: the disk is at work on it. */
        boolean mayMakeRoom();
    }

    final long id;
    final RaftMember member;
    final GroupCommands commands = new GroupCommands();
    final GroupReads reads;
    final GroupTransfers transfers = new GroupTransfers();
    final GroupSchedule.Place<Group> place;
    private final SessionMachine machine;
    private final Host host;
    private final NodeSettings settings;
    private final NodeCounters counters;
    final GroupSnapshots snapshots;
    private long lastApplied;
    private long lastAppliedTerm;
    private Configuration appliedConfiguration;
    private long appliedBytes;
    /** While the machine is restored, what is committed waits here. */
    private final ArrayDeque<Entry> backlog = new ArrayDeque<>();
    private boolean restoring;
    private long restorations;
    /** Reads are not served from less than this: what the member had before its snapshot was lost. */
    private final long servesFrom;
    private long knownLeader;
    private long activeAt;
    /** An election that is due is put off until then. */
    private long campaignsFrom = Long.MIN_VALUE;
    private long knownMembers;
    /** Commands have gathered for which the log has no room: whatever happens next brings the next look, at the latest a heartbeat. */
    private boolean awaitsRoom;
    /** The term found on the disk: of later terms this node knows everything it has taken. */
    private final long recoveredTerm;

    Group(long id, RaftMember member, GroupRecovery recovery, NodeSettings settings, NodeCounters counters, SnapshotFiles files, SnapshotTurn turn, Host host) {
        this.id = id;
        this.place = new GroupSchedule.Place<>(id, this);
        this.member = member;
        this.machine = recovery.machine();
        this.settings = settings;
        this.counters = counters;
        this.host = host;
        this.reads = new GroupReads(settings.member().heartbeatNanos(), host.firstNumber());
        this.lastApplied = member.base().index();
        this.lastAppliedTerm = member.base().term();
        this.appliedConfiguration = member.base().configuration();
        this.servesFrom = recovery.lostSnapshotAt();
        this.recoveredTerm = member.term();
        noteMembers();
        this.snapshots = new GroupSnapshots(this, settings, files, recovery.snapshot(), turn, host, counters);
    }

    long leader() {
        return member.leader();
    }

    long lastApplied() {
        return lastApplied;
    }

    /** Says whether a command forwarded in this term may have been taken by this node before it was restarted. */
    boolean mayHaveTaken(long term) {
        return term <= recoveredTerm;
    }

    /** Something has happened to the group. */
    void touch() {
        host.touched(this);
    }

    void commandSettled(Outcome<Bytes> outcome) {
        counters.command(outcome);
    }

    void readSettled(Outcome<?> outcome) {
        counters.read(outcome);
    }

    /**
     * Hands the member an event, after the time.
     *
     * <p>The time is read now, not once for a batch: the process may have stood still in the midst of it, and what is handed over may have come since. A leader that
     * judged its lease by an older time could answer a read that began after another was elected; a follower would count the silence that it promises on
     * hearing the leader from before the leader spoke, and end it before the leader's lease ends.
     */
    Effects.Proposal step(Event event) {
        if (member.isResting()) {
            host.wakes(this);
        }
        tick();
        return stepAlone(event);
    }

    /** A moment has come that the member has asked for: a campaign waits for its turn. */
    void tickDue(CampaignPace pace) {
        boolean mayCampaign = member.role() != Role.LEADER && member.nextTick() != Long.MIN_VALUE;
        campaignsFrom = mayCampaign ? pace.begin(host.now()) : 0;
        if (campaignsFrom <= host.now()) {
            tick();
        }
    }

    /** Tells the member the time. */
    void tick() {
        stepAlone(host.tick());
    }

    private Effects.Proposal stepAlone(Event event) {
        touch();
        long lastIndex = member.lastIndex();
        long commitIndex = member.commitIndex();
        Effects effects = member.step(event);
        if (member.lastIndex() != lastIndex || member.commitIndex() != commitIndex || member.leader() != knownLeader) {
            activeAt = host.now();
        }
        if (effects != Effects.NONE) {
            carryOut(effects);
        }
        serveReads();
        noteLeader();
        transfers.judge(member);
        return effects.proposal();
    }

    private void carryOut(Effects effects) {
        snapshots.carryOut(effects);
        host.carryOut(this, effects);
        for (Entry entry : effects.committed()) {
            apply(entry);
        }
        for (Effects.ReadReady ready : effects.readsReady()) {
            reads.ready(ready.requestId(), ready.index());
        }
        for (Effects.ReadRefused refused : effects.readsRefused()) {
            reads.refused(refused.requestId(), host.now());
        }
    }

    /** When something other than time last moved the group. */
    long activeAt() {
        return activeAt;
    }

    /** Says whether nothing is under way here: a member that can rest, nobody who waits, no snapshot half made. */
    boolean isQuiet() {
        return member.canRest() && !restoring && lastApplied == member.commitIndex() && !hasWork() && !commands.hasGathered() && reads.isIdle() && !snapshots.isUnderWay();
    }

    /** Rests, if its leader, this one, vouches for just what is here; returns whether it does. */
    boolean restsUnder(long leader, Frame.Rest vouched) {
        boolean same = member.role() == Role.FOLLOWER && member.leader() == leader && member.term() == vouched.term() && member.lastIndex() == vouched.index();
        if (!same || member.isResting() || !isQuiet()) {
            return false;
        }
        member.rest();
        return true;
    }

    /** Rests no longer. */
    void wake(long heard) {
        member.wake(heard);
        activeAt = host.now();
        touch();
    }

    private void serveReads() {
        if (isServable()) {
            reads.serve(machine.machine(), lastApplied);
        }
    }

    /** Says whether the replica may be looked at. */
    boolean isServable() {
        return !restoring && lastApplied >= servesFrom;
    }

    private void apply(Entry entry) {
        if (restoring) {
            backlog.add(entry);
        } else {
            applyNow(entry);
        }
    }

    private void applyNow(Entry entry) {
        Outcome<Bytes> outcome = entry.payload() instanceof Configuration configuration ? applyConfiguration(entry, configuration) : machine.apply(entry, commands.madeOf(entry.index(), entry.term()));
        lastApplied = entry.index();
        lastAppliedTerm = entry.term();
        appliedBytes += entry.payload().size();
        counters.entriesApplied++;
        noteMembers();
        commands.committed(entry.index(), entry.term(), outcome, member.leader());
    }

    /** Whoever dials the members looks again when something has changed. */
    private void noteMembers() {
        if (machine.members().changes() != knownMembers) {
            knownMembers = machine.members().changes();
            counters.memberChanges++;
        }
    }

    private Outcome<Bytes> applyConfiguration(Entry entry, Configuration configuration) {
        appliedConfiguration = configuration;
        Outcome<Bytes> done = new Outcome.Done<>(entry.index(), Bytes.EMPTY);
        if (configuration.isJoint()) {
            commands.jointCommitted(entry.index(), entry.term(), member.leader());
        } else {
            commands.changeCommitted(done);
        }
        return done;
    }

    /** What groups there shall be, if this is the metadata group. */
    GroupTable groups() {
        return machine.groups();
    }

    /** What the group knows of its members. */
    MemberTable members() {
        return machine.members();
    }

    /** The configuration that was in force at the last entry applied. */
    Configuration appliedConfiguration() {
        return appliedConfiguration;
    }

    /** Says whether a member has been removed from the group, for all that is known here, and will not come back. */
    boolean isRemoved(long other) {
        return isServable() && machine.members().isForgotten(other) && !member.configuration().members().contains(other);
    }

    /** Another member says that this one was removed: it serves nobody any more. */
    void removedBy(long other) {
        if (member.role() != Role.LEADER) {
            host.fail(Node.REMOVED + " from group " + id + ", as member " + other + " says; its data directory is of no more use");
        }
    }

    /** How often another state has taken the place of the machine's: what was pinned before is gone then. */
    long restorations() {
        return restorations;
    }

    /** Says whether the machine's state is that of {@link #lastApplied}. */
    boolean isWhole() {
        return !restoring;
    }

    /** The payloads of all that this process has applied, in bytes. */
    long appliedBytes() {
        return appliedBytes;
    }

    /** Says whether it is known who belongs to the group: one who has just joined does not know at first. */
    boolean hasVoters() {
        return !appliedConfiguration.voters().isEmpty();
    }

    /** Pins the machine's state; null if it has no snapshots. */
    Snapshot pin() {
        return machine.snapshot();
    }

    /** What a snapshot of the machine as it is now stands for, in so many chunks. */
    LogBase appliedBase(int chunks) {
        return new LogBase(lastApplied, lastAppliedTerm, appliedConfiguration, chunks);
    }

    /** Says whether the log may be dropped up to a snapshot of what was applied here. */
    boolean mayCompactTo(LogBase base) {
        return base.index() <= member.durableIndex() && base.index() > member.base().index();
    }

    void compactTo(LogBase base) {
        step(new Event.Compact(base.index(), base.chunks()));
    }

    /** A snapshot takes the place of all that was applied or waits to be. */
    void beginRestoring() {
        restoring = true;
        restorations++;
        backlog.clear();
    }

    /** Empties the machine, and returns what it takes its new state from. */
    SnapshotRestore beginRestore() {
        return machine.restore();
    }

    /** The machine is as it was when the snapshot was taken; what has been committed since follows. */
    void restored(LogBase base) {
        restoring = false;
        lastApplied = base.index();
        lastAppliedTerm = base.term();
        appliedConfiguration = base.configuration();
        noteMembers();
        commands.passedOver(base.index());
        while (!backlog.isEmpty()) {
            applyNow(backlog.poll());
        }
        serveReads();
    }

    private void noteLeader() {
        long leader = member.leader();
        if (leader != 0 && leader != knownLeader) {
            knownLeader = leader;
            counters.leaderChanges++;
            host.leaderChanged(this, leader);
        }
    }

    /** Proposes what the batch has gathered, and asks for the read index of its reads. */
    void endOfBatch() {
        transfers.begin(this);
        reads.retryLost(host.now(), settings.member().electionTimeoutNanos());
        long readRequest = reads.ask(host.now());
        if (readRequest != 0) {
            step(new Event.ReadIndex(readRequest));
        }
        if (commands.hasGathered()) {
            takeUpCommands();
        }
        serveReads();
        snapshots.endOfBatch();
        // A deadline that the batch has cancelled is set anew in it: a batch of its own for each heartbeat heard would be a wake-up more.
        if (member.nextTick() == Long.MIN_VALUE) {
            tick();
        }
    }

    private void takeUpCommands() {
        awaitsRoom = false;
        if (member.isResting()) {
            host.wakes(this);
        }
        if (!leaderIsInReach()) {
            commands.takeForeign().forEach(this::handBack);
            return;
        }
        commands.takeChanges().forEach(this::change);
        List<PendingCommand> gathered = commands.takeGathered();
        if (!gathered.isEmpty()) {
            propose(gathered);
        }
    }

    /**
     * Commands wait where they are while nobody is known to lead, or whoever does is out of reach: so it is known of them that they were not applied. The next heartbeat of a leader
     * brings the next look.
     */
    private boolean leaderIsInReach() {
        return member.role() == Role.LEADER || (member.leader() != Configuration.NOBODY && host.mayReach(member.leader()));
    }

    private void propose(List<PendingCommand> gathered) {
        tick();
        if (member.role() != Role.LEADER) {
            gathered.forEach(this::handOver);
            return;
        }
        long now = host.wallMillis();
        List<Payload.Command> payloads = new ArrayList<>(gathered.size());
        Bytes before = null;
        for (PendingCommand command : gathered) {
            before = command.envelope.encodeStamped(now, before);
            payloads.add(new Payload.Command(before));
        }
        if (!host.hasRoomFor(payloads)) {
            gathered.forEach(host.mayMakeRoom() ? this::awaitRoom : Group::refuseForRoom);
            return;
        }
        gathered.forEach(PendingCommand::leavesOurHands);
        switch (stepAlone(new Event.Propose(payloads))) {
            case Effects.Proposal.Accepted accepted -> {
                long index = accepted.firstIndex();
                for (PendingCommand command : gathered) {
                    commands.appended(index++, accepted.term(), command);
                }
            }
            case Effects.Proposal.Refused refused -> gathered.forEach(command -> command.answer(GroupTransfers.refusal(refused)));
            case Effects.Proposal other -> throw new IllegalStateException("a leader did not take a proposal: " + other);
        }
    }

    private void awaitRoom(PendingCommand command) {
        awaitsRoom = true;
        commands.gather(command);
    }

    private static void refuseForRoom(PendingCommand command) {
        command.answer(new Outcome.NotApplied<>("the leader's disk is full, or too slow to prepare room for its log; free space or add a disk, nothing is lost", 0));
    }

    private void change(PendingCommand command) {
        tick();
        MembershipChange wanted = MembershipChange.of(command.envelope);
        if (member.role() != Role.LEADER) {
            handOver(command);
            return;
        }
        String objection = wanted.objection(member.configuration());
        if (objection != null) {
            command.answer(new Outcome.Refused<>(objection));
            return;
        }
        command.leavesOurHands();
        switch (stepAlone(wanted.event(member.configuration()))) {
            case Effects.Proposal.Accepted accepted -> commands.appended(accepted.firstIndex(), accepted.term(), command);
            case Effects.Proposal.Refused refused -> command.answer(Refusals.ofChange(refused, member.leader()));
            case Effects.Proposal other -> throw new IllegalStateException("a leader did not take a change of membership: " + other);
        }
    }

    /** Who forwarded the command passes this on: of a command that has left its hands it can't know whether another answer follows. */
    private void handBack(PendingCommand command) {
        command.answer(new Outcome.NotApplied<>("this member does not lead", member.leader()));
    }

    private void handOver(PendingCommand command) {
        if (!command.mayForward) {
            handBack(command);
        } else if (!leaderIsInReach()) {
            commands.gather(command);
        } else {
            command.leavesOurHands();
            command.forwardedTo = member.leader();
            host.forward(this, command, member.leader());
        }
    }

    /** Says whether an answer given in this batch has brought new requests. */
    boolean hasWork() {
        return (commands.hasGathered() && !awaitsRoom && leaderIsInReach()) || transfers.hasGathered() || reads.canAsk(host.now()) || (isServable() && reads.hasDue(lastApplied))
                || snapshots.hasWork();
    }

    /** When this group has something to do next though nothing happens. */
    long nextWake() {
        return Math.min(Math.max(member.nextTick(), campaignsFrom), reads.nextWake(settings.member().electionTimeoutNanos()));
    }

    /** Answers everything that waits: the node is going. */
    void abandon(String reason) {
        commands.drain().forEach(command -> command.answer(command.abandoned(reason)));
        reads.drain().forEach(read -> abandon(read, reason));
        transfers.drain().forEach(transfer -> abandon(transfer, reason));
        snapshots.close();
    }

    private static <R> void abandon(Request<R> request, String reason) {
        request.answer(new Outcome.NotApplied<>(reason, 0));
    }

    NodeStatus.GroupStatus status() {
        return new NodeStatus.GroupStatus(
                id,
                member.role(),
                member.term(),
                member.leader(),
                member.commitIndex(),
                lastApplied,
                member.lastIndex(),
                member.durableIndex(),
                member.base().index(),
                member.configuration(),
                member.isStranger());
    }

    StateMachine machine() {
        return machine.machine();
    }
}
