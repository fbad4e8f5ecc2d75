package io.keelson.checker.model;

import io.keelson.checker.history.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The models there are. {@link Model#perKey} makes a model of many keys of each. */
public final class Models {
    private Models() {
    }

    /** {@code read} and {@code write}; never written means nil. */
    public static Model register() {
        return register(null);
    }

    /** {@code read} and {@code write}, with this value at first. */
    public static Model register(Object initial) {
        return new RegisterModel("register", Values.canonical(initial), false);
    }

    /** {@code read}, {@code write} and {@code cas}; never written means nil. */
    public static Model casRegister() {
        return casRegister(null);
    }

    /** {@code read}, {@code write} and {@code cas}, with this value at first. */
    public static Model casRegister(Object initial) {
        return new RegisterModel("cas-register", Values.canonical(initial), true);
    }

    /** Transactions over several cells; a cell that is missing from {@code initial} holds nil. */
    public static Model multiRegister(Map<?, ?> initial) {
        Map<Object, Object> cells = new HashMap<>();
        initial.forEach((key, value) -> cells.put(Values.canonical(key), Values.canonical(value)));
        return new MultiRegisterModel(cells);
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return List.of("register", "cas-register", "multi-register");
    }

    /**
     * The model of that name.
     *
     * @param initial the value at first; for {@code multi-register} a map, or null for none
     * @throws IllegalArgumentException with one clear line where there is none, or the value does not fit
     */
    public static Model named(String name, Object initial) {
        switch (name) {
            case "register":
                return register(initial);
            case "cas-register":
                return casRegister(initial);
            case "multi-register":
                if (initial == null || initial instanceof Map<?, ?>) {
                    return multiRegister(initial == null ? Map.of() : (Map<?, ?>) initial);
                }
                throw new IllegalArgumentException("multi-register starts from a map such as {:x 0}, not " + Values.show(initial));
            default:
                throw new IllegalArgumentException("no model is called " + name + "; there are " + String.join(", ", names()));
        }
    }
}
