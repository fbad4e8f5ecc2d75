package io.keelson.simulation.report;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.MemberState;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.transcript.Speech;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.Witness;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what is needed to draw a run: its last messages, all faults, and what each node was at any moment in one of its groups. Times are microseconds of virtual time. */
public final class RunRecording implements Witness {
    private static final int MESSAGES_KEPT = 12_000;
    private static final int STATES_KEPT = 12_000;
    private static final int ENTRIES_SHOWN = 8;
    private static final long MICRO = 1_000;

    private final long group;
    private final ArrayDeque<Map<String, Object>> messages = new ArrayDeque<>();
    private final TreeMap<Long, Map<String, Object>> byName = new TreeMap<>();
    private final ArrayDeque<List<Object>> states = new ArrayDeque<>();
    private final TreeMap<Long, String> lastState = new TreeMap<>();
    private final List<Map<String, Object>> faults = new ArrayList<>();
    private final long begin;
    private long healedAt = -1;
    private long latest;
    /** Of the cluster that began with the copy of a snapshot of this one; null if there is none. */
    private RunRecording following;

    /**
     * Nothing so far.
     *
     * @param group whose states are kept
     */
    public RunRecording(long group) {
        this(group, 0);
    }

    private RunRecording(long group, long begin) {
        this.group = group;
        this.begin = begin;
        this.latest = begin;
    }

    private long micros(long now) {
        return begin + now / MICRO;
    }

    /** What is recorded of the cluster that began with the copy of a snapshot, at moments that follow those of this one; null if there is none. */
    RunRecording following() {
        return following;
    }

    /** The moment at which it begins. */
    long begin() {
        return begin;
    }

    /** The last moment at which a node did something. */
    long latest() {
        return latest;
    }

    /** Where the liveness phase begins, -1 if the run did not come so far. */
    long healedAt() {
        return healedAt;
    }

    /** The messages, oldest first: who, to whom, when, what, and when each copy arrived. */
    List<Map<String, Object>> messages() {
        return List.copyOf(messages);
    }

    /** The states, oldest first: moment, node, role, term, and lines of text; a role of null is a process that is gone. */
    List<List<Object>> states() {
        return List.copyOf(states);
    }

    /** The faults, in order. */
    List<Map<String, Object>> faults() {
        return faults;
    }

    @Override
    public void struck(FaultAction action, List<Long> nodes, long now, long until) {
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("at", micros(now));
        fault.put("until", micros(until));
        fault.put("nodes", nodes.stream().filter(node -> node > 0).toList());
        fault.put("text", ScheduleText.write(action));
        faults.add(fault);
    }

    @Override
    public void healed(List<Long> core, long now) {
        healedAt = micros(now);
        for (Map<String, Object> fault : faults) {
            fault.put("until", Math.min((long) fault.get("until"), healedAt));
        }
    }

    @Override
    public void sent(long number, long from, long to, ByteBuffer frame, long now) {
        FrameWords words = FrameWords.of(frame);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("f", from);
        message.put("t", to);
        message.put("at", micros(now));
        message.put("k", words.kind());
        message.put("q", words.quiet() ? 1 : 0);
        message.put("x", words.text());
        message.put("got", new ArrayList<Long>());
        messages.addLast(message);
        byName.put(number, message);
        if (messages.size() > MESSAGES_KEPT) {
            messages.removeFirst();
            byName.pollFirstEntry();
        }
    }

    @Override
    public void lost(long number, long now) {
        if (byName.containsKey(number)) {
            byName.get(number).put("lost", micros(now));
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void arrived(long number, long now) {
        if (byName.containsKey(number)) {
            ((List<Long>) byName.get(number).get("got")).add(micros(now));
        }
    }

    @Override
    public Witness restored(long now) {
        lastState.navigableKeySet().forEach(node -> keep(List.of(micros(now), node, "down", 0L, "the former cluster has ended")));
        following = new RunRecording(SimNode.GROUP, micros(now));
        return following;
    }

    @Override
    public void observed(SimNode node, long now) {
        latest = micros(now);
        if (!node.holds(group)) {
            absent(node, now, "holds no replica of group " + group);
            return;
        }
        MemberState state = node.capture(group);
        String text = describe(state, node.lastApplied(group));
        if (!text.equals(lastState.put(node.id(), text))) {
            keep(List.of(micros(now), node.id(), Speech.role(state.role()), state.hardState().term(), text));
        }
    }

    @Override
    public void gone(SimNode node, long now) {
        lastState.remove(node.id());
        absent(node, now, "the process is gone");
    }

    private void absent(SimNode node, long now, String why) {
        if (!why.equals(lastState.put(node.id(), why))) {
            keep(List.of(micros(now), node.id(), "down", 0L, why));
        }
    }

    private void keep(List<Object> state) {
        states.addLast(state);
        if (states.size() > STATES_KEPT) {
            states.removeFirst();
        }
    }

    private static String describe(MemberState state, long lastApplied) {
        HardState hard = state.hardState();
        List<String> lines = new ArrayList<>();
        lines.add(Speech.role(state.role()) + " of term " + hard.term() + ", vote " + (hard.votedFor() == 0 ? "for nobody" : "for n" + hard.votedFor())
                + ", leader " + (state.leader() == 0 ? "unknown" : "n" + state.leader()));
        lines.add("log to " + state.lastIndex() + ", durable to " + state.durableIndex() + ", committed to " + state.commitIndex() + ", applied to " + lastApplied);
        List<Entry> entries = state.entries();
        int from = Math.max(0, entries.size() - ENTRIES_SHOWN);
        StringBuilder log = new StringBuilder(state.base().index() == 0 ? "" : "begins after " + Speech.position(state.base().index(), state.base().term()) + "; ");
        for (Entry entry : entries.subList(from, entries.size())) {
            log.append(Speech.position(entry.index(), entry.term())).append(' ');
        }
        lines.add("last entries (index/term): " + (from > 0 ? "... " : "") + log.toString().strip());
        lines.add(Speech.configuration(state.configurationUpTo(Long.MAX_VALUE)) + ", writes under way " + state.pendingWrites().size()
                + (state.healthy() ? "" : ", disk does not answer") + (hard.lostIndex() == 0 ? "" : ", has lost entries up to " + hard.lostIndex()));
        if (!state.votes().isEmpty()) {
            lines.add("votes of " + state.votes());
        }
        state.progress().forEach((member, progress) -> lines.add("n" + member + ": match " + progress.matchIndex() + ", next " + progress.nextIndex() + ", "
                + progress.state().name().toLowerCase(java.util.Locale.ROOT) + ", confirmed round " + progress.confirmedRound()));
        if (!state.reads().isEmpty()) {
            lines.add(state.reads().size() + " reads wait; round " + state.readRound());
        }
        return String.join("\n", lines);
    }
}
