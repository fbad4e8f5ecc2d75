package io.keelson.spec.certify;

import io.keelson.core.Input;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.spec.Pair;

/**
 * Up to where each pair is checked. Beyond it a sample is.
 *
 * @param term no state and no message is of a higher term
 * @param log no log is longer, counted from its base
 */
public record Bound(long term, long log) {
    /** Far enough for everything that walks, box and explorer make. */
    public static final Bound DEFAULT = new Bound(8, 10);

    /** Says whether a step lies within. */
    boolean holds(Pair pair) {
        MemberState before = pair.before();
        return before.hardState().term() <= term && before.entries().size() <= log && switch (pair.cause()) {
            case Pair.Restarted restarted -> restarted.disk().entries().size() <= log;
            case Pair.Given given when given.input() instanceof Input.Receive receive -> holds(receive.message());
            case Pair.Given given -> true;
        };
    }

    private boolean holds(Message message) {
        return message.term() <= term + 1 && (!(message instanceof Message.AppendEntries append) || append.entries().size() <= log);
    }

    @Override
    public String toString() {
        return "term " + term + ", log " + log;
    }
}
