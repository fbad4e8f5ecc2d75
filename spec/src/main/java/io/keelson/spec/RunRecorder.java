package io.keelson.spec;

import io.keelson.core.Effects;
import io.keelson.core.Input;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.RaftProtocol;
import io.keelson.core.Recovered;
import io.keelson.spec.Actions.Choice;
import io.keelson.spec.RecordedRun.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records a run of real members to whom anything happens at random that {@link Actions} allows: timeouts, wishes of clients and operators, deliveries in any order and more than once, forces, crashes.
 * Members live from one step to the next, as in a server; nothing is captured and restored in between. The same seed gives the same run.
 */
final class RunRecorder {
    private static final int PERCENT = 100;
    private static final int PERCENT_ARRIVALS = 60;
    private static final int ONE_IN_OLD = 6;
    private static final int ONE_IN_HEARD = 8;

    private final ModelSettings model;
    private final Actions actions;
    private final SplittableRandom random;
    private final TreeMap<Long, RaftProtocol> members = new TreeMap<>();
    private final TreeMap<Long, Recovered> disks = new TreeMap<>();
    private final LinkedHashSet<Message> network = new LinkedHashSet<>();
    private final ArrayDeque<Message> fresh = new ArrayDeque<>();
    private final List<Step> steps = new ArrayList<>();
    private int asked;

    private RunRecorder(ModelSettings model, long seed) {
        this.model = model;
        this.actions = new Actions(model);
        this.random = new SplittableRandom(seed);
        GlobalState initial = GlobalState.initial(model);
        for (int i = 0; i < model.servers.size(); i++) {
            long id = model.servers.get(i);
            disks.put(id, initial.disks().get(i));
            members.put(id, new RaftProtocol(model.member, initial.members().get(i)));
        }
    }

    /**
     * Records a run from the beginning.
     *
     * @param model what may happen
     * @param steps how many steps to record
     * @param seed from which all choices follow
     * @return the run, never null
     */
    static RecordedRun record(ModelSettings model, int steps, long seed) {
        RunRecorder recorder = new RunRecorder(model, seed);
        while (recorder.steps.size() < steps) {
            recorder.happen();
        }
        return new RecordedRun(recorder.steps);
    }

    private void happen() {
        if (!network.isEmpty() && random.nextInt(PERCENT) < PERCENT_ARRIVALS) {
            arrive();
            return;
        }
        long id = model.servers.get(random.nextInt(model.servers.size()));
        int nextRead = asked < model.maxReads ? asked + 1 : 0;
        List<Choice> choices = actions.byItself(new MemberSteps.Local(state(id), disks.get(id)), nextRead);
        if (!choices.isEmpty()) {
            take(id, weighed(choices));
        }
    }

    /** As a rule the oldest message that has not arrived yet, so that the run comes to something; sometimes any. */
    private void arrive() {
        boolean any = fresh.isEmpty() || random.nextInt(ONE_IN_OLD) == 0;
        Message message = any ? new ArrayList<>(network).get(random.nextInt(network.size())) : fresh.remove();
        List<Choice> choices = actions.onArrival(state(message.to()), message);
        if (!choices.isEmpty()) {
            take(message.to(), choices.get(random.nextInt(ONE_IN_HEARD) == 0 ? choices.size() - 1 : 0));
        }
    }

    private MemberState state(long id) {
        return members.get(id).capture();
    }

    /** First an action, by its weight, then one of the ways in which it may happen. */
    private Choice weighed(List<Choice> choices) {
        TreeSet<String> names = new TreeSet<>();
        choices.forEach(choice -> names.add(choice.action()));
        int left = random.nextInt(names.stream().mapToInt(RunRecorder::weight).sum());
        String chosen = names.first();
        for (String name : names) {
            if (left >= 0) {
                chosen = name;
            }
            left -= weight(name);
        }
        String action = chosen;
        List<Choice> ways = choices.stream().filter(choice -> choice.action().equals(action)).toList();
        return ways.get(random.nextInt(ways.size()));
    }

    private static int weight(String action) {
        return switch (action) {
            case "Persisted" -> 60;
            case "HeartbeatDue", "Propose" -> 12;
            case "ElectionTimeout", "ReadIndex", "ChangeMembership", "Compact" -> 6;
            default -> 1;
        };
    }

    private void take(long id, Choice choice) {
        switch (choice.happening()) {
            case Actions.Take take -> step(id, choice, take.input());
            case Actions.Ask ask -> {
                asked = ask.read();
                step(id, choice, new Input.ReadIndex(ask.read(), false));
            }
            case Actions.Force force -> {
                var writes = state(id).pendingWrites().subList(0, force.writes());
                disks.put(id, DiskModel.written(disks.get(id), writes));
                step(id, choice, new Input.Persisted(writes.get(writes.size() - 1).write().ticket()));
            }
            case Actions.Die die -> restart(id, choice, kept(id, die.keptRecords()));
            case Actions.Wipe wipe -> throw new IllegalStateException("a run is recorded with the disks it began with");
            case Actions.Damage damage -> restart(id, choice, kept(id, damage.keptRecords()).damagedFrom(damage.first()));
        }
    }

    private Recovered kept(long id, int records) {
        return DiskModel.written(disks.get(id), state(id).pendingWrites(), records);
    }

    private void restart(long id, Choice choice, Recovered disk) {
        disks.put(id, disk);
        members.put(id, new RaftProtocol(model.member, MemberState.restarted(GlobalState.identity(id), disk)));
        record(id, choice, Effects.NONE);
    }

    private void step(long id, Choice choice, Input input) {
        Effects effects = members.get(id).step(input);
        for (Message message : effects.sendNow()) {
            if (network.add(message)) {
                fresh.add(message);
            }
        }
        record(id, choice, effects);
    }

    private void record(long id, Choice choice, Effects effects) {
        steps.add(new Step(choice.action(), id, state(id), disks.get(id), effects.sendNow(), effects.readsReady(), asked));
    }
}
