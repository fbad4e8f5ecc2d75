package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Transitions as small integers, in order of first sight, found from an operation without making an object where they are known. */
final class TransitionTable {
    private final List<Transition> transitions = new ArrayList<>();
    private int[] hashes = new int[16];
    /** In each place the number of a transition plus one, or 0. */
    private int[] table = new int[32];

    int size() {
        return transitions.size();
    }

    Transition get(int number) {
        return transitions.get(number);
    }

    /** The number of what an operation does. */
    int number(Operation operation) {
        return number(operation.f(), operation.key(), operation.input(), operation.output(), operation.isOk());
    }

    int number(String f, Object key, Object input, Object output, boolean known) {
        int hash = f.hashCode() + (known ? 1 : 0) + (key == null ? 0 : Mix.spread(key.hashCode()));
        int inputHash = Objects.hashCode(input);
        hash = Mix.spread(hash * 31 + inputHash);
        hash = Mix.spread(hash * 31 + (output == input ? inputHash : Objects.hashCode(output)));
        int mask = table.length - 1;
        int place = hash & mask;
        for (; table[place] != 0; place = place + 1 & mask) {
            int number = table[place] - 1;
            if (hashes[number] == hash && isSame(transitions.get(number), f, key, input, output, known)) {
                return number;
            }
        }
        return add(new Transition(f, key, input, output, known), hash, place);
    }

    private static boolean isSame(Transition transition, String f, Object key, Object input, Object output, boolean known) {
        return transition.known() == known && transition.f().equals(f) && isSame(transition.key(), key) && isSame(transition.input(), input)
            && isSame(transition.output(), output);
    }

    private static boolean isSame(Object a, Object b) {
        return a == b || a != null && a.equals(b);
    }

    private int add(Transition transition, int hash, int place) {
        int number = transitions.size();
        transitions.add(transition);
        if (number == hashes.length) {
            hashes = Arrays.copyOf(hashes, number * 2);
        }
        hashes[number] = hash;
        table[place] = number + 1;
        if (transitions.size() * 2 > table.length) {
            grow();
        }
        return number;
    }

    private void grow() {
        table = new int[table.length * 2];
        int mask = table.length - 1;
        for (int number = 0; number < transitions.size(); number++) {
            int place = hashes[number] & mask;
            while (table[place] != 0) {
                place = place + 1 & mask;
            }
            table[place] = number + 1;
        }
    }

    long bytes() {
        return table.length * 4L + hashes.length * 4L + transitions.size() * 44L;
    }
}
