package io.keelson.simulation.transcript;

import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.Input;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.RaftProtocol;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A stage on which every delivery, every force and every timeout is a word of the transcript. There is no time. */
final class HandStage extends Stage {
    private static final int SETTLE_ROUNDS = 1000;

    private final TreeMap<Long, RaftProtocol> protocols = new TreeMap<>();
    private final List<Message> network = new ArrayList<>();
    private final List<Message> held = new ArrayList<>();
    private boolean brief;

    HandStage(MemberSettings settings, List<Long> members, Configuration configuration) {
        super(settings, members, configuration);
        members().forEach(this::start);
    }

    private void start(long id) {
        protocols.put(id, new RaftProtocol(settings, MemberState.restarted(identity(id), disks.get(id).durable())));
    }

    @Override
    MemberState state(long id) {
        return protocols.get(id).capture();
    }

    /** What is under way, oldest first. */
    List<Message> network() {
        return List.copyOf(network);
    }

    /** What is kept back until {@code release}. */
    List<Message> held() {
        return List.copyOf(held);
    }

    void step(long id, Input input) {
        MemberState before = state(id);
        if (input instanceof Input.ReadIndex read) {
            asked(id, read.requestId());
        }
        took(before, protocols.get(id).step(input));
    }

    @Override
    void began(long id, LogWrite write) {
        // It becomes durable when the transcript says so.
    }

    @Override
    boolean send(Message message) {
        boolean connected = links.connects(message.from(), message.to());
        if (connected) {
            network.add(message);
        }
        return connected;
    }

    @Override
    List<String> narrate(MemberState before, MemberState after, Effects effects, List<String> sent) {
        return brief ? Narrator.outline(before, after, effects) : Narrator.everything(before, after, effects, sent);
    }

    /** Restarts a member from a disk that past terms have left as the caller says. */
    void restartFrom(long id) {
        start(id);
        restarted(id);
        tell(id + ": starts with " + Speech.disk(disks.get(id).durable()));
    }

    /** Makes the oldest writes in flight durable. */
    void force(long id, int writes) {
        List<LogWrite> done = disks.get(id).force(writes);
        if (!brief) {
            done.forEach(write -> tell(id + ": w" + write.ticket() + " is durable"));
        }
        step(id, new Input.Persisted(done.getLast().ticket()));
    }

    /** Loses what is in flight but for some records, and starts the member again. */
    void crash(long id, int keptRecords) {
        disks.get(id).crash(keptRecords);
        start(id);
        restarted(id);
        tell(id + ": crashes, comes back with " + Speech.disk(disks.get(id).durable()));
    }

    /** Loses what is in flight, and what was durable from an entry on, and starts the member again. */
    void damage(long id, long first) {
        disks.get(id).crash(0);
        disks.get(id).damage(first);
        start(id);
        restarted(id);
        tell(id + ": crashes, finds damage from " + first + " on, comes back with " + Speech.disk(disks.get(id).durable()));
    }

    /** The disk of a member is wiped, and it starts with another directory. */
    void wipe(long id) {
        newDirectory(id);
        start(id);
        wiped(id);
        tell(id + ": is wiped, and starts as incarnation " + identity(id).incarnation() + " with " + Speech.disk(disks.get(id).durable()));
    }

    /** The messages under way that match and can arrive. */
    List<Message> arriving(Predicate<Message> which) {
        return network.stream().filter(which).filter(message -> links.connects(message.from(), message.to())).toList();
    }

    /** Delivers these messages; copies of them stay under way if wanted. */
    void deliver(List<Message> messages, boolean heardLeader, boolean copies) {
        for (Message message : messages) {
            if (!copies) {
                remove(message, network);
            }
            boolean heard = state(message.to()).role() == Role.LEADER ? settings.checkQuorum() : heardLeader;
            if (brief) {
                step(message.to(), new Input.Receive(message, heard));
            } else {
                tell(Speech.link(message) + " arrives: " + Speech.message(message));
                indented(() -> step(message.to(), new Input.Receive(message, heard)));
            }
        }
    }

    void drop(List<Message> messages) {
        messages.forEach(message -> remove(message, network));
    }

    void hold(List<Message> messages) {
        drop(messages);
        held.addAll(messages);
    }

    void release(List<Message> messages) {
        messages.forEach(message -> remove(message, held));
        network.addAll(messages);
    }

    /** Of equal messages only this one. */
    private static void remove(Message message, List<Message> from) {
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i) == message) {
                from.remove(i);
                return;
            }
        }
    }

    /** Delivers and forces among these members until there is nothing left to do, and tells only the outline. */
    void settle(List<Long> among) {
        brief = true;
        try {
            rest(among);
        } finally {
            brief = false;
        }
    }

    /** Lets a member win an election among these, and tells them so by a heartbeat; only the outcome is told. */
    void elect(long id, List<Long> among) {
        brief = true;
        try {
            step(id, new Input.ElectionTimeout());
            rest(among);
            step(id, new Input.HeartbeatDue());
            rest(among);
        } finally {
            brief = false;
        }
        takeTold();
        if (state(id).role() != Role.LEADER) {
            throw new IllegalArgumentException("member " + id + " does not win: " + Narrator.standing(state(id)));
        }
        among.forEach(member -> tell(member + ": " + Narrator.standing(state(member)) + ", commit " + state(member).commitIndex()));
    }

    private void rest(List<Long> among) {
        for (int round = 0; round < SETTLE_ROUNDS; round++) {
            if (!settleOnce(among)) {
                return;
            }
        }
        throw new IllegalArgumentException("the members do not come to rest");
    }

    private boolean settleOnce(List<Long> among) {
        boolean moved = false;
        for (long id : among) {
            int writes = disks.get(id).inFlight().size();
            if (writes > 0) {
                force(id, writes);
                moved = true;
            }
        }
        List<Message> messages = arriving(message -> among.contains(message.from()) && among.contains(message.to()));
        deliver(messages, false, false);
        return moved || !messages.isEmpty();
    }
}
