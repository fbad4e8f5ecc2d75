package io.keelson.spec.certify;

import io.keelson.core.Input;
import io.keelson.core.MemberState;
import io.keelson.core.Payload;
import io.keelson.spec.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * Random steps that are correct by their types, beyond the reachable ones too: what no walk of three members would meet in a year is as likely here as anything else. The same seed gives the same steps.
 */
public final class Box {
    private static final int COMMANDS = 3;
    private static final int CHANGES = 3;

    private final Group group;
    private final List<Long> members;
    private final Dice dice;
    private final BoxStates states;
    private final BoxMessages messages;

    /** A box for members of this group. */
    public Box(Group group, long seed) {
        this.group = group;
        this.dice = new Dice(seed);
        this.members = group.configuration().members();
        this.states = new BoxStates(members, dice);
        this.messages = new BoxMessages(states, dice);
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

    private List<Input> inputs(MemberState state) {
        List<Input> inputs = new ArrayList<>(EveryInput.at(state));
        List<Payload.Command> commands = dice.upTo(COMMANDS, () -> BoxStates.command(dice.coin() ? "a" : "b"));
        if (!commands.isEmpty()) {
            inputs.add(new Input.Propose(commands));
        }
        inputs.add(new Input.TransferLeadership(dice.any(members)));
        inputs.add(new Input.Compact(dice.between(0, BoxStates.MAX_BASE + BoxStates.MAX_LOG), (int) dice.between(1, BoxStates.MAX_CHUNKS)));
        for (int k = 0; k < CHANGES; k++) {
            List<Long> voters = dice.oneIn(3) ? members : dice.some(members);
            inputs.add(new Input.ChangeMembership(voters, dice.some(members).stream().filter(member -> dice.oneIn(4) || !voters.contains(member)).toList()));
        }
        return inputs;
    }
}
