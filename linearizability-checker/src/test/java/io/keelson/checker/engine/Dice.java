package io.keelson.checker.engine;

/** Small choices drawn from one number, so that a list of numbers is a history and shrinks as one. */
final class Dice {
    private int left;

    Dice(int number) {
        left = number;
    }

    /** A number from 0 to below {@code sides}. */
    int roll(int sides) {
        int face = left % sides;
        left /= sides;
        return face;
    }
}
