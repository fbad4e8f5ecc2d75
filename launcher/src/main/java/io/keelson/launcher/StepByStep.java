package io.keelson.launcher;

import io.keelson.simulation.world.Trace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Shows a run event by event: Enter is the next one, a number so many, {@code n2} all up to the next of that node, {@code end} the rest. */
final class StepByStep implements Trace.Appender {
    private final BufferedReader answers;
    private final PrintWriter out;
    private long free;
    private String awaited;
    private boolean toTheEnd;

    StepByStep(InputStream answers, PrintWriter out) {
        this.answers = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
        this.out = out;
    }

    @Override
    public void line(String line) {
        out.println(line);
        boolean goesOn = toTheEnd || --free > 0 || (awaited != null && !line.contains(" " + awaited + " "));
        if (!goesOn) {
            out.flush();
            ask();
        }
    }

    private void ask() {
        awaited = null;
        try {
            String answer = answers.readLine();
            String word = answer == null ? "end" : answer.strip();
            toTheEnd = word.equals("end");
            awaited = word.matches("n[1-9]") ? word : null;
            free = word.matches("\\d{1,9}") ? Long.parseLong(word) : 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
