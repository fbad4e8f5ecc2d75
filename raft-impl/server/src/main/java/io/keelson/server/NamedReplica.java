package io.keelson.server;

import io.keelson.core.Bytes;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.MemberInfo;
import io.keelson.node.MembershipChange;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A group's store for one request: whether there is such a group, and here, turns out when something is asked of it. */
final class NamedReplica implements Replica {
    private final Supplier<CompletableFuture<Outcome<Replica>>> finding;
    private volatile Replica found;

    NamedReplica(Supplier<CompletableFuture<Outcome<Replica>>> finding) {
        this.finding = finding;
    }

    private <T> CompletableFuture<Outcome<T>> outcome(Function<Replica, CompletableFuture<Outcome<T>>> request) {
        return ask(request, missing -> CompletableFuture.completedFuture(missing.map(never -> null)));
    }

    private <T> CompletableFuture<T> value(Function<Replica, CompletableFuture<T>> request) {
        return ask(request, missing -> CompletableFuture.failedFuture(new NotHereException(missing)));
    }

    private <T> CompletableFuture<T> ask(Function<Replica, CompletableFuture<T>> request, Function<Outcome<Replica>, CompletableFuture<T>> otherwise) {
        return finding.get().thenCompose(outcome -> {
            if (outcome instanceof Outcome.Done<Replica> done) {
                found = done.value();
                return request.apply(found);
            }
            return otherwise.apply(outcome);
        });
    }

    @Override
    public CompletableFuture<Outcome<Bytes>> propose(Bytes command) {
        return outcome(replica -> replica.propose(command));
    }

    @Override
    public CompletableFuture<Outcome<Bytes>> propose(long session, long sequence, Bytes command) {
        return outcome(replica -> replica.propose(session, sequence, command));
    }

    @Override
    public CompletableFuture<Outcome<Long>> openSession(long timeToLiveMillis) {
        return outcome(replica -> replica.openSession(timeToLiveMillis));
    }

    @Override
    public <R> CompletableFuture<Outcome<R>> read(Function<KvStateMachine, R> query) {
        return outcome(replica -> replica.read(query));
    }

    @Override
    public <R> CompletableFuture<R> readLocal(Function<KvStateMachine, R> query) {
        return value(replica -> replica.readLocal(query));
    }

    @Override
    public CompletableFuture<Outcome<Long>> transferLeadership(long target) {
        return outcome(replica -> replica.transferLeadership(target));
    }

    @Override
    public CompletableFuture<Outcome<SnapshotSource>> snapshot() {
        return outcome(Replica::snapshot);
    }

    @Override
    public CompletableFuture<Membership> membership() {
        return value(Replica::membership);
    }

    @Override
    public CompletableFuture<Outcome<Long>> changeMembership(MembershipChange change) {
        return outcome(replica -> replica.changeMembership(change));
    }

    @Override
    public CompletableFuture<Outcome<Long>> rememberMember(long member, MemberInfo info, boolean isNew) {
        return outcome(replica -> replica.rememberMember(member, info, isNew));
    }

    @Override
    public CompletableFuture<Outcome<Long>> forgetMember(long member) {
        return outcome(replica -> replica.forgetMember(member));
    }

    @Override
    public CompletableFuture<NodeStatus> status() {
        return value(Replica::status);
    }

    @Override
    public long term() {
        return found == null ? 0 : found.term();
    }
}
