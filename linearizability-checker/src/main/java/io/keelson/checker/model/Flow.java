package io.keelson.checker.model;

/**
 * What a transition needs of a state and leaves behind, for models whose state is one value. It lets the engine drop operations
 * of unknown outcome that nothing could ever have noticed.
 *
 * @param needs  the value it needs: where the state is any other, it is refused; {@link #NOTHING} where it does the same in
 *               every state
 * @param leaves the value it leaves behind; {@link #NOTHING} where it changes no state
 */
public record Flow(Object needs, Object leaves) {
    /** Distinct from every value, nil included. */
    public static final Object NOTHING = new Object() {
        @Override
        public String toString() {
            return "nothing";
        }
    };
}
