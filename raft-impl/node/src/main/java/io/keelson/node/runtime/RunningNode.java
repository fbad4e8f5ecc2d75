package io.keelson.node.runtime;

import io.keelson.core.Bytes;
import io.keelson.node.GroupSettings;
import io.keelson.node.MemberInfo;
import io.keelson.node.MembershipChange;
import io.keelson.node.Node;
import io.keelson.node.NodeOpenException;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.StateMachine;
import io.keelson.node.netty.NettyTransport;
import io.keelson.node.netty.TransportCounters;
import io.keelson.node.placement.GroupCommand;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A node with a thread, a disk and a network of its own: what embeds Keelson begins here.
 *
 * <p>Thread-safe. Futures complete on the node's thread: what is chained to them must not block, or belongs on an executor
 * ({@code thenApplyAsync}); the same is true of a {@link Reply}. None of them fails for a reason of the cluster: that is an {@link Outcome}.
 */
public final class RunningNode implements AutoCloseable {
    private final NodeDriver driver;
    private final EventLoop loop;
    private final NettyTransport transport;
    private final FileStorage storage;
    private final long electionTimeoutNanos;

    private RunningNode(NodeDriver driver, NettyTransport transport, FileStorage storage, long electionTimeoutNanos) {
        this.driver = driver;
        this.loop = driver.loop();
        this.transport = transport;
        this.storage = storage;
        this.electionTimeoutNanos = electionTimeoutNanos;
    }

    /**
     * Locks the data directory, takes the listening address, recovers the groups, then accepts and dials the peers.
     *
     * @param settings where and how
     * @param fatal told once, on a thread of its own, with one line for the operator, when the node has stopped for good; it may close the node
     * @return the node, to be closed
     * @throws NodeOpenException if the directory or the address can't be had, or what is in the directory can't be used
     */
    public static RunningNode start(RunningNodeSettings settings, Consumer<String> fatal) throws NodeOpenException {
        NodeDriver driver = new NodeDriver(settings.node().memberId(), settings.sabotage(), fatal);
        driver.loop().start();
        FileStorage storage = null;
        NettyTransport transport = null;
        try {
            storage = FileStorage.open(settings.dataDirectory(), work -> driver.loop().execute(work::run), settings.sabotage());
            transport = NettyTransport.bind(
                    settings.transport(),
                    settings.node().clusterId(),
                    settings.node().memberId(),
                    settings.listen(),
                    settings.peers(),
                    driver::receive,
                    driver.loop().io());
            transport.dialBy(settings.sabotage()::way);
            recover(driver, settings, transport, storage);
            settings.sabotage().onSnapshot(() -> driver.loop().execute(() -> driver.node().groups().ids().forEach(driver.node()::compactNow)));
            return new RunningNode(driver, transport, storage, settings.node().member().electionTimeoutNanos());
        } catch (NodeOpenException | RuntimeException | Error e) {
            if (transport != null) {
                transport.close();
            }
            driver.end();
            if (storage != null) {
                storage.close();
            }
            throw e;
        }
    }

