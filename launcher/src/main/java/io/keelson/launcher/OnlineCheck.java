package io.keelson.launcher;

import io.keelson.checker.engine.OnlineChecker;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EventSink;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.HistoryFormat;
import io.keelson.checker.history.HistoryReader;
import io.keelson.checker.history.Independent;
import io.keelson.checker.history.MalformedHistoryException;
import io.keelson.checker.history.NemesisEvent;
import io.keelson.checker.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/** Judges a history event by event, as it is read or as it grows, and stops at the first violation. */
final class OnlineCheck implements EventSink {
    /** Ends the reading where the verdict is known. */
    private static final class Violated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violated() {
            super(null, null, false, false);
        }
    }

    private final Model model;
    private final long memoryBytes;
    private final LongConsumer told;
    private final Set<Long> gone = new HashSet<>();
    private OnlineChecker checker;

    /**
     * A check that has yet to begin.
     *
     * @param told given the number of events so far, after each
     */
    OnlineCheck(Model model, long memoryBytes, LongConsumer told) {
        this.model = model;
        this.memoryBytes = memoryBytes;
        this.told = told;
    }

    /** Reads to the end, or to the first violation. */
    Verdict run(InputStream in, String source, HistoryFormat format, Independent independent) throws IOException {
        try {
            HistoryReader.stream(in, source, format, independent, this);
            if (checker != null) {
                checker.finish();
            }
        } catch (Violated violation) {
            // The verdict says so.
        }
        return verdict();
    }

    /** The verdict on what was read so far. */
    Verdict verdict() {
        return checker == null ? Verdict.VALID : checker.verdict();
    }

    /** How many operations have begun so far. */
    long operations() {
        return checker == null ? 0 : checker.operations();
    }

    @Override
    public void onClient(long process, EventType type, String f, Object key, Object value, long time, Object error, long order) {
        if (checker == null) {
            checker = new OnlineChecker(key == null ? model : model.perKey(), memoryBytes);
        }
        try {
            switch (type) {
                case INVOKE -> invoke(process, f, key, value);
                case OK -> checker.ok(process, value);
                case FAIL -> checker.fail(process);
                default -> {
                    checker.info(process);
                    gone.add(process);
                }
            }
        } catch (IllegalStateException mistake) {
            throw new MalformedHistoryException(mistake.getMessage());
        }
        told.accept(checker.events());
        if (checker.violation() != null) {
            throw new Violated();
        }
    }

    private void invoke(long process, String f, Object key, Object value) {
        if (gone.contains(process)) {
            throw new MalformedHistoryException("process " + process + " invokes :" + f
                + " after an :info; a process whose operation has an unknown outcome is gone, go on with a new process number");
        }
        checker.invoke(process, f, key, value);
    }

    @Override
    public void onNemesis(String process, EventType type, String f, Object value, long time) {
        // Faults constrain no verdict; an event of theirs that is no event is refused all the same.
        new NemesisEvent(0, process, type, f, value, time);
    }

    /** What was found so far, in one line. */
    String summary() {
        if (checker == null) {
            return "valid: 0 operations against " + model.name() + ", online engine";
        }
        String summary = checker.verdict().label() + ": " + checker.operations() + " operations against " + model.name() + ", online engine";
        if (checker.violation() != null) {
            return summary + "\nno order of the operations explains " + checker.violation();
        }
        return checker.reason() == null ? summary : summary + "\nunknown: " + checker.reason();
    }
}
