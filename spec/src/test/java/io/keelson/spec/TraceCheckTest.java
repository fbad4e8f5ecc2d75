package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Configuration;
import io.keelson.core.HardState;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import io.keelson.spec.RecordedRun.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Recorded runs are behaviours of the spec, and a run with one wrong step is refused at that step. */
class TraceCheckTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int STEPS = 400;
    private static final int SHORT = 120;
    private static final List<String> HAPPENINGS = List.of(
            "ElectionTimeout", "ReceivePreVote", "ReceivePreVoteResponse", "ReceiveRequestVote", "ReceiveRequestVoteResponse", "HeartbeatDue",
            "Propose", "ReceiveAppendEntries", "ReceiveAppendEntriesResponse", "ReadIndex", "ReceiveReadIndexRequest", "ReceiveReadIndexResponse",
            "ChangeMembership", "Compact", "ReceiveInstallSnapshot", "ReceiveInstallSnapshotResponse", "TransferLeadership", "Persisted", "Crash");

    private static final SpecFiles FILES = SpecFiles.unpack();

    @AfterAll
    static void close() {
        FILES.close();
    }

    @Test
    void aRecordedRunIsABehaviourOfTheSpec() throws InterruptedException {
        assertEquals(new TraceCheck.Outcome(STEPS, ""), TraceCheck.check(eventful(STEPS), FILES, LIMIT));
    }

    private static RecordedRun record(int steps, long seed) {
        return RunRecorder.record(TraceCheck.settings(FILES), steps, seed);
    }

    /** A run that comes to something, or else it would say little that the run is allowed. */
    private static RecordedRun eventful(int steps) {
        return IntStream.rangeClosed(1, 500)
                .mapToObj(seed -> record(steps, seed))
                .filter(TraceCheckTest::comesToSomething)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no run comes to something"));
    }

    private static boolean comesToSomething(RecordedRun run) {
        TreeSet<String> happened = new TreeSet<>();
        run.steps().forEach(step -> happened.add(step.what()));
        long leaders = run.steps().stream()
                .filter(step -> step.after().role() == Role.LEADER)
                .map(step -> step.after().hardState().term())
                .distinct()
                .count();
        return happened.containsAll(HAPPENINGS) && leaders >= 2 && run.steps().stream().anyMatch(step -> step.after().commitIndex() >= 5);
    }

    private static RecordedRun with(RecordedRun run, int number, UnaryOperator<Step> wrong) {
        List<Step> steps = new ArrayList<>(run.steps());
        steps.set(number - 1, wrong.apply(steps.get(number - 1)));
        return new RecordedRun(steps);
    }

    private static int first(RecordedRun run, String what, int from) {
        for (int number = from; number <= run.steps().size(); number++) {
            if (run.steps().get(number - 1).what().equals(what)) {
                return number;
            }
        }
        throw new AssertionError("no " + what);
    }

    private static void isRefusedAt(int number, RecordedRun run) throws InterruptedException {
        TraceCheck.Outcome outcome = TraceCheck.check(run, FILES, LIMIT);
        assertEquals(number - 1, outcome.allowedSteps(), outcome.problem());
        assertTrue(outcome.problem().startsWith("step " + number + " is no step of the spec: "), outcome.problem());
    }

    @Test
    void aMessageThatLeavesBeforeItsWriteIsDurableIsRefused() throws InterruptedException {
        RecordedRun run = record(SHORT, 1);
        int number = 1 + IntStream.range(20, SHORT)
                .filter(k -> holdsBack(run.steps().get(k)))
                .findFirst()
                .orElseThrow();
        isRefusedAt(number, with(run, number, step -> {
            List<Message> sent = new ArrayList<>(step.sent());
            step.after().pendingWrites().forEach(pending -> sent.addAll(pending.sendAfterPersist()));
            return new Step(step.what(), step.member(), step.after(), step.disk(), sent, step.served(), step.asked());
        }));
    }

    private static boolean holdsBack(Step step) {
        return step.after().pendingWrites().stream().anyMatch(pending -> !step.sent().containsAll(pending.sendAfterPersist()));
    }

    @Test
    void aDiskThatForgetsIsRefused() throws InterruptedException {
        RecordedRun run = record(SHORT, 1);
        int number = first(run, "Persisted", 40);
        isRefusedAt(number, with(run, number, step -> {
            Recovered forgetful = new Recovered(HardState.INITIAL, step.disk().base(), step.disk().entries());
            return new Step(step.what(), step.member(), step.after(), forgetful, step.sent(), step.served(), step.asked());
        }));
    }

    @Test
    void aStepOfAnotherMemberIsRefused() throws InterruptedException {
        RecordedRun run = record(SHORT, 1);
        int number = first(run, "ReceivePreVoteResponse", 10);
        long other = 1 + run.steps().get(number - 1).member() % 3;
        isRefusedAt(number, with(run, number, step -> new Step(
                step.what(), other, MemberState.restarted(GlobalState.identity(other), Recovered.nothing(Configuration.of(1, 2))),
                step.disk(), step.sent(), step.served(), step.asked())));
    }
}
