package io.keelson.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A few members, the messages between them, their disks and their hosts, moved by hand: every delivery and every force is a word of the test. No time.
 *
 * <p>The heard-leader boolean is false unless a test says otherwise.
 */
final class Cluster {
    static final MemberSettings SETTINGS = new MemberSettings(10, 1, 4, 1 << 20, 8, true, true);

    final TreeMap<Long, RaftProtocol> members = new TreeMap<>();
    final TreeMap<Long, Disk> disks = new TreeMap<>();
    final TreeMap<Long, Host> hosts = new TreeMap<>();
    final List<Message> network = new ArrayList<>();
    final TreeMap<Long, List<Effects.ReadReady>> readsReady = new TreeMap<>();
    final MemberSettings settings;
    /** The content of each snapshot ever made, by its last index: the bytes that chunks carry. */
    private final TreeMap<Long, List<Entry>> snapshots = new TreeMap<>();
    private final TreeMap<Long, Long> incarnations = new TreeMap<>();
    private final Configuration founding;
    private final StepListener listener;
    private StepWatcher watcher = (id, before, after) -> {};

    /** Sees each step of each member. */
    interface StepWatcher {
        void stepped(long id, MemberState before, MemberState after);
    }

    /** What a member's disk holds, and what is on its way there. */
    static final class Disk {
        Recovered durable;
        final ArrayList<LogWrite> inFlight = new ArrayList<>();

        Disk(Recovered durable) {
            this.durable = durable;
        }

        HardState hardState() {
            return durable.hardState();
        }

        /** The entries after the base. */
        List<Entry> log() {
            return durable.entries();
        }

        int recordsInFlight() {
            return inFlight.stream().mapToInt(LogWrite::records).sum();
        }

        /** A crash keeps only so many records of what was in flight. */
        private void keep(int records) {
            durable = durable.after(inFlight, records);
            inFlight.clear();
        }
    }

    Cluster(MemberSettings settings, long... ids) {
        this.settings = settings;
        this.listener = Watched.listener(settings);
        this.founding = Configuration.of(ids);
        add(founding, ids);
    }

    static Cluster of(long... ids) {
        return new Cluster(SETTINGS, ids);
    }

