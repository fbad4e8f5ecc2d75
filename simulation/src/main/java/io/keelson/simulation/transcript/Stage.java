package io.keelson.simulation.transcript;

import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The members of a transcript with their disks and links, and the telling of what they do. Who moves them is left to the two kinds of stage. */
abstract class Stage {
    private static final long GROUP = 1;

    final MemberSettings settings;
    final Links links;
    final TreeMap<Long, Disk> disks = new TreeMap<>();
    private final List<Long> members;
    private final Configuration founding;
    private final TreeMap<Long, Long> incarnations = new TreeMap<>();
    private final Promises promises;
    private final List<String> told = new ArrayList<>();
    private String indent = "";

    /**
     * A stage.
     *
     * @param settings how the members behave
     * @param members all of them, ascending
     * @param configuration with which the group begins; who is not in it waits to be let in
     */
    Stage(MemberSettings settings, List<Long> members, Configuration configuration) {
        this.settings = settings;
        this.members = members;
        this.links = new Links(members);
        this.founding = configuration;
        this.promises = new Promises(LogBase.bootstrap(configuration));
        members.forEach(this::newDirectory);
    }

    /** A member gets a data directory as it was when the group was founded. */
    final void newDirectory(long id) {
        incarnations.merge(id, 1L, Long::sum);
        disks.put(id, new Disk(Recovered.nothing(founding.members().contains(id) ? founding : Configuration.NONE)));
    }

    /** Ascending. */
    List<Long> members() {
        return members;
    }

    MemberIdentity identity(long id) {
        return new MemberIdentity(GROUP, id, incarnations.get(id));
    }

    /** What a member knows. */
    abstract MemberState state(long id);

    SortedMap<Long, MemberState> states() {
        TreeMap<Long, MemberState> states = new TreeMap<>();
        members.forEach(id -> states.put(id, state(id)));
        return Collections.unmodifiableSortedMap(states);
    }

    /** The leader of the highest term. */
    long leader() {
        return states().values().stream()
                .filter(state -> state.role() == Role.LEADER)
                .max((a, b) -> Long.compare(a.hardState().term(), b.hardState().term()))
                .orElseThrow(() -> new IllegalArgumentException("nobody leads"))
                .identity()
                .member();
    }

    /** A step was made: its writes and messages go their ways, the promises are checked, and it is told. */
    final void took(MemberState before, Effects effects) {
        long id = before.identity().member();
        if (effects.write() != null) {
            disks.get(id).begin(effects.write());
            began(id, effects.write());
        }
        List<String> sent = new ArrayList<>();
        for (Message message : effects.sendNow()) {
            promises.told(message, disks.get(id));
            sent.add(Speech.link(message) + " " + (send(message) ? "" : "loses ") + Speech.message(message));
        }
        effects.readsReady().forEach(read -> promises.answered(id, read.requestId(), read.index()));
        MemberState after = state(id);
        promises.observe(after, true, states(), disks);
        narrate(before, after, effects, sent).forEach(this::tell);
    }

    /** A write of a member is on its way to the disk. */
    abstract void began(long id, LogWrite write);

    /** Hands a message to the network; false if the network loses it at once. */
    abstract boolean send(Message message);

    /** Tells a step in as many words as the stage sees fit. */
    abstract List<String> narrate(MemberState before, MemberState after, Effects effects, List<String> sent);

    final void asked(long id, long requestId) {
        promises.asked(id, requestId);
    }

    final void restarted(long id) {
        promises.observe(state(id), false, states(), disks);
    }

    /** A member has begun again with another directory: what it promised is gone. */
    final void wiped(long id) {
        promises.wiped(identity(id));
        restarted(id);
    }

    final void tell(String line) {
        told.add(indent + line);
    }

    /** What is told while this runs stands further to the right. */
    final void indented(Runnable what) {
        String outer = indent;
        indent += "  ";
        try {
            what.run();
        } finally {
            indent = outer;
        }
    }

    /** Takes what was told since the last time. */
    final List<String> takeTold() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }
}
