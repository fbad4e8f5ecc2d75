package io.keelson.checker.history;

import java.util.Objects;

/**
 * One line of a history that no client wrote: a fault that began, ended, or was attempted. It constrains no verdict and is
 * kept to be shown beside the operations.
 *
 * @param index   position in the whole history, counted over client and nemesis events alike
 * @param process the name of the process, {@code nemesis} as a rule
 * @param type    mostly {@link EventType#INFO}
 * @param f       the fault; never null
 * @param value   in the form of {@link Values}; may be null
 * @param time    nanoseconds, or {@link Event#NO_TIME}
 */
public record NemesisEvent(int index, String process, EventType type, String f, Object value, long time) {
    public NemesisEvent {
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(type, "type");
        Values.requireName(f);
        value = Values.canonical(value);
    }
}
