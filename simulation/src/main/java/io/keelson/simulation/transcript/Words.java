package io.keelson.simulation.transcript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The words of one command, taken from the front. What is wrong with them is told by {@link IllegalArgumentException}s. */
final class Words {
    private final ArrayDeque<String> left;

    Words(String command) {
        left = new ArrayDeque<>(List.of(command.strip().split("\\s+")));
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** The next word, null if there is none. It stays. */
    String peek() {
        return left.peek();
    }

    /** Takes the next word; {@code what} says what it should have been. */
    String next(String what) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("expected " + what + " at the end of the line");
        }
        return left.remove();
    }

    /** Takes the next word if it is this one. */
    boolean accept(String word) {
        if (word.equals(left.peek())) {
            left.remove();
            return true;
        }
        return false;
    }

    int number(String what) {
        return parse(next(what), what);
    }

    /** Takes the next word if it is a number. */
    int numberOr(int otherwise) {
        return isNumber(left.peek()) ? Integer.parseInt(left.remove()) : otherwise;
    }

    /** Takes all the numbers that follow. */
    List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        while (isNumber(left.peek())) {
            numbers.add(Long.parseLong(left.remove()));
        }
        return numbers;
    }

    /** Takes every word that is left. */
    List<String> rest() {
        List<String> rest = new ArrayList<>(left);
        left.clear();
        return rest;
    }

    /** Everything must have been understood. */
    void end() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + String.join(" ", left));
        }
    }

    static boolean isNumber(String word) {
        return word != null && word.matches("\\d{1,9}");
    }

    static int parse(String word, String what) {
        if (!isNumber(word)) {
            throw new IllegalArgumentException("expected " + what + ", found " + word);
        }
        return Integer.parseInt(word);
    }
}
