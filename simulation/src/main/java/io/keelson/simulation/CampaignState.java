package io.keelson.simulation;

import io.keelson.simulation.schedule.Json;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.Sights;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far a campaign is: enough to go on after it was stopped.
 *
 * @param next the number of the first schedule that was not run
 * @param totals of those that were
 * @param failed the numbers of those that failed, ascending
 */
public record CampaignState(long next, CampaignReport.Totals totals, List<Long> failed) {
    public CampaignState {
        failed = List.copyOf(failed);
    }

    /** Nothing has run yet. */
    public static CampaignState begin(CampaignSettings.Shard shard) {
        return new CampaignState(shard.index(), CampaignReport.Totals.NONE, List.of());
    }

    /** Writes the state, and of the settings what it is a state of. */
    public String write(CampaignSettings settings) {
        Map<String, Object> members = new LinkedHashMap<>(identity(settings));
        members.put("next", next);
        members.put("failed", failed);
        for (RecordComponent component : CampaignReport.Totals.class.getRecordComponents()) {
            if (component.getType() == long.class || component.getType() == int.class) {
                members.put(component.getName(), value(component));
            }
        }
        for (Sight sight : Sight.values()) {
            members.put(name(sight), totals.sights().of(sight));
        }
        return Json.write(members) + "\n";
    }

    private static Map<String, Object> identity(CampaignSettings settings) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seed", settings.seed());
        members.put("nodes", (long) settings.nodes());
        members.put("runMillis", settings.runMillis());
        members.put("shard", settings.shard().index() + "/" + settings.shard().count());
        members.put("groups", settings.keepsGroups() ? "come and go" : "stay");
        members.put("commit", settings.commit());
        return members;
    }

    private Object value(RecordComponent component) {
        try {
            return component.getAccessor().invoke(totals);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String name(Sight sight) {
        return sight.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException if it is no state, or one of other settings; the message says which, in one line
     */
    public static CampaignState read(String text, CampaignSettings settings) {
        if (!(Json.read(text) instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException("it is no state of a campaign");
        }
        identity(settings).forEach((name, value) -> {
            if (!value.equals(members.get(name))) {
                throw new IllegalArgumentException("it is of " + name + " " + members.get(name) + ", and this campaign is of " + name + " " + value);
            }
        });
        List<Long> failed = new ArrayList<>();
        for (Object number : members.get("failed") instanceof List<?> list ? list : List.of()) {
            if (!(number instanceof Long known)) {
                throw new IllegalArgumentException("what failed is numbers, not " + number);
            }
            failed.add(known);
        }
        return new CampaignState(number(members, "next"), totals(members), failed);
    }

    private static CampaignReport.Totals totals(Map<?, ?> members) {
        RecordComponent[] components = CampaignReport.Totals.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            long number = types[i] == Sights.class ? 0 : number(members, components[i].getName());
            values[i] = types[i] == Sights.class ? sights(members) : types[i] == int.class ? (Object) (int) number : (Object) number;
        }
        try {
            return CampaignReport.Totals.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Sights sights(Map<?, ?> members) {
        Sights sights = new Sights();
        for (Sight sight : Sight.values()) {
            sights.add(sight, number(members, name(sight)));
        }
        return sights;
    }

    private static long number(Map<?, ?> members, String name) {
        if (members.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("it lacks the number of " + name);
    }
}
