package io.keelson.jepsen.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The workloads there are. */
public final class Workloads {
    private static final Map<String, BiFunction<Integer, Integer, Workload>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put(RegisterWorkload.NAME, RegisterWorkload::new);
        BY_NAME.put(SetWorkload.NAME, SetWorkload::new);
        BY_NAME.put(AppendWorkload.NAME, AppendWorkload::new);
        BY_NAME.put(CounterWorkload.NAME, CounterWorkload::new);
        BY_NAME.put(BankWorkload.NAME, (keys, operations) -> new BankWorkload());
    }

    private Workloads() {}

    /** Their names. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * A fresh workload.
     *
     * @param name which
     * @param keys how many registers, sets or groups of lists are in use at once
     * @param operationsPerKey after so many operations one is left for a fresh one
     * @throws IllegalArgumentException in one line, if there is none of that name
     */
    public static Workload named(String name, int keys, int operationsPerKey) {
        BiFunction<Integer, Integer, Workload> workload = BY_NAME.get(name);
        if (workload == null) {
            throw new IllegalArgumentException("no workload is called '" + name + "'; there are " + String.join(", ", names()));
        }
        return workload.apply(keys, operationsPerKey);
    }
}
