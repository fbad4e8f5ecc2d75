package io.keelson.spec.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Input;
import io.keelson.core.Message;
import io.keelson.spec.PairExplorer;
import io.keelson.spec.SpecFiles;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java core is the spec: every step of random walks of real members, everything that time and clients may do on the way, and the box. */
class CertifierTest {
    private static final int LEAST_PAIRS = 200_000;
    private static final PairExplorer.Bounds BOUNDS = new PairExplorer.Bounds(6, 7, 3, 300);

    @Test
    void everyStepOfTheCoreIsAStepOfTheSpec() {
        Certificate all = certificate(Group.small(3, true), 300, 70_000)
                .plus(certificate(Group.small(3, false), 150, 50_000))
                .plus(certificate(Group.small(5, true), 100, 30_000))
                .plus(certificate(Group.small(1, true), 30, 5_000));
        System.out.println("certified " + all.total() + " of " + all.pairs() + " in " + all.cpuSeconds() + " CPU-seconds");
        assertTrue(all.agrees(), () -> all.disagreements() + "\n" + all.differences());
        assertTrue(all.total().compared() >= LEAST_PAIRS, () -> "only " + all.total());
        assertEquals(everyOperator(), all.pairs().keySet());
    }

    @Test
    void aRuleThatTheSpecLeavesOutIsSeenInItsOperator() {
        assertTrue(disagreements("VoteTwice").containsKey("OnRequestVote"));
        assertTrue(disagreements("VoteWithoutLogCheck").containsKey("OnRequestVote"));
        assertTrue(disagreements("TellBeforeDurable").containsKey("OnElectionTimeout"));
        assertTrue(disagreements("AcknowledgeBeforeDurable").containsKey("OnAppendEntries"));
        assertTrue(disagreements("CountBeforeDurable").containsKey("OnAppendEntriesResponse"));
        assertTrue(disagreements("CountSelfBeforeDurable").containsKey("OnElectionTimeout"));
        assertTrue(disagreements("CommitOldTerm").containsKey("OnAppendEntriesResponse"));
        assertTrue(disagreements("DurableIndexStays").containsKey("OnPersisted"));
        assertTrue(disagreements("MatchIndexFalls").containsKey("OnAppendEntriesResponse"));
        assertTrue(disagreements("ReadBeforeCommit").containsKey("OnReadIndex"));
        assertTrue(disagreements("EchoStaleRound").containsKey("OnAppendEntries"));
    }

    @Test
    void aDifferenceNamesOperatorAndHandlerAndSaysWhatDiffers() {
        try (SpecFiles files = SpecFiles.unpack()) {
            Certifier certifier = new Certifier(files, Group.small(3, false), Bound.DEFAULT, 0, "VoteTwice");
            Box box = new Box(Group.small(3, false), 1);
            for (int k = 0; k < 5_000; k++) {
                certifier.offer(box.next(), Source.BOX);
            }
            String difference = certifier.finish().differences().get(0).toString();
            assertTrue(difference.startsWith("OnRequestVote (spec) and Elections.onRequestVote (core) disagree on a step of the box:\n  state  ["), difference);
            assertTrue(difference.contains("votedFor\n    spec s"), difference);
        }
    }

    @Test
    void beyondTheBoundASampleIsTakenThatDoesNotDependOnTheOrder() {
        try (SpecFiles files = SpecFiles.unpack()) {
            Tally one = sampled(files, 300);
            assertEquals(300, one.sampled());
            assertTrue(one.beyond() > 1_000, one::toString);
            assertEquals(0, one.pairs());
            assertEquals(one.beyond(), sampled(files, 1_000_000).sampled());
        }
    }

    private static Tally sampled(SpecFiles files, int budget) {
        Group group = Group.small(3, true);
        Certifier certifier = new Certifier(files, group, new Bound(0, 0), budget);
        Box box = new Box(group, 3);
        for (int k = 0; k < 2_000; k++) {
            certifier.offer(box.next(), Source.BOX);
        }
        Certificate certificate = certifier.finish();
        assertTrue(certificate.agrees(), () -> "" + certificate.differences());
        return certificate.total();
    }

    private static SortedMap<String, Long> disagreements(String broken) {
        try (SpecFiles files = SpecFiles.unpack()) {
            Certifier certifier = new Certifier(files, Group.small(3, false), Bound.DEFAULT, 0, broken);
            return certify(certifier, Group.small(3, false), 15, 12_000).disagreements();
        }
    }

    private static Certificate certificate(Group group, int walks, int box) {
        try (SpecFiles files = SpecFiles.unpack()) {
            return certify(new Certifier(files, group, Bound.DEFAULT, 1_000), group, walks, box);
        }
    }

    private static Certificate certify(Certifier certifier, Group group, int walks, int steps) {
        new PairExplorer(group.settings(), group.members(), BOUNDS, 7, pair -> {
            certifier.offer(pair, Source.WALK);
            certifier.offerEveryInput(pair.before());
        }).walk(walks);
        Box box = new Box(group, 7);
        for (int k = 0; k < steps; k++) {
            certifier.offer(box.next(), Source.BOX);
        }
        return certifier.finish();
    }

    private static TreeSet<String> everyOperator() {
        TreeSet<String> operators = new TreeSet<>(List.of("Restart"));
        Stream.concat(Stream.of(Input.class.getPermittedSubclasses()), Stream.of(Message.class.getPermittedSubclasses()))
                .filter(type -> type != Input.Receive.class)
                .forEach(type -> operators.add("On" + type.getSimpleName()));
        return operators;
    }
}
