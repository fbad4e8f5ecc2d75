package io.keelson.checker.model;

import java.util.List;

/** Lists by key, appended to and read whole, one by one or many in a transaction; what a state of them is, and when an append or a read fits it, is the implementation's affair. */
interface AppendedLists extends Model {
    /** The state after an append to one list, or {@link #REFUSED}. */
    Object append(Object state, Object key, Object element);

    /** Whether a read of one list sees this; null is the empty list. */
    boolean isThere(Object state, Object key, Object seen);

    @Override
    default Object step(Object state, Transition transition) {
        if (transition.f().equals("append")) {
            return append(state, transition.key(), transition.input());
        }
        if (transition.f().equals("read")) {
            return !transition.known() || isThere(state, transition.key(), transition.output()) ? state : REFUSED;
        }
        Object now = state;
        for (Object micro : (List<?>) (transition.known() ? transition.output() : transition.input())) {
            List<?> parts = (List<?>) micro;
            if (isAppend(parts)) {
                now = append(now, parts.get(1), parts.get(2));
            } else if (transition.known() && !isThere(now, parts.get(1), parts.get(2))) {
                now = REFUSED;
            }
            if (now == REFUSED) {
                return REFUSED;
            }
        }
        return now;
    }

    @Override
    default boolean isReadOnly(Transition transition) {
        return transition.f().equals("read")
            || transition.f().equals("txn") && ((List<?>) transition.input()).stream().noneMatch(micro -> isAppend((List<?>) micro));
    }

    /** Whether a step of a transaction appends; else it reads. */
    static boolean isAppend(List<?> micro) {
        return Micro.isNamed(micro.get(0), "append", "append");
    }
}
