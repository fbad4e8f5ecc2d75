package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import java.util.List;
import java.util.function.Function;

/**
 * What the system under test is meant to be: a state, and which operations a state allows. States are immutable values with
 * {@code equals} and {@code hashCode}; null is a state. Implementations are pure functions.
 *
 * <p>A model of your own needs two methods, {@link #initialState} and {@link #step}, and {@link #partition} where its history is of
 * many independent objects. The engine numbers states and transitions and asks for each step once, so that a plain model is as
 * fast as those of this package. What else there is makes some histories cheaper to judge, and is safe to leave as it is.
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
    default String name() {
        return getClass().getSimpleName();
    }

    /** The state before any operation; may be null. */
    Object initialState();

    /** The value that {@link #flow flows} and {@link Structure#REGISTER} are about, in the initial state. */
    default Object initialValue() {
        return initialState();
    }

    /**
     * The state after {@code transition} happened in {@code state}, or {@link #REFUSED} where its result could not have come
     * about there. A result that is not known constrains nothing.
     */
    Object step(Object state, Transition transition);

    /** One line saying what is wrong with an operation that this model cannot judge, or null where it can. */
    default String objection(Operation operation) {
        return null;
    }

    /** True only where {@code transition} changes no state whatever. False is always safe, and slower. */
    default boolean isReadOnly(Transition transition) {
        return false;
    }

    /** The flow of {@code transition}, or null where the model has none. */
    default Flow flow(Transition transition) {
        return null;
    }

    /** What is known of how the model behaves; {@link Structure#ANY} claims nothing. */
    default Structure structure() {
        return Structure.ANY;
    }

    /** The object that {@code operation} acts on; histories of different objects are judged apart. Null is one of them. */
    default Object partition(Operation operation) {
        return null;
    }

    /**
     * {@link #partition} for the operations of one history, where which objects are independent depends on all of them: a transaction
     * ties those that it touches together.
     */
    default Function<Operation, Object> partitioning(List<Operation> operations) {
        return this::partition;
    }

    /** True where an operation may touch several of the objects that {@link #partition} tells apart, so that it ties them together. */
    default boolean tiesKeys(Operation operation) {
        return false;
    }

    /**
     * This model for one history, all of which is known: it may refuse what leads where some result of that history can no longer come about, and may take states for one that no
     * operation of that history tells apart. An order exists under it if and only if one exists under this model, and an order that it allows this model allows. For searches,
     * which would find out the same by going astray.
     *
     * @param possible what did or may have happened, in order of invocation
     */
    default Model within(List<Operation> possible) {
        return this;
    }

    /** True where operations may bear a key of the history, because {@link #partition} or {@link #step} looks at it. */
    default boolean isPerKey() {
        return false;
    }

    /** This model for each key of its own: linearizability is local, so each key is judged apart. */
    default Model perKey() {
        return isPerKey() ? this : new PerKeyModel(this);
    }
}
