package io.keelson.spec.certify;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** TLC's parser speaks on standard output; what it says matters only if it fails. */
final class Quietly {
    private Quietly() {}

    /** Does something while standard output is kept back. */
    static <T> T get(Supplier<T> work) {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            return work.get();
        } catch (RuntimeException failure) {
            throw new IllegalStateException("TLC: " + said.toString(StandardCharsets.UTF_8), failure);
        } finally {
            System.setOut(out);
        }
    }
}
