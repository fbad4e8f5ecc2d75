package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.Event;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.node.log.DurableLog;
import io.keelson.node.port.Clock;
import io.keelson.node.port.Entropy;
import io.keelson.node.port.Network;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.session.CommandEnvelope;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.SnapshotStream;
import io.keelson.node.snapshot.StoredSnapshot;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hosts groups over the four ports: the same class in production, in the simulator and in tests.
 *
 * <p>Not thread-safe: a driver calls it from one thread, hands it a batch of inputs ({@link #onWake}, {@link #onFrame}, requests, completions
 * of the ports) and then calls {@link #flush} once, which proposes what the batch gathered, writes it and forces it with one force.
 */
public final class Node {
    /** How the reason begins for which a node stops that was removed from a group. */
    public static final String REMOVED = "this member was removed";

    private final NodeSettings settings;
    private final Clock clock;
    private final Network network;
    private final Entropy entropy;
    private final Consumer<String> fatal;
    private final DurableLog log;
    private final TreeMap<Long, Group> groups = new TreeMap<>();
    private final GroupSchedule<Group> schedule = new GroupSchedule<>();
    private final NodeCounters counters = new NodeCounters();
    private final FrameSender sender;
    private final Forwarding forwarding;
    private final Requests requests;
    private final FrameAcceptance acceptance;
    private final Group.Host host = new GroupHost();
    private final Resting resting;
    private final CampaignPace pace;
    private final SnapshotPace snapshotPace;
    private final List<String> warnings = new ArrayList<>();
    private final DiskWatch disk;
    /** When the log, if nothing is written meanwhile, shall say of itself that all of it is durable. */
    private long markAt = Long.MIN_VALUE;
    private List<Group> lastBatch = List.of();
    private final HostedGroups hosted;
    private final GroupMembers members;
    /** Groups whose snapshots go on when the disk has done something, whatever happens to the groups. */
    private final TreeMap<Long, Group> snapshotting = new TreeMap<>();
    private boolean stopped;

    private Node(NodeSettings settings, Clock clock, Network network, Storage storage, Entropy entropy, Consumer<String> fatal, DurableLog log) {
        this.settings = settings;
        this.clock = clock;
        this.network = network;
        this.entropy = entropy;
        this.fatal = fatal;
        this.log = log;
        this.disk = new DiskWatch(settings.member().electionTimeoutNanos());
        this.sender = new FrameSender(network, settings.memberId(), log.incarnation(), counters);
        this.forwarding = new Forwarding(sender, firstNumber());
        this.requests = new Requests(settings, clock, counters, groups, disk);
        this.resting = new Resting(groups, host, sender, settings);
        this.pace = new CampaignPace(settings.member().heartbeatNanos());
        this.snapshotPace = new SnapshotPace(settings.snapshots().sendBytesPerSecond());
        this.members = new GroupMembers(groups, requests, counters);
        this.hosted = new HostedGroups(
                settings, clock, log, groups, requests, counters, new SnapshotFiles(storage, settings.clusterId()), host, this::leaves);
        this.acceptance = new FrameAcceptance(settings.memberId(), groups, log, requests, forwarding, sender, resting, counters);
    }

    /**
     * Where numbers begin that other members echo. It is random, because an answer to an earlier process of this member may arrive late, and must not be
     * taken for an answer to this one.
     */
    private long firstNumber() {
        return entropy.nextLong() >>> 2;
    }

    /**
     * Opens the node: reads the log, cuts a torn tail, recovers every group.
     *
     * @param settings how it behaves
     * @param groups what it hosts
     * @param clock the time
     * @param network the way to the other nodes
     * @param storage the node's own directory
     * @param entropy the one source of randomness
     * @param fatal told once, with one line for the operator, when the node has stopped for good (a force failed); it does nothing afterwards
     * @return the node, which has sent nothing yet
     * @throws NodeOpenException if the directory is another cluster's or member's, of a newer format, or damaged
     */
    public static Node open(
            NodeSettings settings,
            List<GroupSettings> groups,
            Clock clock,
            Network network,
            Storage storage,
            Entropy entropy,
            Consumer<String> fatal)
            throws NodeOpenException {
        DurableLog log = DurableLog.open(
                storage, entropy, settings.clusterId(), settings.memberId(), settings.segmentBytes());
        Node node = new Node(settings, clock, network, storage, entropy, fatal, log);
        node.hosted.deleteUnfinished();
        for (GroupSettings group : groups) {
            node.hosted.host(group);
        }
        node.warnings.addAll(log.damages());
        log.listener(node.new LogListener());
        return node;
    }

    /** The groups that are here: to create and remove them, to have a metadata group place them, to spread their leaders. */
    public HostedGroups groups() {
        return hosted;
    }

    /** Who belongs to the groups, and what they know of their members. */
    public GroupMembers members() {
        return members;
    }

    /** A group is going, the node stays: nothing of it is due, under way or waited for any longer. */
    private void leaves(Group gone) {
        resting.forget(gone);
        gone.abandon("group " + gone.id + " was removed from this node");
        gone.snapshots.leave();
        schedule.forget(gone.place);
        snapshotting.remove(gone.id);
    }

    /** Takes the warnings that have come up since they were last taken, each one line for the operator. */
    public List<String> takeWarnings() {
        List<String> taken = List.copyOf(warnings);
        warnings.clear();
        return taken;
    }

    /**
     * Takes a snapshot of a group's machine as soon as possible, and drops the log up to it, whatever the settings say.
     *
     * @param group the group
     */
    public void compactNow(long group) {
        Group compacted = groups.get(group);
        compacted.touch();
        compacted.snapshots.takeNow();
    }

    /** Time has come to a moment asked for with {@link Clock#wakeAt}. Calling it at any other time is harmless. */
    public void onWake() {
        if (acts()) {
            resting.onWake();
            tickDueGroups();
            hosted.onWake();
            snapshotPace.onWake(clock.monotonicNanos());
            requests.expire();
            forwarding.forgetAnswered();
            if (clock.monotonicNanos() >= markAt) {
                log.mark();
                markAt = log.isMarked() ? GroupSchedule.NEVER : clock.monotonicNanos() + settings.member().electionTimeoutNanos();
            }
        }
    }

    /** Says whether the node may act: not before what it found on its disk is certainly durable, and not after it has stopped. */
    private boolean acts() {
        return !stopped && log.settled();
    }

    private void tickDueGroups() {
        long now = clock.monotonicNanos();
        for (Group group : schedule.takeDue(now)) {
            if (group.member.nextTick() <= now) {
                group.tickDue(pace);
            }
        }
    }

    /**
     * A frame has arrived.
     *
     * @param frame the bytes from position to limit
     * @return null if the frame was well formed; else, in one line, why the connection it came from should be closed. Nothing was allocated on its word
     */
    public String onFrame(ByteBuffer frame) {
        if (!acts()) {
            return null;
        }
        counters.framesIn++;
        String reason = acceptance.accept(frame);
        if (reason != null) {
            counters.framesRejected++;
        }
        return reason;
    }

    /**
     * Replicates a command outside of any session: on a lost answer it may be applied although the client was told nothing. While nobody is known to lead, or the leader can't be
     * reached, the command waits here for one, as long as the time limit of requests allows. One that was sent to a member which leads no longer is not sent again.
     *
     * @param group the group
     * @param command the command
     * @param reply told the outcome exactly once, on the node's thread; the answer is what {@link StateMachine#apply} returned
     */
    public void propose(long group, Bytes command, Consumer<Outcome<Bytes>> reply) {
        requests.submit(group, CommandEnvelope.command(command), reply);
    }

    /**
     * Opens a client session (thesis 6.3).
     *
     * @param group the group
     * @param timeToLiveMillis the session expires when the log's time has moved this far past its last command
     * @param reply told the session's id
     */
    public void openSession(long group, long timeToLiveMillis, Consumer<Outcome<Long>> reply) {
        if (timeToLiveMillis < 1) {
            reply.accept(new Outcome.Refused<>("a session's time to live is at least 1 ms: " + timeToLiveMillis));
            return;
        }
        requests.submit(group, CommandEnvelope.openSession(timeToLiveMillis), outcome -> reply.accept(outcome.map(Outcome.Done::index)));
    }

    /**
     * Replicates a command exactly once: proposing the same session and sequence again, on any node, yields the first application's answer.
     *
     * @param group the group
     * @param session from {@link #openSession}
     * @param sequence ascending in each session, from 1; the answer of the last one is kept
     * @param command the command
     * @param reply told the outcome exactly once; {@link Outcome.Refused} if the session has expired
     */
    public void propose(long group, long session, long sequence, Bytes command, Consumer<Outcome<Bytes>> reply) {
        if (sequence < 1) {
            reply.accept(new Outcome.Refused<>("the commands of a session are numbered from 1: " + sequence));
            return;
        }
        requests.submit(group, CommandEnvelope.inSession(session, sequence, command), reply);
    }

    /**
     * Reads linearizably (thesis 6.4): the query runs on a state that includes everything acknowledged, by any node, before this call.
     *
     * @param group the group
     * @param query runs on this node's replica, on the node's thread; must not change it
     * @param reply told the outcome exactly once
     * @param <R> the answer
     */
    public <R> void read(long group, Function<StateMachine, R> query, Consumer<Outcome<R>> reply) {
        read(group, ReadConsistency.LINEARIZABLE, query, reply);
    }

    /**
     * Reads.
     *
     * @param group the group
     * @param consistency how far this node's replica must have come
     * @param query runs on this node's replica, on the node's thread; must not change it
     * @param reply told the outcome exactly once
     * @param <R> the answer
     */
    public <R> void read(long group, ReadConsistency consistency, Function<StateMachine, R> query, Consumer<Outcome<R>> reply) {
        requests.read(group, consistency, query, reply);
    }

    /**
     * Hands leadership over to another voter, which this member, if it leads, first brings up to date (thesis 3.10). Commands are not applied meanwhile; it gives up after an
     * election timeout.
     *
     * @param group the group
     * @param target who shall lead
     * @param reply told the outcome exactly once: {@link Outcome.Done} with who leads now, which is the target; {@link Outcome.NotApplied} if this member does not lead, if it
     *     hands over already, or if the target has not taken over in time (it may still do so a little later, having been asked to); {@link Outcome.Refused} if
     *     the target does not vote
     */
    public void transferLeadership(long group, long target, Consumer<Outcome<Long>> reply) {
        requests.transferLeadership(group, target, reply);
    }

    /**
     * Begins to read out a group's state as it is here, as the bytes of a snapshot file. To be closed.
     *
     * @param group the group
     * @return the stream, read on this node's thread; null if the group is not here, its machine has no snapshots, or is being restored
     */
    public SnapshotStream export(long group) {
        Group exported = groups.get(group);
        Snapshot pinned = exported != null && exported.isServable() ? exported.pin() : null;
        if (pinned == null) {
            return null;
        }
        long state = exported.restorations();
        return new SnapshotStream(
                pinned,
                settings.clusterId(),
                group,
                exported.appliedBase(0),
                settings.snapshots().chunkBytes(),
                () -> groups.get(group) == exported && exported.restorations() == state);
    }

    /**
     * Hands over the leadership of every group that this node leads and another member could lead, so that nobody has to wait for an election when it goes.
     *
     * @param whenOver called once: when others lead, or have not taken over within an election timeout
     */
    public void resign(Runnable whenOver) {
        List<Group> led = groups.values().stream()
                .filter(group -> !stopped && group.member.successor() != Configuration.NOBODY)
                .toList();
        int[] left = {led.size()};
        if (led.isEmpty()) {
            whenOver.run();
        }
        for (Group group : led) {
            transferLeadership(group.id, group.member.successor(), outcome -> {
                if (--left[0] == 0) {
                    whenOver.run();
                }
            });
        }
    }

    /**
     * Reads this node's replica as it is, which may be behind.
     *
     * @param group the group
     * @param query runs at once; must not change the replica
     * @return the query's answer
     * @throws IllegalStateException if the replica is being restored from a snapshot; a read with {@link ReadConsistency.Local} waits until it is
     * @param <R> the answer
     */
    public <R> R readLocal(long group, Function<StateMachine, R> query) {
        Group read = groups.get(group);
        if (!read.isServable()) {
            throw new IllegalStateException("the replica of group " + group + " is being restored");
        }
        return query.apply(read.machine());
    }

    /**
     * Ends a batch: proposes, writes and forces what it gathered, asks for the next wake-up. While a force is under way nothing is written: what gathers meanwhile
     * shares the next one, which the flush after the force's completion asks for.
     */
    public void flush() {
        if (!acts()) {
            return;
        }
        if (disk.look(log.isForcing(), clock.monotonicNanos())) {
            groups.values().forEach(group -> group.step(new Event.StorageHealth(disk.isHealthy())));
        }
        endBatch();
        if (!log.isForcing()) {
            log.flush();
        }
        // An idle log has marked itself without us: that force is watched as well.
        disk.begun(log.isForcing(), clock.monotonicNanos());
        hosted.endOfBatch();
        sender.flush();
        clock.wakeAt(nextWake());
    }

    private void endBatch() {
        snapshotting.values().forEach(Group::touch);
        lastBatch = schedule.takeTouched();
        for (Group group : lastBatch) {
            group.endOfBatch();
            resting.consider(group);
            if (group.snapshots.isUnderWay()) {
                snapshotting.put(group.id, group);
            } else {
                snapshotting.remove(group.id);
            }
            // What the answers of this batch have brought is the next batch: a client that tries again at once must not hold this one up.
            schedule.settle(group.place, group.hasWork() ? clock.monotonicNanos() : group.nextWake());
        }
    }

    private long nextWake() {
        long ofNode = Math.min(Math.min(disk.nextWake(), requests.nextDeadline()), markAt);
        long ofGroups = Math.min(Math.min(hosted.nextWake(), resting.nextWake()), schedule.next(clock.monotonicNanos()));
        return Math.min(Math.min(ofNode, snapshotPace.nextWake()), ofGroups);
    }

    /** Tells the status of each group that the last batch has touched: of the others it is as it was. */
    public void changedGroups(Consumer<NodeStatus.GroupStatus> told) {
        lastBatch.forEach(group -> told.accept(group.status()));
    }

    /** Returns a group's protocol state; its cost grows with the log. */
    public MemberState capture(long group) {
        return groups.get(group).member.capture();
    }

    /** Says whether a group rests here: it is idle, and beats between the nodes stand for its heartbeats. */
    public boolean isResting(long group) {
        return groups.get(group).member.isResting();
    }

    /** Returns the index of the last entry that this member has applied in a group. */
    public long lastApplied(long group) {
        return groups.get(group).lastApplied();
    }

    /** Says whether the disk answers: false while a force has been under way for longer than an election timeout. */
    public boolean storageHealthy() {
        return disk.isHealthy();
    }

    /** Returns this node's data directory's incarnation. */
    public long incarnation() {
        return log.incarnation();
    }

    /** Returns what the node can say of itself. */
    public NodeStatus status() {
        return statusWith(groups.values().stream().map(Group::status).toList());
    }

    /** Returns the same with what is known of the groups already. */
    public NodeStatus statusWith(List<NodeStatus.GroupStatus> known) {
        return new NodeStatus(settings.memberId(), log.incarnation(), stopped, disk.isHealthy(), known, counters.snapshot());
    }

    /** Closes the files. Requests that wait are told {@link Outcome.Unknown} (commands that may have been appended somewhere) or {@link Outcome.NotApplied} (all else). */
    public void close() {
        stop("this node was closed");
        log.close();
    }

    private void stop(String reason) {
        if (!stopped) {
            stopped = true;
            sender.stop();
            requests.stop();
            groups.values().forEach(group -> group.abandon(reason));
            forwarding.abandon(reason);
        }
    }

    private void fail(String oneLine) {
        if (!stopped) {
            stop("this node has stopped: " + oneLine);
            fatal.accept(oneLine);
        }
    }

    private final class LogListener implements DurableLog.Listener {
        @Override
        public void durable(long group, long ticket) {
            Group written = groups.get(group);
            if (stopped || hosted.durableOfDeparted(group, ticket)) {
                return;
            }
            if (written != null) {
                written.snapshots.persisted(ticket);
                written.step(new Event.Persisted(ticket));
            }
        }

        @Override
        public void failed(String oneLine) {
            fail(oneLine);
        }
    }

    private final class GroupHost implements Group.Host {
        @Override
        public long now() {
            return clock.monotonicNanos();
        }

        @Override
        public void touched(Group group) {
            schedule.touch(group.place);
        }

        @Override
        public Event.Tick tick() {
            return new Event.Tick(clock.monotonicNanos(), entropy.nextLong());
        }

        @Override
        public long firstNumber() {
            return Node.this.firstNumber();
        }

        @Override
        public void wakes(Group group) {
            resting.wake(group);
        }

        @Override
        public long wallMillis() {
            return clock.wallMillis();
        }

        @Override
        public void carryOut(Group group, Effects effects) {
            if (effects.write() != null) {
                group.snapshots.append(effects.write());
            }
            for (Message message : effects.sendNow()) {
                if (message instanceof Message.InstallSnapshot install) {
                    group.snapshots.send(install);
                } else {
                    sender.send(new Frame.Protocol(sender.headerTo(group.id, message.to()), message));
                }
            }
        }

        @Override
        public void append(Group group, LogWrite write) {
            if (groups.get(group.id) != group) {
                // A snapshot of a group that has left is durable now: nothing waits for it any more.
                return;
            }
            log.append(group.id, write);
            markAt = clock.monotonicNanos() + settings.member().electionTimeoutNanos();
        }

        @Override
        public FrameHeader headerTo(Group group, long member) {
            return sender.headerTo(group.id, member);
        }

        @Override
        public void send(Frame frame) {
            sender.send(frame);
        }

        @Override
        public long sendPaced(int bytes, Runnable send) {
            return snapshotPace.send(clock.monotonicNanos(), bytes, send);
        }

        @Override
        public void delete(StoredSnapshot snapshot) {
            try {
                snapshot.delete();
            } catch (StorageException e) {
                warn("a snapshot that is not needed any more can't be deleted: " + e.getMessage());
            }
        }

        @Override
        public void fail(String oneLine) {
            Node.this.fail(oneLine);
        }

        @Override
        public void warn(String oneLine) {
            warnings.add(oneLine);
        }

        @Override
        public boolean mayReach(long member) {
            return network.mayReach(member);
        }

        @Override
        public void forward(Group group, PendingCommand command, long leader) {
            forwarding.forward(group, command, leader);
        }

        @Override
        public void leaderChanged(Group group, long leader) {
            forwarding.leaderChanged(group, leader);
        }

        @Override
        public boolean hasRoomFor(List<Payload.Command> commands) {
            return log.hasRoomFor(commands);
        }

        @Override
        public boolean mayMakeRoom() {
            return log.mayMakeRoom();
        }
    }
}
