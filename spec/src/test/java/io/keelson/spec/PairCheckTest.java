package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Input;
import io.keelson.core.MemberSettings;
import io.keelson.core.Message;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java core is the spec: every pair that random walks of real members meet, evaluated by both. */
class PairCheckTest {
    private static final int LEAST_PAIRS = 5_000;

    /** Small limits, so that batches and windows are met; both kinds of election. */
    private static MemberSettings settings(boolean preVoteAndCheckQuorum) {
        return new MemberSettings(10, 1, 2, 1 << 20, 3, preVoteAndCheckQuorum, preVoteAndCheckQuorum);
    }

    @Test
    void everyStepOfTheCoreIsAStepOfTheSpec() {
        TreeSet<String> met = new TreeSet<>();
        int total = check(settings(true), 3, 250, met) + check(settings(false), 3, 100, met) + check(settings(true), 1, 30, met);
        System.out.println("pairs " + total + " compared between core and spec, by " + met.size() + " operators");
        assertTrue(total >= LEAST_PAIRS, "only " + total + " pairs");
        assertEquals(everyOperator(), met);
    }

    @Test
    void aRuleThatIsMissingOnOneSideIsSeenInItsHandler() {
        assertEquals(List.of("OnRequestVote"), disagreeing("VoteTwice"));
        assertEquals(List.of("OnAppendEntries"), disagreeing("EchoStaleRound"));
    }

    private static List<String> disagreeing(String broken) {
        try (SpecFiles files = SpecFiles.unpack()) {
            return List.copyOf(new PairCheck(settings(false), 3, 7, broken).run(files, 20).disagreements().keySet());
        }
    }

    private static int check(MemberSettings settings, long members, int walks, TreeSet<String> met) {
        try (SpecFiles files = SpecFiles.unpack()) {
            PairCheck.Report report = new PairCheck(settings, members, 7).run(files, walks);
            System.out.println("pairs of " + members + " members " + report.pairs());
            assertTrue(
                    report.disagreements().isEmpty(),
                    () -> report.disagreements() + "\n" + String.join("\n\n", report.differences()));
            met.addAll(report.pairs().keySet());
            return report.total();
        }
    }

    private static TreeSet<String> everyOperator() {
        TreeSet<String> operators = new TreeSet<>();
        operators.add("Restart");
        Stream.concat(Stream.of(Input.class.getPermittedSubclasses()), Stream.of(Message.class.getPermittedSubclasses()))
                .filter(type -> type != Input.Receive.class)
                .forEach(type -> operators.add("On" + type.getSimpleName()));
        return operators;
    }
}
