package io.keelson.bench.checker;

import io.keelson.bench.checker.CheckerCase.Judged;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.HistoryReader;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The cases that judge histories in memory. What others need is quoted from measurements of another day on a like machine. */
final class CheckerCases {
    /**
     * A case by name; its histories are made when it is its turn.
     *
     * @param name what it is called
     * @param history makes it
     */
    record Maker(String name, Supplier<CheckerCase> history) {
        CheckerCase make() {
            return history.get();
        }
    }

    private static final Model REGISTER = Models.register();

    private CheckerCases() {
    }

    static List<Maker> all(Path histories) {
        List<Maker> makers = new ArrayList<>();
        if (histories != null) {
            makers.add(new Maker("etcd logs", () -> etcd(histories, false)));
            makers.add(new Maker("worst etcd log", () -> etcd(histories, true)));
        }
        add(makers, "30,000 unique writes and reads, one key", "Porcupine 4.5 s, 2.5 GB", 15, 4, () -> valid(
            BusyClients.operations(1, 30_000, 10, 0, new Targets.UniqueRegister()), REGISTER));
        add(makers, "1,000,000 read-modify-writes, one key, 10 clients", "fptlin (C++) 9.1 s", 600, 250, () -> valid(
            BusyClients.operations(2, 1_000_000, 10, 0, new Targets.ReadModifyWrite(5)), Models.casRegister(0)));
        add(makers, "1,000,000 unambiguous queue operations", "fastlin (C++) 1.15 s", 1_100, 500, () -> valid(
            BusyClients.operations(3, 1_000_000, 10, 0, new Targets.UniqueQueue()), Models.queue()));
        add(makers, "half of 2,000 operations crashed", "Porcupine 33 ms", 4, 1, () -> valid(
            BusyClients.operations(4, 2_000, 8, 0.5, new Targets.SmallCasRegister(5)), Models.casRegister()));
        add(makers, "9,000 operations like real Redis runs, valid", "Porcupine 62 ms; Knossos 0.5 s", 5, 1, () -> valid(
            BusyClients.operations(5, 9_000, 10, 0, new Targets.UniqueRegister()), REGISTER));
        add(makers, "9,000 operations like real Redis runs, invalid", "Porcupine 0.7 to 13 s; Knossos 3.5 s to never", 5, 1, () -> new Judged(
            withStaleRead(BusyClients.operations(6, 9_000, 10, 0, new Targets.UniqueRegister())), REGISTER, Verdict.INVALID));
        return makers;
    }

    private static void add(List<Maker> makers, String name, String quoted, double must, double aim, Supplier<Judged> history) {
        makers.add(new Maker(name, () -> new CheckerCase(name, quoted, must, aim, List.of(history.get()), false)));
    }

    private static Judged valid(List<Operation> operations, Model model) {
        return new Judged(operations, model, Verdict.VALID);
    }

    /** Near the end a read sees what was overwritten long before. */
    private static List<Operation> withStaleRead(List<Operation> operations) {
        Object stale = operations.stream().filter(operation -> operation.f().equals("write")).skip(100).findFirst().orElseThrow().input();
        List<Operation> wrong = new ArrayList<>(operations);
        for (int i = wrong.size() * 9 / 10; i < wrong.size(); i++) {
            Operation o = wrong.get(i);
            if (o.f().equals("read")) {
                wrong.set(i, new Operation(o.id(), o.process(), o.f(), o.key(), o.input(), stale, EventType.OK, o.invoked(), o.completed(),
                    o.invokedAt(), o.completedAt(), null));
                return wrong;
            }
        }
        throw new IllegalStateException("no read");
    }

    /** All of etcd's logs that are there, with the verdicts that the manifest has. */
    private static CheckerCase etcd(Path histories, boolean worstOnly) {
        Map<String, Verdict> verdicts = verdicts(histories);
        List<Judged> judged = new ArrayList<>();
        try (var files = Files.list(histories.resolve("etcd-jepsen"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log")).sorted().toList()) {
                judged.add(new Judged(HistoryReader.read(file).operations(), Models.casRegister(),
                    verdicts.get("etcd-jepsen/" + file.getFileName())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The limits are for all 102 logs; of those that are here, the same part of them.
        double share = judged.size() / 102.0;
        return worstOnly ? new CheckerCase("worst etcd log", "Porcupine 463 ms (165 with a state hash)", 4, 1, judged, true)
            : new CheckerCase(judged.size() + " of the 102 etcd logs", "all 102: Porcupine 1,270 ms (490 with a state hash); Knossos 16.8 s for 99, 3 never end",
                30 * share, 5 * share, judged, false);
    }

    private static Map<String, Verdict> verdicts(Path histories) {
        Map<String, Verdict> verdicts = new HashMap<>();
        try {
            for (String line : Files.readAllLines(histories.resolve("MANIFEST.tsv"))) {
                String[] fields = line.split("\t");
                if (fields[5].equals("valid") || fields[5].equals("invalid")) {
                    verdicts.put(fields[0], fields[5].equals("valid") ? Verdict.VALID : Verdict.INVALID);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return verdicts;
    }
}
