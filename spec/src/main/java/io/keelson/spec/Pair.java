package io.keelson.spec;

import io.keelson.core.Effects;
import io.keelson.core.Input;
import io.keelson.core.MemberState;
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
record Pair(MemberState before, Cause cause, MemberState after, Effects effects, Throwable thrown) {
    /** What can happen to a member: an input of the protocol, or a crash and restart. */
    sealed interface Cause {
        /** The spec's operator for it. */
        String operator();
    }

    /** An input of the protocol. */
    record Given(Input input) implements Cause {
        @Override
        public String operator() {
            Object named = input instanceof Input.Receive receive ? receive.message() : input;
            return "On" + named.getClass().getSimpleName();
        }
    }

    /** A restart from what the disk holds. */
    record Restarted(Recovered disk) implements Cause {
        @Override
        public String operator() {
            return "Restart";
        }
    }

    /** What makes two pairs the same: the core is a function of it. */
    record Key(MemberState before, Cause cause) {}

    Key key() {
        return new Key(before, cause);
    }
}
