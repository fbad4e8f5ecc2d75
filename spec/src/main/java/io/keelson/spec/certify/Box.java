package io.keelson.spec.certify;

import io.keelson.core.Input;
import io.keelson.core.MemberState;
import io.keelson.spec.Pair;

/**
 * Random steps that are correct by their types, beyond the reachable ones too: what no walk of three members would meet in a year is as likely here as anything else. The same seed gives the same steps.
 */
public final class Box {
    private static final int COMMANDS = 3;

    private final Group group;
    private final Dice dice;
    private final BoxStates states;
    private final BoxMessages messages;

    /** A box for members of this group. */
    public Box(Group group, long seed) {
        this.group = group;
        this.dice = new Dice(seed);
        this.states = new BoxStates(group.configuration(), dice);
        this.messages = new BoxMessages(states, group.configuration(), dice);
    }

    /** The next step. */
    public Pair next() {
        MemberState state = states.next();
        return dice.oneIn(40) ? Pair.restarted(state, states.disk()) : Pair.taken(group.settings(), state, input(state));
    }

    private Input input(MemberState state) {
        if (group.members() > 1 && !dice.oneIn(4)) {
            return new Input.Receive(messages.anyTo(state), dice.coin());
        }
        return dice.any(inputs(state));
    }

    private java.util.List<Input> inputs(MemberState state) {
        var inputs = new java.util.ArrayList<>(EveryInput.at(state));
        var commands = dice.upTo(COMMANDS, () -> BoxStates.command(dice.coin() ? "a" : "b"));
        if (!commands.isEmpty()) {
            inputs.add(new Input.Propose(commands));
        }
        return inputs;
    }
}
