package io.keelson.server;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Role;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.MemberInfo;
import io.keelson.node.MembershipChange;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine.ApplyContext;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A replica without a cluster: applies at once, or answers with the outcome that a test has set. */
public final class SoloReplica implements Replica {
    private final KvStateMachine machine;
    private long index;
    private int proposals;
    private final TreeMap<String, CompletableFuture<Outcome<Bytes>>> sessionAnswers = new TreeMap<>();
    private long leader = 1;
    private Outcome<Object> scripted;

    public SoloReplica() {
        this(KvStateMachine.inHeap());
    }

    public SoloReplica(KvStateMachine machine) {
        this.machine = machine;
    }

    /** From now on every command and every linearizable read has this outcome; null ends that. */
    public synchronized void answer(Outcome<Object> outcome) {
        scripted = outcome;
    }

    /** From now on this member is the leader, 0 if there is none. */
    public synchronized void leader(long member) {
        leader = member;
    }

    /** Returns how often a command was proposed. */
    public synchronized int proposals() {
        return proposals;
    }

    @Override
    public synchronized CompletableFuture<Outcome<Bytes>> propose(Bytes command) {
        proposals++;
        if (scripted != null) {
            return CompletableFuture.completedFuture(cast(scripted));
        }
        index++;
        Bytes answer = machine.apply(new ApplyContext(index, 1, 0), command);
        return CompletableFuture.completedFuture(new Outcome.Done<>(index, answer));
    }

    @Override
    public synchronized CompletableFuture<Outcome<Bytes>> propose(long session, long sequence, Bytes command) {
        return sessionAnswers.computeIfAbsent(session + "/" + sequence, first -> propose(command));
    }

    @Override
    public synchronized CompletableFuture<Outcome<Long>> openSession(long timeToLiveMillis) {
        return CompletableFuture.completedFuture(timeToLiveMillis < 1 ? new Outcome.Refused<>("a session's time to live is at least 1 ms") : new Outcome.Done<>(1, 11L));
    }

    @Override
    public synchronized <R> CompletableFuture<Outcome<R>> read(Function<KvStateMachine, R> query) {
        if (scripted != null) {
            return CompletableFuture.completedFuture(cast(scripted));
        }
        return CompletableFuture.completedFuture(new Outcome.Done<>(index, query.apply(machine)));
    }

    @SuppressWarnings("unchecked")
    private static <R> Outcome<R> cast(Outcome<Object> outcome) {
        return (Outcome<R>) (Outcome<?>) outcome;
    }

    @Override
    public synchronized <R> CompletableFuture<R> readLocal(Function<KvStateMachine, R> query) {
        return CompletableFuture.completedFuture(query.apply(machine));
    }

    @Override
    public synchronized CompletableFuture<Outcome<Long>> transferLeadership(long target) {
        if (scripted != null) {
            return CompletableFuture.completedFuture(cast(scripted));
        }
        leader = target;
        return CompletableFuture.completedFuture(new Outcome.Done<>(0, target));
    }

    @Override
    public synchronized CompletableFuture<Outcome<SnapshotSource>> snapshot() {
        return CompletableFuture.completedFuture(new Outcome.Refused<>("nothing to read out"));
    }

    @Override
    public synchronized CompletableFuture<Membership> membership() {
        return CompletableFuture.completedFuture(new Membership(Configuration.NONE, new TreeMap<>(), 0));
    }

    @Override
    public synchronized CompletableFuture<Outcome<Long>> changeMembership(MembershipChange change) {
        return CompletableFuture.completedFuture(
                change.kind() == MembershipChange.Kind.ADD_LEARNER ? new Outcome.Done<>(1, 1L) : new Outcome.Refused<>("member " + change.member() + ": " + change.kind()));
    }

    @Override
    public synchronized CompletableFuture<Outcome<Long>> rememberMember(long member, MemberInfo info, boolean isNew) {
        return CompletableFuture.completedFuture(new Outcome.Done<>(1, 1L));
    }

    @Override
    public synchronized CompletableFuture<Outcome<Long>> forgetMember(long member) {
        return CompletableFuture.completedFuture(new Outcome.Done<>(1, 1L));
    }

    @Override
    public synchronized CompletableFuture<NodeStatus> status() {
        Role role = leader == 1 ? Role.LEADER : Role.FOLLOWER;
        return CompletableFuture.completedFuture(new NodeStatus(
                1,
                -1,
                false,
                true,
                List.of(new NodeStatus.GroupStatus(1, role, 7, leader, index, index, index, index, 0, Configuration.of(1), false)),
                new NodeStatus.Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
    }

    @Override
    public long term() {
        return 7;
    }
}