    /** Opens the node on its own thread, since the ports may be called from no other. */
    private static void recover(
            NodeDriver driver, RunningNodeSettings settings, NettyTransport transport, FileStorage storage) throws NodeOpenException {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        driver.loop().execute(() -> {
            try {
                driver.open(settings, transport, storage);
                transport.start(driver.node().incarnation());
                opened.complete(null);
            } catch (NodeOpenException | RuntimeException | Error e) {
                opened.completeExceptionally(e);
            }
        });
        try {
            opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NodeOpenException reason) {
                throw reason;
            }
            throw e;
        }
    }

    /**
     * Replicates a command outside of any session: after an unknown outcome, proposing it again could do it twice.
     *
     * @param group the group
     * @param command at most {@code maxCommandBytes} long
     * @return the outcome, with the answer of the state machine
     */
    public CompletableFuture<Outcome<Bytes>> propose(long group, Bytes command) {
        return request((node, reply) -> node.propose(group, command, reply));
    }

    /**
     * The same for callers that have hundreds of thousands of commands a second: without a future.
     *
     * @param group the group
     * @param command at most {@code maxCommandBytes} long
     * @param reply told the outcome, with the answer of the state machine
     */
    public void propose(long group, Bytes command, Reply<Bytes> reply) {
        loop.execute(new Asked.Call<>(driver, (node, told) -> node.propose(group, command, told), reply));
    }

    /**
     * Replicates a command exactly once: proposing the same session and sequence again, on any node, yields the first application's answer.
     *
     * @param group the group
     * @param session from {@link #openSession}
     * @param sequence ascending in each session, from 1
     * @param command at most {@code maxCommandBytes} long
     * @return the outcome; {@link Outcome.Refused} if the session has expired
     */
    public CompletableFuture<Outcome<Bytes>> propose(long group, long session, long sequence, Bytes command) {
        return request((node, reply) -> node.propose(group, session, sequence, command, reply));
    }

    /**
     * As {@link #propose(long, long, long, Bytes)}, and the session takes notice of the outcome: see {@link ClientSession#ownWrites}.
     *
     * @param group the group
     * @param session whose command
     * @param sequence ascending in each session, from 1
     * @param command at most {@code maxCommandBytes} long
     * @return the outcome; {@link Outcome.Refused} if the session has expired
     */
    public CompletableFuture<Outcome<Bytes>> propose(long group, ClientSession session, long sequence, Bytes command) {
        return propose(group, session.id(), sequence, command).whenComplete((outcome, failure) -> session.saw(outcome));
    }

    /**
     * Opens a client session (thesis 6.3).
     *
     * @param group the group
     * @param timeToLiveMillis the session expires when the log's time has moved this far past its last command
     * @return the outcome, with the session's id
     */
    public CompletableFuture<Outcome<Long>> openSession(long group, long timeToLiveMillis) {
        return request((node, reply) -> node.openSession(group, timeToLiveMillis, reply));
    }

    /**
     * Reads linearizably (thesis 6.4): the query sees everything acknowledged, by any node, before this call.
     *
     * @param group the group
     * @param query runs on this node's replica, on the node's thread: brief, without blocking, and without changing it
     * @return the outcome; fails with what the query threw, if it did
     * @param <R> the answer
     */
    public <R> CompletableFuture<Outcome<R>> read(long group, Function<StateMachine, R> query) {
        return read(group, ReadConsistency.LINEARIZABLE, query);
    }

    /**
     * Reads at a level of consistency.
     *
     * @param group the group
     * @param consistency how far this node's replica must have come
     * @param query runs on this node's replica, on the node's thread: brief, without blocking, and without changing it
     * @return the outcome; fails with what the query threw, if it did
     * @param <R> the answer
     */
    public <R> CompletableFuture<Outcome<R>> read(long group, ReadConsistency consistency, Function<StateMachine, R> query) {
        Asked.Answer<R> answer = new Asked.Answer<>();
        read(group, consistency, query, answer);
        return answer;
    }

    /**
     * Reads at a level of consistency, for callers that have hundreds of thousands of reads a second: without a future.
     *
     * @param group the group
     * @param consistency how far this node's replica must have come
     * @param query runs on this node's replica, on the node's thread: brief, without blocking, and without changing it
     * @param reply told the outcome, or what the query threw, if it did
     * @param <R> the answer
     */
    public <R> void read(long group, ReadConsistency consistency, Function<StateMachine, R> query, Reply<R> reply) {
        loop.execute(new Asked.Read<>(driver, group, consistency, query, reply));
    }

    /**
     * Hands leadership over to another voter (thesis 3.10). Asked of the leader; commands are not applied meanwhile.
     *
     * @param group the group
     * @param target the member that shall lead
     * @return done, with the target, once it leads; not applied if this member does not lead, hands over already, or the target has not taken over within an election
     *     timeout; refused if the target does not vote in the group
     */
    public CompletableFuture<Outcome<Long>> transferLeadership(long group, long target) {
        return request((node, reply) -> node.transferLeadership(group, target, reply));
    }

    /**
     * Changes who belongs to a group (thesis chapter 4). Asked of any member.
     *
     * @param group the group
     * @param change what is wanted
     * @return done, with the index of the new configuration, once it is committed; refused, with the reason, if the leader must not do it
     */
    public CompletableFuture<Outcome<Long>> changeMembership(long group, MembershipChange change) {
        return request((node, reply) -> node.members().change(group, change, reply));
    }

    /**
     * Has a group remember where a member is and what it is called. Every node of the group dials it there.
     *
     * @param group the group
     * @param member whom it is about
     * @param info what shall be known
     * @param isNew whether the id must not have been anybody's before: not applied if it was
     * @return done once it is committed
     * @throws IllegalArgumentException if the peer address is not HOST:PORT with a port from 1 to 65535
     */
    public CompletableFuture<Outcome<Long>> rememberMember(long group, long member, MemberInfo info, boolean isNew) {
        if (info.peerHost().isEmpty() || info.peerPort() == 0) {
            throw new IllegalArgumentException("the peer address of member " + member + " is '" + info.peerAddress() + "', not HOST:PORT with a port from 1 to 65535");
        }
        return request((node, reply) -> node.members().remember(group, member, info.encode(), isNew, reply));
    }

    /**
     * Has a group forget a member that was removed.
     *
     * @param group the group
     * @param member whom
     * @return done once it is committed
     */
    public CompletableFuture<Outcome<Long>> forgetMember(long group, long member) {
        return request((node, reply) -> node.members().forget(group, member, reply));
    }

    private <T> CompletableFuture<Outcome<T>> request(BiConsumer<Node, Consumer<Outcome<T>>> call) {
        Asked.Answer<T> answer = new Asked.Answer<>();
        loop.execute(new Asked.Call<>(driver, call, answer));
        return answer;
    }

    /**
     * Looks at the node itself: a group's state or configuration, the replica as it is. Not a linearizable read.
     *
     * @param look runs on the node's thread: brief, without blocking, and without changing anything
     * @return what it returned; fails with what it threw, and with an {@link IllegalStateException} if the node is closed
     * @param <R> the answer
     */
    public <R> CompletableFuture<R> inspect(Function<Node, R> look) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        loop.execute(new EventLoop.Task() {
            @Override
            void run() {
                Attempt<R> attempt = Attempt.of(() -> look.apply(driver.node()));
                if (attempt.failure() == null) {
                    answer.complete(attempt.value());
                } else {
                    answer.completeExceptionally(attempt.failure());
                }
            }

            @Override
            void rejected() {
                answer.completeExceptionally(new IllegalStateException("this node is closed"));
            }
        });
        return answer;
    }

    /**
     * Hosts another group from now on: see {@link HostedGroups#create}.
     *
     * @param created its id must never have been another group's
     * @return completes when it is hosted; fails with an {@link IllegalArgumentException} if its id was used before, and with a {@link NodeOpenException} if the storage fails
     */
    public CompletableFuture<Void> createGroup(GroupSettings created) {
        return inspect(node -> {
            try {
                node.groups().create(created);
                return null;
            } catch (NodeOpenException failed) {
                throw new CompletionException(failed);
            }
        });
    }

    /**
     * Hosts a group no longer: see {@link HostedGroups#remove}.
     *
     * @param group the group; nothing happens if it is not here
     */
    public CompletableFuture<Void> removeGroup(long group) {
        return inspect(node -> {
            node.groups().remove(group);
            driver.forget(group);
            return null;
        });
    }

    /**
     * Keeps what a metadata group wants: see {@link HostedGroups#keep}.
     *
     * @param metadata the metadata group, hosted here
     * @param machines makes an empty state machine for a group, by its id; called on the node's thread
     */
    public CompletableFuture<Void> keepGroups(long metadata, LongFunction<StateMachine> machines) {
        return inspect(node -> {
            node.groups().keep(metadata, machines);
            return null;
        });
    }

    /**
     * Changes what groups there shall be: see {@link HostedGroups#change}.
     *
     * @param metadata the metadata group
     * @param change what is wanted
     * @return done, with the group's id
     */
    public CompletableFuture<Outcome<Long>> changeGroups(long metadata, GroupCommand change) {
        return request((node, reply) -> node.groups().change(metadata, change, reply));
    }

    /** Returns the address that peers dial; its port is the one chosen, if any free one was asked for. */
    public InetSocketAddress address() {
        return transport.address();
    }

    /** Returns what the node said of itself at the end of its last batch; it costs the node nothing. */
    public NodeStatus status() {
        return driver.status();
    }

    /** Returns the same without the groups: however many there are, it takes no time. */
    public NodeStatus statusWithoutGroups() {
        return driver.statusWithoutGroups();
    }

    /** Returns what one group said of itself at the end of the last batch that touched it; null if it is not here. It costs the node nothing. */
    public NodeStatus.GroupStatus status(long group) {
        return driver.status(group);
    }

    /** Returns what the network has done so far. */
    public TransportCounters transportCounters() {
        return transport.counters();
    }

    /** Returns what the disk has done so far. */
    public StorageCounters storageCounters() {
        return storage.counters();
    }

    /**
     * Hands leadership over if this node leads, which may take up to two election timeouts, leaves the cluster's network, answers whoever still waits, and gives directory and
     * address back. What was acknowledged is durable. Calling it again does nothing.
     *
     * @throws IllegalStateException on the node's own thread, such as from a future's completion: it would wait for itself
     */
    @Override
    public void close() {
        if (loop.isCurrentThread()) {
            throw new IllegalStateException("a node is not closed from its own thread: use another executor");
        }
        resign();
        transport.close();
        driver.end();
        storage.close();
    }

    /** Whoever does not take over in time is waited for no longer: the group elects a leader by itself then. */
    private void resign() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        loop.execute(new EventLoop.Task() {
            @Override
            void run() {
                driver.node().resign(() -> over.complete(null));
            }

            @Override
            void rejected() {
                over.complete(null);
            }
        });
        over.completeOnTimeout(null, 2 * electionTimeoutNanos, TimeUnit.NANOSECONDS).join();
    }
}
