package io.keelson.spec;

import io.keelson.core.Effects;
import io.keelson.core.Input;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.RaftProtocol;
import io.keelson.core.Recovered;

/**
 * One step of one member, as the Java core took it.
 *
 * @param before the member's state; of a restart, what it was before the crash
 * @param cause what happened to it
 * @param after its state afterwards, null if the core threw
 * @param effects what the step wanted of its host, null if the core threw
 * @param thrown what the core threw, null if it did not
 */
public record Pair(MemberState before, Cause cause, MemberState after, Effects effects, Throwable thrown) {
    /** What can happen to a member: an input of the protocol, or a crash and restart. */
    public sealed interface Cause {
        /** The spec's operator for it. */
        String operator();
    }

    /**
     * An input of the protocol.
     *
     * @param input not null
     */
    public record Given(Input input) implements Cause {
        @Override
        public String operator() {
            Object named = input instanceof Input.Receive receive ? receive.message() : input;
            return "On" + named.getClass().getSimpleName();
        }
    }

    /**
     * A restart from what the disk holds.
     *
     * @param disk not null
     */
    public record Restarted(Recovered disk) implements Cause {
        @Override
        public String operator() {
            return "Restart";
        }
    }

    /** Gives an input to a member in this state. Whatever the core throws, an assertion's error included, is part of the answer. */
    public static Pair taken(MemberSettings settings, MemberState before, Input input) {
        try {
            RaftProtocol member = new RaftProtocol(settings, before);
            Effects effects = member.step(input);
            return new Pair(before, new Given(input), member.capture(), effects, null);
        } catch (RuntimeException | AssertionError thrown) {
            return new Pair(before, new Given(input), null, null, thrown);
        }
    }

    /** Lets a member crash in this state and start again from what its disk holds. */
    public static Pair restarted(MemberState before, Recovered disk) {
        return new Pair(before, new Restarted(disk), MemberState.restarted(before.identity(), disk), Effects.NONE, null);
    }
}
