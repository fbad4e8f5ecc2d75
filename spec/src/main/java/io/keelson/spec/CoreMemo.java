package io.keelson.spec;

import io.keelson.core.Input;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The real core as a function from (state, input): each pair is evaluated once and remembered. That the core is a function of them, and
 * keeps nothing beside what it captures, is held to the test by evaluating a sample again.
 */
final class CoreMemo {
    /**
     * What the core makes of a pair.
     *
     * @param pair as the core took it
     * @param after the state afterwards in its normal form, null if the core threw
     */
    record Outcome(Pair pair, MemberState after) {}

    /** Of so many times that a known pair is met, it is evaluated again once. */
    private static final int SAMPLE = 16;

    private final MemberSettings settings;
    private final Interner<MemberState> states = new Interner<>();
    private final Interner<Pair.Cause> causes = new Interner<>();
    private final TupleTable keys = new TupleTable(2);
    private final List<Pair> pairs = new ArrayList<>();
    private final List<MemberState> afters = new ArrayList<>();
    private long met;

    CoreMemo(MemberSettings settings) {
        this.settings = settings;
    }

    /** The distinct pairs so far, in the order in which they were met; states before a step are in their normal form. */
    List<Pair> pairs() {
        return Collections.unmodifiableList(pairs);
    }

    /** Takes a step of the protocol. */
    Outcome step(MemberState before, Input input) {
        return known(before, new Pair.Given(input));
    }

    /** Restarts from a disk; {@code before} is what the member was before the crash. */
    Outcome restart(MemberState before, Recovered disk) {
        return known(before, new Pair.Restarted(disk));
    }

    private Outcome known(MemberState before, Pair.Cause cause) {
        int size = keys.size();
        int number = keys.number(states.number(before), causes.number(cause));
        if (number == size) {
            Pair pair = evaluate(before, cause);
            pairs.add(pair);
            afters.add(pair.thrown() == null ? NormalForm.of(pair.after()) : null);
        } else if (++met % SAMPLE == 0) {
            requireSame(pairs.get(number), evaluate(before, cause));
        }
        return new Outcome(pairs.get(number), afters.get(number));
    }

    private Pair evaluate(MemberState before, Pair.Cause cause) {
        return switch (cause) {
            case Pair.Given given -> Pair.taken(settings, before, given.input());
            case Pair.Restarted restarted -> Pair.restarted(before, restarted.disk());
        };
    }

    private static void requireSame(Pair first, Pair again) {
        boolean same = first.thrown() == null
                ? first.after().equals(again.after()) && first.effects().equals(again.effects())
                : again.thrown() != null;
        if (!same) {
            throw new IllegalStateException("the core is no function of its state and input: " + first + ", then " + again);
        }
    }
}