    static List<Long> ids(long... ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    /** Adds members that the first configuration does not know, and that know none: they wait to be let in. */
    Cluster with(long... outsiders) {
        add(Configuration.NONE, outsiders);
        return this;
    }

    private void add(Configuration configuration, long... ids) {
        for (long id : ids) {
            disks.put(id, new Disk(Recovered.nothing(configuration)));
            readsReady.put(id, new ArrayList<>());
            incarnations.put(id, 1L);
            start(id);
        }
    }

    private void start(long id) {
        Recovered durable = disks.get(id).durable;
        hosts.put(id, new Host(snapshots, durable.base()));
        members.put(id, new RaftProtocol(settings, MemberState.restarted(new MemberIdentity(1, id, incarnations.get(id)), durable)));
        if (listener != null) {
            listener.started(durable, state(id));
        }
    }

    void watch(StepWatcher newWatcher) {
        watcher = newWatcher;
    }

    MemberState state(long id) {
        return members.get(id).capture();
    }

    boolean leads(long id) {
        return state(id).role() == Role.LEADER;
    }

    /** Who belongs to the group, whatever directories they are bound to. */
    Configuration configuration(long id) {
        return members.get(id).member().configuration().boundTo(Collections.emptySortedMap());
    }

    SortedMap<Long, Long> bound(long id) {
        return members.get(id).member().configuration().incarnations();
    }

    long lastIndex(long id) {
        return members.get(id).member().log.lastIndex();
    }

    Effects step(long id, Input input) {
        MemberState before = state(id);
        Effects effects = members.get(id).step(input);
        if (effects.write() != null) {
            disks.get(id).inFlight.add(effects.write());
        }
        network.addAll(effects.sendNow());
        hosts.get(id).take(effects);
        readsReady.get(id).addAll(effects.readsReady());
        MemberState after = state(id);
        watcher.stepped(id, before, after);
        if (listener != null) {
            listener.stepped(before, input, after, effects);
        }
        return effects;
    }

    void timeout(long id) {
        step(id, new Input.ElectionTimeout());
    }

    void heartbeat(long id) {
        step(id, new Input.HeartbeatDue());
    }

    Effects propose(long id, String... commands) {
        return step(id, new Input.Propose(Arrays.stream(commands).map(text -> new Payload.Command(Bytes.utf8(text))).toList()));
    }

    Effects.Proposal change(long id, List<Long> voters, List<Long> learners) {
        return step(id, new Input.ChangeMembership(voters, learners)).proposal();
    }

    Effects.Proposal transfer(long id, long target) {
        return step(id, new Input.TransferLeadership(target)).proposal();
    }

    /** A member's host makes a snapshot, and the log up to it may go. */
    void compact(long id, long index, int chunks) {
        if (index > 0 && index <= hosts.get(id).applied.size()) {
            hosts.get(id).snapshot(index);
        }
        step(id, new Input.Compact(index, chunks));
    }

    /** The disk stops to answer, or answers again. */
    void disk(long id, boolean healthy) {
        step(id, new Input.StorageHealth(healthy));
    }

    /** Forces everything in flight at a member. */
    void force(long id) {
        Disk disk = disks.get(id);
        if (!disk.inFlight.isEmpty()) {
            force(id, disk.inFlight.size());
        }
    }

    /** Forces the oldest writes in flight at a member. */
    void force(long id, int writes) {
        Disk disk = disks.get(id);
        long ticket = 0;
        for (int i = 0; i < writes; i++) {
            LogWrite write = disk.inFlight.remove(0);
            disk.durable = disk.durable.after(write);
            ticket = write.ticket();
        }
        step(id, new Input.Persisted(ticket));
    }

    /** Loses what a member had not forced, and starts it again. */
    void crash(long id) {
        crash(id, 0);
    }

    /** As above, but the disk happened to keep the oldest of the records in flight. */
    void crash(long id, int records) {
        disks.get(id).keep(records);
        start(id);
    }

    /** A crash, after which durable entries from an index on can't be read any more. */
    void damage(long id, long first) {
        Disk disk = disks.get(id);
        disk.keep(0);
        disk.durable = disk.durable.damagedFrom(first);
        start(id);
    }

    /** The disk is wiped, and its member begins as if the group were being founded, with another directory. */
    void wipe(long id) {
        disks.put(id, new Disk(Recovered.nothing(founding.isVoter(id) ? founding : Configuration.NONE)));
        incarnations.merge(id, 1L, Long::sum);
        start(id);
    }

    void bind(long id) {
        step(id, new Input.BindingDue());
    }

    /** Delivers the messages that match, in order, once; those they cause wait. */
    int deliver(Predicate<Message> which) {
        return deliver(which, false);
    }

    /** As above, to members of which each hears a live leader, or does not. */
    int deliver(Predicate<Message> which, boolean heardLeader) {
        List<Message> chosen = network.stream().filter(which).toList();
        network.removeAll(chosen);
        chosen.forEach(message -> step(message.to(), new Input.Receive(message, heardLeader)));
        return chosen.size();
    }

    void drop(Predicate<Message> which) {
        network.removeIf(which);
    }

    /** The messages under way of this kind. */
    <M extends Message> List<M> underWay(Class<M> kind) {
        return network.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Delivers and forces among these members until nothing is left to do; messages to or from others are lost. */
    void settle(long... among) {
        List<Long> inside = ids(among);
        for (int round = 0; round < 1000; round++) {
            drop(m -> !inside.contains(m.from()) || !inside.contains(m.to()));
            inside.forEach(this::force);
            if (deliver(m -> true) == 0 && inside.stream().allMatch(id -> disks.get(id).inFlight.isEmpty())) {
                return;
            }
        }
        throw new AssertionError("the cluster does not settle");
    }

    /** As above, and then all of them learn what is committed. */
    void settleUnder(long leader, long... among) {
        settle(among);
        heartbeat(leader);
        settle(among);
        heartbeat(leader);
        settle(among);
    }

    /** Makes a member the leader of these. */
    void elect(long id, long... among) {
        timeout(id);
        settle(among);
        heartbeat(id);
        settle(among);
        if (!leads(id)) {
            throw new AssertionError("member " + id + " did not win: " + state(id));
        }
    }

    List<String> committedCommands(long id) {
        return hosts.get(id).applied.stream()
                .filter(entry -> entry.payload() instanceof Payload.Command)
                .map(entry -> ((Payload.Command) entry.payload()).bytes().toUtf8())
                .toList();
    }
}
