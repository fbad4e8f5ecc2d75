package io.keelson.checker.model;

import io.keelson.checker.history.Operation;

/**
 * What the system under test is meant to be: a state, and which operations a state allows. States are immutable values with
 * {@code equals} and {@code hashCode}; null is a state. Implementations are pure functions.
 */
public interface Model {
    /** What {@link #step} returns where a state does not allow an operation. */
    Object REFUSED = new Object() {
        @Override
        public String toString() {
            return "refused";
        }
    };

    /** The name for reports and the command line. */
    String name();

    /** The state before any operation; may be null. */
    Object initialState();

    /**
     * The state after {@code transition} happened in {@code state}, or {@link #REFUSED} where its result could not have come
     * about there. A result that is not known constrains nothing.
     */
    Object step(Object state, Transition transition);

    /** One line saying what is wrong with an operation that this model cannot judge, or null where it can. */
    String objection(Operation operation);

    /** True only where {@code transition} changes no state whatever. False is always safe, and slower. */
    default boolean isReadOnly(Transition transition) {
        return false;
    }

    /** The flow of {@code transition}, or null where the model has none. */
    default Flow flow(Transition transition) {
        return null;
    }

    /** The object that {@code operation} acts on; histories of different objects are judged apart. Null is one of them. */
    default Object partition(Operation operation) {
        return null;
    }

    /** True where {@link #partition} tells keys apart. */
    default boolean isPerKey() {
        return false;
    }

    /** This model for each key of its own: linearizability is local, so each key is judged apart. */
    default Model perKey() {
        return isPerKey() ? this : new PerKeyModel(this);
    }
}
