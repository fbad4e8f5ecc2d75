package io.keelson.checker.model;

import io.keelson.checker.history.Operation;

/**
 * A lock whose holders carry fencing tokens: {@code acquire} gives a token larger than any before; {@code release token} succeeds
 * for the present holder; {@code use token} succeeds where no larger token has been given out. As a {@code fenced-lock} it is held
 * until it is released; as a {@code lease} it may run out at any moment, so that the next may acquire it without a release, and the
 * release of a holder that has been overtaken fails.
 *
 * <p>A token that nobody was told is whatever somebody then uses it as; until then it is the smallest that it could be, so that every
 * later one fits.
 *
 * @param expires whether a holder may lose it without releasing it
 */
record FencedLockModel(boolean expires) implements Model {
    /**
     * The state.
     *
     * @param last  the largest token given out, or, where nobody was told, the smallest that it could be
     * @param told  whether it is known
     * @param held  whether its holder has it, as far as anybody knows
     */
    private record Lock(long last, boolean told, boolean held) {
        /** Whether the largest token can be this one. */
        boolean canBe(Object token) {
            return token.equals(last) || !told && (Long) token > last;
        }
    }

    @Override
    public String name() {
        return expires ? "lease" : "fenced-lock";
    }

    @Override
    public Object initialState() {
        return new Lock(0, true, false);
    }

    @Override
    public Object step(Object state, Transition transition) {
        Lock lock = (Lock) state;
        if (transition.f().equals("acquire")) {
            long token = transition.known() ? (Long) transition.output() : lock.last() + 1;
            return token <= lock.last() || lock.held() && !expires ? REFUSED : new Lock(token, transition.known(), true);
        }
        boolean releases = transition.f().equals("release");
        if (releases && !lock.held() || !lock.canBe(transition.input())) {
            return REFUSED;
        }
        return new Lock((Long) transition.input(), true, lock.held() && !releases);
    }

    @Override
    public String objection(Operation operation) {
        boolean acquires = operation.f().equals("acquire");
        return Forms.first(Forms.oneOf(this, operation, "acquire", "release", "use"),
            Forms.argument(acquires || operation.input() instanceof Long, operation, "a token"),
            Forms.result(!acquires || operation.output() instanceof Long token && token > 0, operation, "a token above 0"));
    }
}
