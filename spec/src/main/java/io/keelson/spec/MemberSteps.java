package io.keelson.spec;

import io.keelson.core.Effects;
import io.keelson.core.Input;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What may happen to each member, from what it knows, its disk and its inbox: numbered, and computed once for each distinct case.
 */
final class MemberSteps {
    /**
     * A member and its disk.
     *
     * @param state what the member knows
     * @param disk what is durable
     */
    record Local(MemberState state, Recovered disk) {}

    private final ModelSettings model;
    private final Actions actions;
    private final NetworkModel network;
    private final CoreMemo core;
    private final Interner<Local> locals = new Interner<>();
    private int steps;

    private final Map<Integer, MemberStep> wipes = new HashMap<>();
    private final TupleTable itself = new TupleTable(2);
    private final List<MemberStep[]> byItself = new ArrayList<>();
    private final TupleTable arrivals = new TupleTable(2);
    private final List<MemberStep[]> onArrival = new ArrayList<>();
    private final TupleTable situations = new TupleTable(3);
    private MemberStep[][] bySituation = new MemberStep[1 << 10][];
    private final int[] situation = new int[3];

    MemberSteps(ModelSettings model, NetworkModel network) {
        this.model = model;
        this.network = network;
        this.actions = new Actions(model);
        this.core = new CoreMemo(model.member);
    }

    CoreMemo core() {
        return core;
    }

    int number(MemberState state, Recovered disk) {
        return locals.number(new Local(state, disk));
    }

    Local local(int number) {
        return locals.get(number);
    }

    /** Everything that may happen to a member, given its record and disk, its inbox, and the read that may be asked for. */
    MemberStep[] of(int local, int inbox, int nextRead) {
        situation[0] = local;
        situation[1] = inbox;
        situation[2] = nextRead;
        int known = situations.size();
        int number = situations.number(situation);
        if (number == known) {
            if (number == bySituation.length) {
                bySituation = Arrays.copyOf(bySituation, 2 * number);
            }
            bySituation[number] = all(local, inbox, nextRead);
        }
        return bySituation[number];
    }

    private MemberStep[] all(int local, int inbox, int nextRead) {
        List<MemberStep> all = new ArrayList<>(Arrays.asList(byItself(local, nextRead)));
        for (int message : network.messagesOf(inbox)) {
            all.addAll(Arrays.asList(onArrival(local, message)));
        }
        return all.toArray(MemberStep[]::new);
    }

    /** The disk of a member is wiped. */
    MemberStep wiped(int local) {
        return wipes.computeIfAbsent(local, number -> step(local(number), Actions.WIPE));
    }

    private MemberStep[] byItself(int local, int nextRead) {
        int known = itself.size();
        int number = itself.number(local, nextRead);
        if (number == known) {
            byItself.add(steps(local, actions.byItself(local(local), nextRead)));
        }
        return byItself.get(number);
    }

    private MemberStep[] onArrival(int local, int message) {
        int known = arrivals.size();
        int number = arrivals.number(local, message);
        if (number == known) {
            onArrival.add(steps(local, actions.onArrival(local(local).state(), network.message(message))));
        }
        return onArrival.get(number);
    }

    private MemberStep[] steps(int local, List<Actions.Choice> choices) {
        return choices.stream().map(choice -> step(local(local), choice)).toArray(MemberStep[]::new);
    }

    private MemberStep step(Local from, Actions.Choice choice) {
        return switch (choice.happening()) {
            case Actions.Take take -> taken(from, choice, take.input());
            case Actions.Ask ask -> taken(from, choice, new Input.ReadIndex(ask.read(), false));
            case Actions.Force force -> forced(from, choice, force.writes());
            case Actions.Die die -> {
                Recovered kept = DiskModel.written(from.disk(), from.state().pendingWrites(), die.keptRecords());
                yield step(from, choice, null, core.restart(from.state(), kept), kept, Effects.NONE);
            }
            case Actions.Damage damage -> {
                Recovered left = DiskModel.written(from.disk(), from.state().pendingWrites(), damage.keptRecords()).damagedFrom(damage.first());
                yield step(from, choice, null, core.restart(from.state(), left), left, Effects.NONE);
            }
            case Actions.Wipe wipe -> {
                MemberIdentity former = from.state().identity();
                MemberIdentity next = new MemberIdentity(former.group(), former.member(), former.incarnation() + 1);
                Recovered empty = model.firstDisk(next.member());
                yield step(from, choice, null, core.restart(MemberState.restarted(next, empty), empty), empty, Effects.NONE);
            }
        };
    }

    /** The spec's {@code Take}. */
    private MemberStep taken(Local from, Actions.Choice choice, Input input) {
        CoreMemo.Outcome first = core.step(from.state(), input);
        if (!model.syncDisk || first.pair().thrown() != null || first.after().pendingWrites().isEmpty()) {
            return step(from, choice, null, first, from.disk(), Effects.NONE);
        }
        CoreMemo.Outcome persisted = core.step(first.after(), persisted(first.after().pendingWrites().size()));
        return step(from, choice, first.after(), persisted, DiskModel.written(from.disk(), first.after().pendingWrites()), first.pair().effects());
    }

    private MemberStep forced(Local from, Actions.Choice choice, int writes) {
        Recovered disk = DiskModel.written(from.disk(), from.state().pendingWrites().subList(0, writes));
        return step(from, choice, null, core.step(from.state(), persisted(writes)), disk, Effects.NONE);
    }

    /** The ticket of the last of so many writes: in the normal form they count from 1. */
    private static Input persisted(int writes) {
        return new Input.Persisted(writes);
    }

    /** The step that ends like this; the messages and answers of what came before it in the same action are added. */
    private MemberStep step(Local from, Actions.Choice choice, MemberState midway, CoreMemo.Outcome last, Recovered disk, Effects before) {
        int number = steps++;
        if (last.pair().thrown() != null) {
            return new MemberStep(number, choice, from.state(), null, null, -1, new int[0], new int[0], List.of(), last.pair().thrown());
        }
        Effects effects = last.pair().effects();
        List<Message> messages = both(before.sendNow(), effects.sendNow());
        int[] receivers = messages.stream().mapToInt(message -> (int) message.to() - 1).distinct().sorted().toArray();
        int[] parcels = Arrays.stream(receivers)
                .map(receiver -> network.set(messages.stream().filter(message -> message.to() == receiver + 1).toList()))
                .toArray();
        return new MemberStep(
                number, choice, from.state(), midway == null ? last.after() : midway, last.after(), number(last.after(), disk), receivers, parcels,
                both(before.readsReady(), effects.readsReady()), null);
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
