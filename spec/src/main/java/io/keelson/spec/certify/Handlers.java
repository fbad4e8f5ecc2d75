package io.keelson.spec.certify;

import io.keelson.core.RaftProtocol;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Which method of the core does what an operator of the spec says: the one with its name. */
final class Handlers {
    private Handlers() {}

    /** Returns class and method, without the package. */
    static String of(String operator) {
        String name = Character.toLowerCase(operator.charAt(0)) + operator.substring(1);
        for (Field part : RaftProtocol.class.getDeclaredFields()) {
            if (declares(part.getType(), name)) {
                return part.getType().getSimpleName() + "." + name;
            }
        }
        return declares(RaftProtocol.class, name) ? "RaftProtocol." + name : "no handler";
    }

    private static boolean declares(Class<?> type, String name) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
