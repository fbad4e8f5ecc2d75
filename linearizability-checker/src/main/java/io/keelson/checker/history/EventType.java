package io.keelson.checker.history;

import java.util.Locale;

/** What one line of a history says about an operation, with Jepsen's meaning. */
public enum EventType {
    /** A process asks for something. */
    INVOKE,
    /** The operation happened, at one moment between its invocation and here. */
    OK,
    /** The operation did not happen and never will. */
    FAIL,
    /** Nobody knows: it may happen at any moment after its invocation, or never. The process is gone. */
    INFO;

    /** The name as it stands in a history: {@code invoke}, {@code ok}, {@code fail}, {@code info}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type of that label.
     *
     * @return null where no type has it
     */
    public static EventType ofLabel(String label) {
        for (EventType type : values()) {
            if (type.label().equals(label)) {
                return type;
            }
        }
        return null;
    }
}
