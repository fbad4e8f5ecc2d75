package io.keelson.simulation.schedule;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Schedules as JSON, for tools: the components of {@link Schedule} and {@link FaultAction} under their names, and of each fault its kind.
 *
 * <pre>
 * {"seed":42,"nodes":3,"groups":1,"snapshotEvery":25,"length":20000,"frame":"heal","actions":[
 *   {"fault":"crash","at":1200,"node":0,"lasting":800,"survival":7}]}
 * </pre>
 */
public final class ScheduleJson {
    private ScheduleJson() {}

    /** Writes a schedule, one fault a line. */
    public static String write(Schedule schedule) {
        StringBuilder text = new StringBuilder();
        text.append("{\"seed\":").append(schedule.seed()).append(",\"nodes\":").append(schedule.nodes()).append(",\"groups\":").append(schedule.groups());
        text.append(",\"snapshotEvery\":").append(schedule.snapshotEvery()).append(",\"length\":").append(schedule.length());
        text.append(",\"frame\":\"").append(schedule.frame().word()).append("\",\"actions\":[");
        String separator = "\n  ";
        for (FaultAction action : schedule.actions()) {
            text.append(separator).append(Json.write(fault(action)));
            separator = ",\n  ";
        }
        return text.append("]}\n").toString();
    }

    private static Map<String, Object> fault(FaultAction action) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("fault", kind(action.getClass()));
        for (RecordComponent component : action.getClass().getRecordComponents()) {
            try {
                members.put(component.getName(), component.getAccessor().invoke(action));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return members;
    }

    /** {@code OneWay} is {@code one-way}. */
    private static String kind(Class<?> fault) {
        return fault.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** Says whether a text looks like JSON rather than like {@link ScheduleText}. */
    public static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    /**
     * Reads a schedule.
     *
     * @param text as {@link #write} gives it
     * @throws ScheduleSyntaxException if it is not a schedule; the message says what is wrong
     */
    public static Schedule read(String text) throws ScheduleSyntaxException {
        try {
            Map<?, ?> members = map(JsonReader.read(text), "a schedule");
            List<FaultAction> actions = new ArrayList<>();
            for (Object action : list(members.get("actions"), "actions")) {
                actions.add(action(map(action, "an action")));
            }
            Schedule.Frame frame = Schedule.Frame.of(String.valueOf(members.get("frame")));
            int groups = members.containsKey("groups") ? (int) number(members, "groups") : 1;
            long snapshotEvery = members.containsKey("snapshotEvery") ? number(members, "snapshotEvery") : Schedule.SNAPSHOT_EVERY;
            // The text form is the strict one: what it can't say again is no schedule either.
            return ScheduleText.read(ScheduleText.write(
                    new Schedule(number(members, "seed"), (int) number(members, "nodes"), groups, snapshotEvery, number(members, "length"), frame, actions)));
        } catch (IllegalArgumentException e) {
            throw new ScheduleSyntaxException(e.getMessage());
        }
    }

    private static FaultAction action(Map<?, ?> members) {
        String kind = String.valueOf(members.get("fault"));
        for (Class<?> fault : FaultAction.class.getPermittedSubclasses()) {
            if (kind(fault).equals(kind)) {
                return action(fault, members);
            }
        }
        throw new IllegalArgumentException("there is no fault " + kind);
    }

    private static FaultAction action(Class<?> fault, Map<?, ?> members) {
        RecordComponent[] components = fault.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i], members);
        }
        try {
            Constructor<?> constructor = fault.getDeclaredConstructor(types);
            return (FaultAction) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(kind(fault) + ": " + e.getCause().getMessage());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object value(RecordComponent component, Map<?, ?> members) {
        String name = component.getName();
        Class<?> type = component.getType();
        if (type == long.class) {
            return number(members, name);
        }
        if (type == int.class) {
            return Math.toIntExact(number(members, name));
        }
        if (type == String.class) {
            return String.valueOf(members.get(name));
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(members.get(name))) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("there is no " + name + " " + members.get(name));
        }
        List<List<Long>> groups = new ArrayList<>();
        for (Object group : list(members.get(name), name)) {
            groups.add(list(group, name).stream().map(member -> asNumber(member, name)).toList());
        }
        return groups;
    }

    private static long number(Map<?, ?> members, String name) {
        return asNumber(members.get(name), name);
    }

    private static long asNumber(Object value, String name) {
        if (value instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("a whole number is expected for " + name + ", not " + value);
    }

    private static Map<?, ?> map(Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("an object is expected for " + name);
    }

    private static List<?> list(Object value, String name) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list is expected for " + name);
    }
}
