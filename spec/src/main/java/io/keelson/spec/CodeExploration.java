package io.keelson.spec;

import java.util.List;

/**
 * Explorations of the code alone, larger than TLC could follow: every state that a cluster of real members comes to, with the invariants held to
 * each.
 * Whoever certifies the pairs of single members that an exploration returns has certified each of its transitions, since those are made of nothing
 * else.
 */
public final class CodeExploration {
    private static final String FOLDER = "explorations";

    private CodeExploration() {}

    /** The explorations of the build, by the names of their configurations in {@code spec/tla/explorations}. Each comes to an end. */
    public static List<String> names() {
        return List.of("two-terms");
    }

    /**
     * Explores. A few hundred megabytes of memory are needed for a few million states.
     *
     * @param files the unpacked specification
     * @param name of the exploration
     * @param maxStates ends it before its end once there are more states; {@link Long#MAX_VALUE} for none
     * @param listener hears how far it is, from the calling thread
     * @return what was found, never null
     * @throws IllegalArgumentException if the configuration is not understood
     */
    public static Exploration run(SpecFiles files, String name, long maxStates, ProgressListener listener) {
        ModelSettings settings = ModelSettings.read(files, FOLDER, name);
        return new Explorer(settings, maxStates).run(List.of(GlobalState.initial(settings)), listener);
    }
}
