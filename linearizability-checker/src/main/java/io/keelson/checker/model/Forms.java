package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What models demand of the form of operations: null where it is met, else one line. */
final class Forms {
    private Forms() {
    }

    /** The function must be one of these. */
    static String oneOf(Model model, Operation operation, String... functions) {
        return Arrays.asList(functions).contains(operation.f()) ? null
            : "the model " + model.name() + " knows " + Arrays.stream(functions).map(f -> ":" + f).collect(Collectors.joining(", "))
                + ", not :" + operation.f();
    }

    /** The argument must have a form. */
    static String argument(boolean met, Operation operation, String form) {
        return met ? null : "a :" + operation.f() + " takes " + form + ", not " + Values.show(operation.input());
    }

    /** The result, where there is one, must have a form. */
    static String result(boolean met, Operation operation, String form) {
        return met || !operation.isOk() ? null : "a :" + operation.f() + " gives " + form + ", not " + Values.show(operation.output());
    }

    /** The first that is not null, or null. */
    static String first(String... objections) {
        return Arrays.stream(objections).filter(objection -> objection != null).findFirst().orElse(null);
    }

    static boolean isPair(Object value) {
        return value instanceof List<?> list && list.size() == 2;
    }
}
