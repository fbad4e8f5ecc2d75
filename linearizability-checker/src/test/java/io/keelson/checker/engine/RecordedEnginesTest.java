package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clojure.lang.Keyword;
import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.RecordedHistories;
import io.keelson.checker.RecordedHistories.Recorded;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.HistoryReader;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every engine on every recorded history: one verdict, the recorded one, and one operation at fault. */
class RecordedEnginesTest {
    private static final Budget BUDGET = Budget.ofConfigurations(1_000_000);
    /** Fifty clients' key-value log takes the other engines many seconds; the native one has to do. */
    private static final int HARD = 1_000;

    @Test
    void onEtcdsLogs() throws IOException {
        agree(RecordedHistories.family("etcd-jepsen"), Models.casRegister(), 100);
    }

    @Test
    void onKnossosData() throws IOException {
        agree(RecordedHistories.family("knossos-cas-register"), Models.casRegister(), 60);
        agree(RecordedHistories.family("knossos-multi-register"),
            Models.multiRegister(Map.of(Keyword.intern("x"), 0, Keyword.intern("y"), 0)), 1);
    }

    @Test
    void onPorcupinesKeyValueLogs() throws IOException {
        agree(RecordedHistories.family("kv-append"), Models.keyValue(""), 3);
    }

    @Test
    void onFastlinsQueuesAndStacks() throws IOException {
        List<Recorded> rows = RecordedHistories.family("fastlin");
        assertEquals(5, rows.size());
        for (Recorded row : rows) {
            agree(row, fastlin(row.file()), row.model().startsWith("queue") ? Models.queue() : Models.stack());
        }
    }

    private static void agree(List<Recorded> rows, Model model, int atLeast) throws IOException {
        assertTrue(rows.size() >= atLeast, "only " + rows.size() + " files");
        for (Recorded row : rows) {
            agree(row, HistoryReader.read(row.file()), model);
        }
    }

    private static void agree(Recorded row, History history, Model model) {
        Verdict verdict = row.valid() ? Verdict.VALID : Verdict.INVALID;
        CheckResult result = LinearizabilityChecker.check(history, model, BUDGET);
        assertEquals(verdict, result.verdict(), row::toString);
        if (history.operations().size() > HARD) {
            return;
        }
        assertEquals(verdict, LinearizabilityChecker.check(history, model, BUDGET, new NativeEngine(false, Integer.MAX_VALUE)).verdict(), row::toString);
        assertEquals(verdict, LinearizabilityChecker.check(history, model, BUDGET, new NativeEngine(false, 1)).verdict(), row::toString);
        Engine witness = new WitnessEngine(operation -> operation.completed(), new NativeEngine());
        assertEquals(verdict, LinearizabilityChecker.check(history, model, BUDGET, witness).verdict(), row::toString);
        if (history.operations().stream().noneMatch(model::tiesKeys)) {
            online(row, history, model, result);
        }
    }

    private static void online(Recorded row, History history, Model model, CheckResult result) {
        OnlineChecker online = new OnlineChecker(model, 1L << 28);
        EventFeed.feed(history, online);
        assertEquals(result.verdict(), online.finish(), row::toString);
        if (result.verdict() == Verdict.INVALID) {
            // A violation counts the events of clients; an operation counts a nemesis' events as well.
            int first = result.partitions().stream().filter(partition -> partition.verdict() == Verdict.INVALID)
                .mapToInt(partition -> partition.stuck().completed()).min().orElseThrow();
            assertEquals(first, history.events().get((int) online.violation().completed()).index(), row::toString);
        }
    }

    /** Lines {@code method value start end}; where a start and an end are at one moment, the end comes first. */
    private static History fastlin(Path file) throws IOException {
        record At(int time, boolean begins, long process, String f, Long value) {
        }
        List<At> events = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            String f = words[0].equals("enq") ? "enqueue" : words[0].equals("deq") ? "dequeue" : words[0];
            long process = events.size();
            events.add(new At(Integer.parseInt(words[2]), true, process, f, Long.valueOf(words[1])));
            events.add(new At(Integer.parseInt(words[3]), false, process, f, Long.valueOf(words[1])));
        }
        events.sort(Comparator.comparingInt(At::time).thenComparing(At::begins));
        History.Builder builder = History.builder();
        for (At event : events) {
            boolean takes = event.f().equals("dequeue") || event.f().equals("pop");
            builder.add(event.process(), event.begins() ? EventType.INVOKE : EventType.OK, event.f(), null,
                event.begins() && takes ? null : event.value(), event.time(), null);
        }
        return builder.build();
    }
}
