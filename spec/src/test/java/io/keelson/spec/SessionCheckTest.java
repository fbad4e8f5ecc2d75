package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import io.keelson.node.session.SessionMachine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;

/** {@link SessionMachine} does what the operator {@code Apply} of {@code RaftSessions} says: each outcome of each small log, and of many longer ones. */
class SessionCheckTest {
    private static final int LENGTH = 4;
    private static final int LATEST = 2;
    private static final int LONGER = 14;
    private static final int LONGER_LOGS = 3_000;

    @Test
    void everyOutcomeOfTheMachineIsTheSpecs() {
        Comparison comparison = compared("");
        System.out.println("sessions: " + comparison.logs + " logs compared between code and spec, " + comparison.asked + " steps of the spec");
        assertEquals("", comparison.firstDifference);
        assertTrue(comparison.logs > 200_000, "only " + comparison.logs + " logs");
    }

    @Test
    void aRuleThatIsMissingOnOneSideIsSeen() {
        for (String broken : List.of("SessionCreatedAgain", "LeaderRemembers", "TimeFallsBack")) {
            assertNotEquals("", compared(broken).firstDifference, broken);
        }
    }

    private static Comparison compared(String broken) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try (SpecFiles files = SpecFiles.unpack()) {
            Comparison comparison = new Comparison(new SessionOracle(files, broken));
            comparison.everyLog(new ArrayList<>(), comparison.oracle.empty(), new ArrayList<>());
            comparison.longerLogs();
            return comparison;
        } finally {
            System.setOut(out);
        }
    }

    /** Compares until the first difference. */
    private static final class Comparison {
        private final SessionOracle oracle;
        private final List<SessionEntry> entries = entries();
        private String firstDifference = "";
        private long logs;
        private int asked;

        Comparison(SessionOracle oracle) {
            this.oracle = oracle;
        }

        private static List<SessionEntry> entries() {
            List<SessionEntry> entries = new ArrayList<>(List.of(new SessionEntry.Noop()));
            for (int wall = 0; wall <= LATEST; wall++) {
                entries.add(new SessionEntry.Command(wall));
                entries.add(new SessionEntry.Open(wall, 1));
                entries.add(new SessionEntry.Open(wall, 2));
                for (int session = 1; session <= 2; session++) {
                    entries.add(new SessionEntry.InSession(wall, session, 1));
                    entries.add(new SessionEntry.InSession(wall, session, 2));
                }
            }
            return entries;
        }

        /** Every continuation of a log, whose outcomes by the spec are known. */
        private void everyLog(List<SessionEntry> log, SessionOracle.Machine machine, List<String> expected) {
            if (log.size() == LENGTH) {
                compare(log, expected);
                return;
            }
            for (SessionEntry entry : entries) {
                if (!firstDifference.isEmpty()) {
                    return;
                }
                SessionOracle.Applied applied = oracle.apply(machine, log.size() + 1, entry);
                log.add(entry);
                expected.add(inSpec(applied.outcome()));
                everyLog(log, applied.after(), expected);
                log.removeLast();
                expected.removeLast();
            }
        }

        private void longerLogs() {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
            for (int i = 0; i < LONGER_LOGS && firstDifference.isEmpty(); i++) {
                List<SessionEntry> log = new ArrayList<>();
                List<String> expected = new ArrayList<>();
                SessionOracle.Machine machine = oracle.empty();
                while (log.size() < LONGER) {
                    // Clocks go on, now and then back.
                    int wall = Math.max(0, log.size() / 4 - random.nextInt(2));
                    SessionEntry entry = random(random, wall, log.size());
                    SessionOracle.Applied applied = oracle.apply(machine, log.size() + 1, entry);
                    log.add(entry);
                    expected.add(inSpec(applied.outcome()));
                    machine = applied.after();
                }
                compare(log, expected);
            }
        }

        private static SessionEntry random(RandomGenerator random, int wall, int length) {
            return switch (random.nextInt(8)) {
                case 0 -> new SessionEntry.Noop();
                case 1 -> new SessionEntry.Command(wall);
                case 2, 3 -> new SessionEntry.Open(wall, 1 + random.nextInt(2));
                default -> new SessionEntry.InSession(wall, 1 + random.nextInt(length + 1), 1 + random.nextInt(3));
            };
        }

        private void compare(List<SessionEntry> log, List<String> expected) {
            logs++;
            asked = oracle.asked();
            SessionMachine code = new SessionMachine(new Counter());
            for (int i = 0; i < log.size(); i++) {
                String outcome = inCode(code.apply(log.get(i).inCode(i + 1)));
                if (!outcome.equals(expected.get(i))) {
                    firstDifference = "of " + log + " the entry " + (i + 1) + " is told " + outcome + ", by the spec " + expected.get(i);
                    return;
                }
            }
        }
    }

    private static String inSpec(RecordValue outcome) {
        String result = word(outcome, "result");
        return switch (result) {
            case "Done" -> "Done " + word(outcome, "index") + " " + word(outcome, "answer");
            case "Refused" -> "Refused " + word(outcome, "reason");
            default -> result;
        };
    }

    private static String word(RecordValue record, String field) {
        return record.select(new StringValue(field)).toString().replace("\"", "");
    }

    private static String inCode(Outcome<Bytes> outcome) {
        return switch (outcome) {
            case null -> "None";
            case Outcome.Done<Bytes> done -> "Done " + done.index() + " " + (done.value().length() == 0 ? 0 : done.value().at(0));
            case Outcome.Refused<Bytes> refused -> "Refused " + (refused.reason().contains("expired") ? "Expired" : "Forgotten");
            default -> outcome.toString();
        };
    }

    /** Counts what it applies, and answers with the count. */
    private static final class Counter implements StateMachine {
        private byte count;

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            return Bytes.wrap(new byte[] {++count});
        }
    }
}
