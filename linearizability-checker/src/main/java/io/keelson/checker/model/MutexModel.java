package io.keelson.checker.model;

import io.keelson.checker.history.Operation;

/**
 * A lock: {@code acquire} takes it where it is free, {@code release} frees it where it is held. Where the values of both name an
 * owner, only the owner may release.
 */
record MutexModel() implements Model {
    private static final Object FREE = "free";

    /** Held by that owner; null where owners are not named. */
    private record Held(Object owner) {
        @Override
        public String toString() {
            return owner == null ? "held" : "held by " + owner;
        }
    }

    @Override
    public String name() {
        return "mutex";
    }

    @Override
    public Object initialState() {
        return FREE;
    }

    @Override
    public Object step(Object state, Transition transition) {
        Flow flow = flow(transition);
        return flow.needs().equals(state) ? flow.leaves() : REFUSED;
    }

    @Override
    public Flow flow(Transition transition) {
        Held held = new Held(transition.input());
        return transition.f().equals("acquire") ? new Flow(FREE, held) : new Flow(held, FREE);
    }

    @Override
    public String objection(Operation operation) {
        return Forms.oneOf(this, operation, "acquire", "release");
    }
}
