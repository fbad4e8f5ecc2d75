package io.keelson.spec;

import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The states of a cluster of real members, numbered, and how each goes on: the labelled graph of a model as the code has it.
 *
 * <p>A state is a few numbers: of each member its record and disk, of each member its inbox, and the history. They are exact, so two states are the
 * same if and only if their numbers are.
 */
final class StateGraph {
    /** Is told of each transition. */
    @FunctionalInterface
    interface Visitor {
        /**
         * One transition. If the core threw, there is no state after it.
         *
         * @param step what happens, and to whom
         * @param target the number of the state afterwards, {@link #NONE} if the core threw
         */
        void transition(MemberStep step, int target);
    }

    /** The number of no state. */
    static final int NONE = -1;

    private final int members;
    private final NetworkModel network;
    private final MemberSteps steps;
    private final WipeGuard wipes;
    private final HistoryModel histories = new HistoryModel();
    private final TupleTable states;
    private final int[] from;
    private final int[] to;

    /** The graph of a model; no state is in it yet. */
    StateGraph(ModelSettings model) {
        members = model.servers.size();
        network = new NetworkModel(model.slots);
        steps = new MemberSteps(model, network);
        wipes = new WipeGuard(model);
        states = new TupleTable(2 * members + 1);
        from = new int[2 * members + 1];
        to = new int[2 * members + 1];
    }

    /** How many states have been met. */
    int size() {
        return states.size();
    }

    /** How many members there are. */
    int members() {
        return members;
    }

    /** The distinct (state, input) pairs of single members so far, in the order in which they were met. */
    List<Pair> pairs() {
        return steps.core().pairs();
    }

    /** The number of a state. */
    int number(GlobalState state) {
        for (int i = 0; i < members; i++) {
            int receiver = i + 1;
            to[i] = steps.number(state.members().get(i), state.disks().get(i));
            to[members + i] = network.set(state.network().stream().filter(message -> message.to() == receiver).toList());
        }
        to[2 * members] = histories.number(state.history());
        return states.number(to);
    }

    /** Goes through everything that may happen in a state; states that are new get numbers. */
    void successors(int state, Visitor visitor) {
        states.get(state, from);
        int nextRead = histories.nextRead(from[2 * members]);
        for (int i = 0; i < members; i++) {
            for (MemberStep step : steps.of(from[i], from[members + i], nextRead)) {
                visitor.transition(step, step.thrown() == null ? after(i, step) : NONE);
            }
        }
        if (wipes.isOpen()) {
            wipes(visitor);
        }
    }

    /** Whether a disk may be wiped depends on all members, so that it is not among the steps of one. */
    private void wipes(Visitor visitor) {
        List<MemberSteps.Local> locals = Arrays.stream(from, 0, members).mapToObj(steps::local).toList();
        for (int i = 0; i < members; i++) {
            if (wipes.allows(i + 1L, locals, history(from[2 * members]))) {
                MemberStep step = steps.wiped(from[i]);
                visitor.transition(step, after(i, step));
            }
        }
    }

    private int after(int member, MemberStep step) {
        System.arraycopy(from, 0, to, 0, from.length);
        to[member] = step.local();
        for (int k = 0; k < step.receivers().length; k++) {
            int inbox = members + step.receivers()[k];
            to[inbox] = network.sent(to[inbox], step.parcels()[k]);
        }
        to[2 * members] = histories.after(from[2 * members], step);
        return states.number(to);
    }

    /** Copies out of which parts a state is made: members with their disks, inboxes, history. */
    void parts(int state, int[] into) {
        states.get(state, into);
    }

    /** How many parts a state has. */
    int width() {
        return from.length;
    }

    MemberSteps.Local local(int number) {
        return steps.local(number);
    }

    NetworkModel network() {
        return network;
    }

    History history(int number) {
        return histories.get(number);
    }

    /** The state in full. */
    GlobalState get(int number) {
        int[] parts = new int[width()];
        parts(number, parts);
        List<MemberState> records = new ArrayList<>();
        List<Recovered> disks = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            records.add(local(parts[i]).state());
            disks.add(local(parts[i]).disk());
            messages.addAll(network.members(parts[members + i]));
        }
        return new GlobalState(records, disks, messages, history(parts[2 * members]));
    }
}
