package io.keelson.checker.engine;

import io.keelson.checker.model.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Operations of unknown outcome in the online engine: how many of each class there are, and which of them configurations have used.
 * What a configuration used is a list of counts, one a class, that goes by a number. Where the model tells the flow of values, only
 * those are tried whose value something waits for, as {@link CrashedMoves} has it.
 */
final class CrashedUses {
    /** The number of the list that uses none. */
    static final int NONE = 0;

    private static final long BYTES_PER_CLASS = 200;
    private static final int MANY = 256;

    private final OnlineTable table;
    private final Map<Integer, Integer> classOfTransition = new HashMap<>();
    private final List<Integer> transitions = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final Map<Object, List<Integer>> leaving = new HashMap<>();
    private boolean allFlow = true;
    private int[] available = new int[8];
    private final List<int[]> uses = new ArrayList<>(List.of(new int[0]));
    private final Map<List<Integer>, Integer> numbers = new HashMap<>(Map.of(List.of(), NONE));
    private long cells;

    CrashedUses(OnlineTable table) {
        this.table = table;
    }

    boolean isPresent() {
        return !transitions.isEmpty();
    }

    /** One more operation of unknown outcome has begun; one that changes nothing does not matter. */
    void add(int transition) {
        if (table.isReadOnly(transition)) {
            return;
        }
        Integer known = classOfTransition.get(transition);
        if (known == null) {
            known = transitions.size();
            classOfTransition.put(transition, known);
            transitions.add(transition);
            Flow flow = table.flow(transition);
            flows.add(flow);
            allFlow &= flow != null;
            if (flow != null) {
                leaving.computeIfAbsent(flow.leaves(), value -> new ArrayList<>()).add(known);
            }
            available = known == available.length ? Arrays.copyOf(available, known * 2) : available;
        }
        available[known]++;
    }

    /** Reaches all configurations that one more crashed operation leads to. */
    void addMoves(long mask, int state, int use, OnlinePartition partition) {
        int[] used = uses.get(use);
        for (int each : worthTrying(mask, used, partition)) {
            int next = table.step(state, transitions.get(each));
            if (isLeft(each, used) && next != StateTable.REFUSED && next != state) {
                partition.reach(mask, next, oneMore(used, each));
            }
        }
    }

    private boolean isLeft(int crashedClass, int[] used) {
        return available[crashedClass] > (crashedClass < used.length ? used[crashedClass] : 0);
    }

    private Iterable<Integer> worthTrying(long mask, int[] used, OnlinePartition partition) {
        Set<Object> awaited = new HashSet<>();
        boolean[] unknown = {!allFlow};
        partition.forEachWaiting(mask, transition -> {
            Flow flow = table.flow(transition);
            unknown[0] |= flow == null;
            if (flow != null && flow.needs() != Flow.NOTHING) {
                awaited.add(flow.needs());
            }
        });
        if (unknown[0]) {
            return IntStream.range(0, transitions.size()).boxed().toList();
        }
        List<Integer> found = new ArrayList<>();
        List<Object> todo = new ArrayList<>(awaited);
        while (!todo.isEmpty()) {
            for (int each : leaving.getOrDefault(todo.removeLast(), List.of())) {
                if (isLeft(each, used)) {
                    found.add(each);
                    Object needs = flows.get(each).needs();
                    if (needs != Flow.NOTHING && awaited.add(needs)) {
                        todo.add(needs);
                    }
                }
            }
        }
        return found;
    }

    private int oneMore(int[] used, int crashedClass) {
        int[] more = Arrays.copyOf(used, Math.max(used.length, crashedClass + 1));
        more[crashedClass]++;
        return number(more);
    }

    private int number(int[] counts) {
        List<Integer> list = Arrays.stream(counts).boxed().toList();
        Integer number = numbers.get(list);
        if (number == null) {
            number = uses.size();
            uses.add(counts);
            numbers.put(list, number);
            cells += counts.length;
        }
        return number;
    }

    /**
     * Keeps of configurations that differ in what they used alone those that no other makes superfluous. What all that are left have
     * used has happened: it is no longer there to be used.
     */
    void keepBest(ConfigurationSet frontier) {
        if (!isPresent() || uses.size() == 1) {
            return;
        }
        int size = frontier.size();
        boolean[] keep = new boolean[size];
        int[] states = new int[size];
        int[] lists = new int[size];
        Map<List<Long>, List<Integer>> bests = new HashMap<>();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            states[i] = frontier.state(i);
            lists[i] = frontier.uses(i);
            keep[i] = true;
            kept += keepAmong(bests.computeIfAbsent(List.of(frontier.mask(i), (long) states[i]), like -> new ArrayList<>()), i, lists, keep);
        }
        boolean tooMany = uses.size() > MANY;
        if (tooMany) {
            renumberUses(lists, keep);
        }
        if (tooMany || kept < size) {
            frontier.replace(states, lists, keep);
        }
    }

    /** Drops what others that are alike make superfluous; how many more are kept now. */
    private int keepAmong(List<Integer> bests, int place, int[] lists, boolean[] keep) {
        for (int other : bests) {
            if (isAtMost(uses.get(lists[other]), uses.get(lists[place]))) {
                keep[place] = false;
                return 0;
            }
        }
        int before = bests.size();
        bests.removeIf(other -> {
            keep[other] = !isAtMost(uses.get(lists[place]), uses.get(lists[other]));
            return !keep[other];
        });
        bests.add(place);
        return bests.size() - before;
    }

    private static boolean isAtMost(int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] > (i < b.length ? b[i] : 0)) {
                return false;
            }
        }
        return true;
    }

    private void renumberUses(int[] lists, boolean[] keep) {
        int[] common = null;
        for (int i = 0; i < lists.length; i++) {
            int[] used = uses.get(lists[i]);
            if (keep[i]) {
                common = common == null ? used.clone() : minimum(common, used);
            }
        }
        List<int[]> old = new ArrayList<>(uses);
        forgetUses();
        for (int i = 0; i < lists.length; i++) {
            if (keep[i]) {
                int[] left = old.get(lists[i]).clone();
                for (int c = 0; c < common.length; c++) {
                    left[c] -= common[c];
                }
                lists[i] = number(trimmed(left));
            }
        }
        for (int c = 0; c < common.length; c++) {
            available[c] -= common[c];
        }
    }

    private static int[] minimum(int[] a, int[] b) {
        int[] least = new int[Math.min(a.length, b.length)];
        Arrays.setAll(least, i -> Math.min(a[i], b[i]));
        return least;
    }

    private static int[] trimmed(int[] counts) {
        int length = counts.length;
        while (length > 0 && counts[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(counts, length);
    }

    private void forgetUses() {
        uses.clear();
        numbers.clear();
        cells = 0;
        number(new int[0]);
    }

    /** Transitions have other numbers now. */
    void renumber(IntUnaryOperator newNumber) {
        classOfTransition.clear();
        for (int i = 0; i < transitions.size(); i++) {
            transitions.set(i, newNumber.applyAsInt(transitions.get(i)));
            classOfTransition.put(transitions.get(i), i);
        }
    }

    /** Forgets all. */
    void clear() {
        classOfTransition.clear();
        transitions.clear();
        flows.clear();
        leaving.clear();
        forgetUses();
    }

    long bytes() {
        return transitions.size() * BYTES_PER_CLASS + cells * 28 + uses.size() * 80L;
    }
}
