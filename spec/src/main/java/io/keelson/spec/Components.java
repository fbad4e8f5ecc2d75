package io.keelson.spec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** The components of any record, by name, in the order of their declaration: found by reflection once for each class, then read at the speed of calls. */
public final class Components {
    private static final ClassValue<Component[]> OF = new ClassValue<>() {
        @Override
        protected Component[] computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).map(Component::of).toArray(Component[]::new);
        }
    };

    /** Is shown the components of a record. */
    @FunctionalInterface
    public interface Visitor {
        /** One component and its value, which may be null where the record allows it. */
        void visit(String name, Object value);
    }

    private record Component(String name, MethodHandle accessor) {
        static Component of(RecordComponent component) {
            try {
                component.getAccessor().setAccessible(true);
                MethodHandle accessor = MethodHandles.lookup().unreflect(component.getAccessor());
                return new Component(component.getName(), accessor.asType(MethodType.methodType(Object.class, Object.class)));
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static final ClassValue<MethodHandle> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return MethodHandles.lookup().unreflectConstructor(constructor)
                        .asSpreader(Object[].class, types.length).asType(MethodType.methodType(Object.class, Object[].class));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    };

    /** Gives a component of a record another value. */
    @FunctionalInterface
    public interface Change {
        /** Returns the new value. */
        Object of(String name, Object value);
    }

    private Components() {}

    /** Returns a record of the same class with each component changed. */
    public static Object changed(Object record, Change change) {
        Component[] components = OF.get(record.getClass());
        Object[] values = new Object[components.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = change.of(components[k].name, valueOf(components[k], record));
        }
        try {
            return (Object) CONSTRUCTORS.get(record.getClass()).invokeExact(values);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Shows each component of a record, in order. */
    public static void each(Object record, Visitor visitor) {
        for (Component component : OF.get(record.getClass())) {
            visitor.visit(component.name, valueOf(component, record));
        }
    }

    private static Object valueOf(Component component, Object record) {
        try {
            return (Object) component.accessor.invokeExact(record);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
