package io.keelson.checker.engine;

import java.util.List;
import java.util.Objects;

/**
 * A real object with real state, to record histories of and to replay orders on. It shares no code with the models: it is what they
 * are held against.
 */
abstract class TrueObject {
    /** What {@link #apply} returns where the call fails. */
    static final Object FAILED = new Object();

    /** What a client asks for. */
    record Call(String f, Object key, Object input) {
    }

    /** Something that a client may ask for. */
    abstract Call call(Dice dice);

    /** Does it, and gives the result; the input where there is nothing to learn. */
    abstract Object apply(Call call);

    /** A result that such a call could have had. */
    abstract Object lie(Call call, Dice dice);

    abstract TrueObject copy();

    /** The objects that this could be after a call with a result, which is not known where {@code known} is false. */
    List<TrueObject> after(Call call, boolean known, Object result) {
        TrueObject copy = copy();
        Object truth = copy.apply(call);
        return truth == FAILED || known && !isSame(call, truth, result) ? List.of() : List.of(copy);
    }

    boolean isSame(Call call, Object truth, Object result) {
        return Objects.equals(truth, result);
    }
}
