package io.keelson.core;

import java.util.function.Function;

/** Shows each step of the members of {@link Cluster} and {@link TimedCluster} to whoever wants to see the steps that properties make. Nobody does by default. */
final class Watched {
    private static volatile Function<MemberSettings, StepListener> listeners = settings -> null;

    private Watched() {}

    /** From now on members with these settings are shown to the listener that they are given; null for none. */
    static void by(Function<MemberSettings, StepListener> bySettings) {
        listeners = bySettings;
    }

    /** Who sees members with these settings; null for nobody. */
    static StepListener listener(MemberSettings settings) {
        return listeners.apply(settings);
    }
}
