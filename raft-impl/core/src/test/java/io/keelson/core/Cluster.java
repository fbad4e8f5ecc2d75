package io.keelson.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A few members, the messages between them and their disks, moved by hand: every delivery and every force is a word of the test. No time.
 *
 * <p>The heard-leader boolean is false unless a test says otherwise.
 */
final class Cluster {
    static final MemberSettings SETTINGS = new MemberSettings(10, 1, 4, 1 << 20, 8, true, true);

    final TreeMap<Long, RaftProtocol> members = new TreeMap<>();
    final TreeMap<Long, Disk> disks = new TreeMap<>();
    final List<Message> network = new ArrayList<>();
    final TreeMap<Long, List<Entry>> committed = new TreeMap<>();
    final TreeMap<Long, List<Effects.ReadReady>> readsReady = new TreeMap<>();
    final MemberSettings settings;
    private final Configuration configuration;

    /** What a member's disk holds, and what is on its way there. */
    static final class Disk {
        HardState hardState = HardState.INITIAL;
        final ArrayList<Entry> log = new ArrayList<>();
        final ArrayList<LogWrite> inFlight = new ArrayList<>();

        void complete(LogWrite write) {
            if (write.hardState() != null) {
                hardState = write.hardState();
            }
            write.entries().forEach(this::put);
        }

        private void put(Entry entry) {
            while (log.size() >= entry.index()) {
                log.remove(log.size() - 1);
            }
            log.add(entry);
        }
    }

    Cluster(MemberSettings settings, long... ids) {
        this.settings = settings;
        configuration = Configuration.of(ids);
        for (long id : ids) {
            disks.put(id, new Disk());
            committed.put(id, new ArrayList<>());
            readsReady.put(id, new ArrayList<>());
            start(id);
        }
    }

    static Cluster of(long... ids) {
        return new Cluster(SETTINGS, ids);
    }

    private void start(long id) {
        Disk disk = disks.get(id);
        committed.get(id).clear();
        members.put(id, new RaftProtocol(settings, MemberState.restarted(
                new MemberIdentity(1, id, 1),
                new Recovered(disk.hardState, LogBase.bootstrap(configuration), disk.log))));
    }

    MemberState state(long id) {
        return members.get(id).capture();
    }

    Effects step(long id, Input input) {
        Effects effects = members.get(id).step(input);
        if (effects.write() != null) {
            disks.get(id).inFlight.add(effects.write());
        }
        network.addAll(effects.sendNow());
        committed.get(id).addAll(effects.committed());
        readsReady.get(id).addAll(effects.readsReady());
        return effects;
    }

    void timeout(long id) {
        step(id, new Input.ElectionTimeout());
    }

    Effects propose(long id, String... commands) {
        return step(id, new Input.Propose(
                java.util.Arrays.stream(commands).map(text -> new Payload.Command(Bytes.utf8(text))).toList()));
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
            disk.complete(write);
            ticket = write.ticket();
        }
        step(id, new Input.Persisted(ticket));
    }

    /** Loses what a member had not forced, and starts it again. */
    void crash(long id) {
        crash(id, 0);
    }

    /** As above, but the disk happened to keep the oldest of the writes in flight. */
    void crash(long id, int kept) {
        Disk disk = disks.get(id);
        disk.inFlight.subList(0, kept).forEach(disk::complete);
        disk.inFlight.clear();
        start(id);
    }

    /** Delivers the messages that match, in order, once; those they cause wait. */
    int deliver(Predicate<Message> which) {
        List<Message> chosen = network.stream().filter(which).toList();
        network.removeAll(chosen);
        chosen.forEach(message -> step(message.to(), new Input.Receive(message, false)));
        return chosen.size();
    }

    void drop(Predicate<Message> which) {
        network.removeIf(which);
    }

    /** Delivers and forces among these members until nothing is left to do; messages to or from others are lost. */
    void settle(long... among) {
        List<Long> inside = java.util.Arrays.stream(among).boxed().toList();
        for (int round = 0; round < 1000; round++) {
            drop(m -> !inside.contains(m.from()) || !inside.contains(m.to()));
            inside.forEach(this::force);
            if (deliver(m -> true) == 0 && inside.stream().allMatch(id -> disks.get(id).inFlight.isEmpty())) {
                return;
            }
        }
        throw new AssertionError("the cluster does not settle");
    }

    /** Makes a member the leader of these. */
    void elect(long id, long... among) {
        timeout(id);
        settle(among);
        step(id, new Input.HeartbeatDue());
        settle(among);
        if (state(id).role() != Role.LEADER) {
            throw new AssertionError("member " + id + " did not win: " + state(id));
        }
    }

    List<String> committedCommands(long id) {
        return committed.get(id).stream()
                .sorted(Comparator.comparingLong(Entry::index))
                .filter(entry -> entry.payload() instanceof Payload.Command)
                .map(entry -> ((Payload.Command) entry.payload()).bytes().toUtf8())
                .toList();
    }
}
