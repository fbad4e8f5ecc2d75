package io.keelson.core;

/**
 * Sees each step of a member as the spec knows it: the state before, the input, the state afterwards and the effects. For checks and for tools; a member without one captures nothing.
 *
 * <p>Called from the thread that steps the member, between two steps. It must not step the member itself.
 */
public interface StepListener {
    /**
     * A member has started (spec: {@code Restart}).
     *
     * @param disk what its disk holds
     * @param state what it knows now
     */
    void started(Recovered disk, MemberState state);

    /**
     * A member has taken an input.
     *
     * @param before what it knew
     * @param input what happened
     * @param after what it knows now
     * @param effects what it wants of its host
     */
    void stepped(MemberState before, Input input, MemberState after, Effects effects);
}
