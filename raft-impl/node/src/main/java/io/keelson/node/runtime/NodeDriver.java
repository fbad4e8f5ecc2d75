package io.keelson.node.runtime;

import io.keelson.core.Bytes;
import io.keelson.node.MemberInfo;
import io.keelson.node.Node;
import io.keelson.node.NodeOpenException;
import io.keelson.node.NodeStatus;
import io.keelson.node.NodeStatus.GroupStatus;
import io.keelson.node.netty.NettyTransport;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Drives a {@link Node} over the real ports: everything here runs on the node's thread, unless it says otherwise. */
final class NodeDriver implements EventLoop.Driven {
    private static final System.Logger LOG = System.getLogger("io.keelson.node.runtime");

    private final Consumer<String> fatal;
    private final AtomicBoolean fatalTold = new AtomicBoolean();
    private final SystemClock clock;
    private final EventLoop loop;
    private NettyTransport transport;
    private Node node;
    /** What each group said of itself when a batch last touched it. */
    private final ConcurrentSkipListMap<Long, GroupStatus> groups = new ConcurrentSkipListMap<>();
    /** Without the groups. */
    private volatile NodeStatus status;
    private final TreeSet<Long> strangerTo = new TreeSet<>();
    /** As many changes of what is known of members has the transport been told of. */
    private long membersSeen;

    NodeDriver(long memberId, Sabotage sabotage, Consumer<String> fatal) {
        this.fatal = fatal;
        this.clock = new SystemClock(sabotage);
        this.loop = new EventLoop("keelson-node-" + memberId, clock, this);
    }

    EventLoop loop() {
        return loop;
    }

    /** Returns the node; null before {@link #open}. */
    Node node() {
        return node;
    }

    /** Returns the status at the end of the last batch. Any thread, once {@link #open} has succeeded. */
    NodeStatus status() {
        NodeStatus last = status;
        return new NodeStatus(
                last.memberId(), last.incarnation(), last.stopped(), last.storageHealthy(), List.copyOf(groups.values()), last.counters());
    }

    /** Returns the same without the groups. Any thread, once {@link #open} has succeeded. */
    NodeStatus statusWithoutGroups() {
        return status;
    }

    /** Returns one group's status at the end of the last batch that touched it; null if it is not here. Any thread. */
    GroupStatus status(long group) {
        return groups.get(group);
    }

    /** A group is gone. */
    void forget(long group) {
        groups.remove(group);
    }

    private void publish() {
        node.changedGroups(group -> {
            groups.put(group.group(), group);
            tellStranger(group);
        });
        if (groups.size() != node.groups().count()) {
            groups.keySet().retainAll(node.groups().ids());
        }
        status = node.statusWith(List.of());
    }

    private void publishAll() {
        node.status().groups().forEach(group -> groups.put(group.group(), group));
        status = node.statusWith(List.of());
    }

    /** Recovers the node from its directory. */
    void open(RunningNodeSettings settings, NettyTransport network, FileStorage storage) throws NodeOpenException {
        transport = network;
        node = Node.open(settings.node(), settings.groups(), clock, network, storage, new SecureEntropy(), this::tellFatal);
        dialMembers();
        publishAll();
        warn();
    }

    /** The peers are where the groups' members say that they are. */
    private void followMembers() {
        if (membersSeen != node.members().changes()) {
            dialMembers();
        }
    }

    /** Where a group's log says something else than what is applied, it is where the member went last. */
    private void dialMembers() {
        membersSeen = node.members().changes();
        transport.departed(node.members().departed());
        for (long group : node.groups().ids()) {
            dial(node.members().known(group).contexts());
            dial(node.members().announced(group));
        }
    }

    private void dial(SortedMap<Long, Bytes> contexts) {
        contexts.forEach((member, context) -> {
            MemberInfo info = MemberInfo.decode(context);
            if (info != null && info.peerPort() > 0) {
                transport.peer(member, InetSocketAddress.createUnresolved(info.peerHost(), info.peerPort()));
            }
        });
    }

    private void warn() {
        node.takeWarnings().forEach(oneLine -> LOG.log(Level.WARNING, oneLine));
    }

    /** Any thread. */
    void receive(ByteBuffer frame, Consumer<String> verdict) {
        loop.execute(() -> verdict.accept(node.onFrame(frame)));
    }

    /** Closes the node and ends its thread. Any thread but the node's. */
    void end() {
        loop.end(() -> {
            if (node != null) {
                node.close();
                publishAll();
            }
        });
    }

    @Override
    public void wake() {
        node.onWake();
    }

    @Override
    public void endOfBatch() {
        if (node != null) {
            node.flush();
            transport.flush();
            warn();
            followMembers();
            publish();
        }
    }

    /** Once for each time that a group takes this member for somebody else. */
    private void tellStranger(GroupStatus group) {
        if (!group.stranger()) {
            strangerTo.remove(group.group());
        } else if (strangerTo.add(group.group())) {
            LOG.log(Level.WARNING, "group " + group.group() + " knows member " + status.memberId() + " by another data directory than this one (incarnation "
                    + Long.toHexString(status.incarnation()) + "): it does not count until it is let in again; remove it, add it as a learner, make it a voter");
        }
    }

    @Override
    public void crashed(Throwable cause) {
        LOG.log(Level.ERROR, "the node met an internal error and has stopped", cause);
        try {
            // Whoever waits for an answer gets one.
            node.close();
            publishAll();
        } catch (RuntimeException | Error second) {
            cause.addSuppressed(second);
        }
        tellFatal("internal error, the node has stopped: " + cause);
    }

    /** On a thread of its own, once: whoever is told may close the node, which waits for the node's thread. */
    private void tellFatal(String oneLine) {
        if (fatalTold.compareAndSet(false, true)) {
            LOG.log(Level.ERROR, oneLine);
            new Thread(() -> fatal.accept(oneLine), "keelson-fatal").start();
        }
    }
}
