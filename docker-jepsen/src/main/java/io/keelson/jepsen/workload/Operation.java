package io.keelson.jepsen.workload;

/**
 * What a client is to do.
 *
 * @param f what, as the workload and its model call it
 * @param key to what; null if that is not one thing
 * @param argument with what, as the history holds it; may be null
 * @param readOnly whether it changes nothing, so that one of unknown outcome has just failed
 */
public record Operation(String f, Object key, Object argument, boolean readOnly) {
    /** One that changes something. */
    public static Operation change(String f, Object key, Object argument) {
        return new Operation(f, key, argument, false);
    }

    /** Reads all there is of one thing. */
    public static Operation read(Object key) {
        return new Operation("read", key, null, true);
    }
}
