package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The operations of one partition as flat arrays. Completed operations are numbered by the order of their completions; while one
 * is open it holds a slot, the smallest that was free. Crashed operations have no end and no slot: those with equal transitions
 * form a class, of which only the number counts.
 */
final class Timeline {
    /** Completed operations, in order of completion. */
    final Operation[] completed;
    /** The slot of each completed operation. */
    final int[] slot;
    /** The transition of each completed operation. */
    final int[] transition;
    /** Invocations in order: the number of a completed operation, or {@code ~class} of a crashed one. */
    final int[] calls;
    /** How many of {@code calls} come before each completion. */
    final int[] callsBefore;
    final int slots;
    /** The transition of each crashed class. */
    final int[] classTransition;
    /** The operations of each crashed class, in order of invocation. */
    final List<List<Operation>> classMembers = new ArrayList<>();

    Timeline(List<Operation> operations, StateTable table) {
        completed = operations.stream().filter(Operation::isOk)
            .sorted(Comparator.comparingInt(Operation::completed)).toArray(Operation[]::new);
        transition = new int[completed.length];
        int[] numberOfId = new int[operations.stream().mapToInt(Operation::id).max().orElse(0) + 1];
        for (int i = 0; i < completed.length; i++) {
            transition[i] = table.transition(Transition.of(completed[i]));
            numberOfId[completed[i].id()] = i;
        }
        calls = new int[operations.size()];
        classTransition = fillCalls(operations, table, numberOfId);
        callsBefore = new int[completed.length];
        for (int i = 0, call = 0; i < completed.length; i++) {
            while (call < calls.length && operations.get(call).invoked() < completed[i].completed()) {
                call++;
            }
            callsBefore[i] = call;
        }
        slot = new int[completed.length];
        slots = assignSlots();
    }

    /** Fills {@code calls} and the classes of crashed operations. */
    private int[] fillCalls(List<Operation> operations, StateTable table, int[] numberOfId) {
        Map<Integer, Integer> classOfTransition = new LinkedHashMap<>();
        for (int i = 0; i < calls.length; i++) {
            Operation operation = operations.get(i);
            if (operation.isOk()) {
                calls[i] = numberOfId[operation.id()];
                continue;
            }
            int crashedTransition = table.transition(Transition.of(operation));
            Integer crashedClass = classOfTransition.get(crashedTransition);
            if (crashedClass == null) {
                crashedClass = classMembers.size();
                classOfTransition.put(crashedTransition, crashedClass);
                classMembers.add(new ArrayList<>());
            }
            classMembers.get(crashedClass).add(operation);
            calls[i] = ~crashedClass;
        }
        return classOfTransition.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    private int assignSlots() {
        TreeSet<Integer> free = new TreeSet<>();
        int highest = 0;
        for (int i = 0, call = 0; i < completed.length; i++) {
            for (; call < callsBefore[i]; call++) {
                if (calls[call] >= 0) {
                    slot[calls[call]] = free.isEmpty() ? highest++ : free.pollFirst();
                }
            }
            free.add(slot[i]);
        }
        return highest;
    }

    int[] classSizes() {
        return classMembers.stream().mapToInt(List::size).toArray();
    }
}
