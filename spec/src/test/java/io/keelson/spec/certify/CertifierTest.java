package io.keelson.spec.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Input;
import io.keelson.core.Message;
import io.keelson.spec.PairExplorer;
import io.keelson.spec.SpecFiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java core is the spec: every step of random walks of real members, everything that time and clients may do on the way, and the box. */
class CertifierTest {
    private static final int PAIRS = 300_000;
    private static final int LEAST_RULES = 20;
    private static final int SMALL_BOX = 4_000;
    private static final int LARGE_BOX = 320_000;
    private static final int WALKS = 8;

    /** Some rules, and the operator in which it must be seen that one is missing. */
    private static final Map<String, String> SEEN_IN = Map.of(
            "VoteTwice", "OnRequestVote",
            "AcknowledgeBeforeDurable", "OnAppendEntries",
            "ReadBeforeCommit", "OnReadIndex",
            "DurableIndexStays", "OnPersisted",
            "LeaderResumes", "Restart");

    private static final PairExplorer.Bounds BOUNDS = new PairExplorer.Bounds(6, 7, 3, 300);

    @Test
    void everyStepOfTheCoreIsAStepOfTheSpec() {
        Certificate all;
        try (SpecFiles files = SpecFiles.unpack()) {
            all = Certification.run(files, 7, PAIRS, compared -> {});
        }
        System.out.printf(Locale.ROOT, "certified %,d pairs, which stand for %,d steps, in %.1f CPU-seconds; %d branches of the spec%n",
                all.total().compared(), all.total().steps(), all.cpuSeconds(), all.branches().size());
        assertTrue(all.agrees(), () -> all.disagreements() + "\n" + all.differences());
        assertTrue(all.total().compared() >= PAIRS, () -> "only " + all.total());
        assertEquals(everyOperator(), all.pairs().keySet());
        assertEquals(List.of(), UnmetBranches.load().complaints(all.branches()));
    }

    @Test
    void eachRuleThatTheSpecLeavesOutIsSeen() {
        // Four members: with an odd number half of them cannot be confused with a majority.
        Group group = Group.small(4, false);
        Map<String, Boolean> seen = new TreeMap<>();
        try (SpecFiles files = SpecFiles.unpack()) {
            Certifier certifier = new Certifier(files, group, Bound.DEFAULT, 0);
            for (String rule : rules(certifier)) {
                certifier.beginAgainWithout(rule);
                seen.put(rule, isSeen(certifier, group, SEEN_IN.getOrDefault(rule, "")));
            }
        }
        assertTrue(seen.size() >= LEAST_RULES, seen::toString);
        assertTrue(seen.keySet().containsAll(SEEN_IN.keySet()), seen::toString);
        assertEquals(List.of(), seen.keySet().stream().filter(rule -> !seen.get(rule)).toList());
    }

    /**
     * Says whether a step differs, of this operator or, if it is empty, of any: a difference is looked for in the box, then on walks, and at last, since some rules matter in few
     * states only, in a large box.
     */
    private static boolean isSeen(Certifier certifier, Group group, String operator) {
        BooleanSupplier seen = () -> operator.isEmpty() ? !certifier.disagreeing().isEmpty() : certifier.disagreeing().contains(operator);
        Box box = new Box(group, 7);
        for (int k = 0; k < SMALL_BOX && !seen.getAsBoolean(); k++) {
            certifier.offer(box.next(), Source.BOX);
        }
        for (int walk = 0; walk < WALKS && !seen.getAsBoolean(); walk++) {
            walk(certifier, group, 7 + walk, 1);
        }
        for (int k = SMALL_BOX; k < LARGE_BOX && !seen.getAsBoolean(); k++) {
            certifier.offer(box.next(), Source.BOX);
        }
        return seen.getAsBoolean();
    }

    @Test
    void aDifferenceNamesOperatorAndHandlerAndSaysWhatDiffers() {
        Group group = Group.small(3, false);
        try (SpecFiles files = SpecFiles.unpack()) {
            Certifier certifier = new Certifier(files, group, Bound.DEFAULT, 0);
            certifier.beginAgainWithout("VoteTwice");
            String difference = certify(certifier, group, 0, 5_000).differences().get(0).toString();
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

    /** The rules that some variant leaves out of the operators which the certifier evaluates. */
    private static Set<String> rules(Certifier certifier) {
        Set<String> rules = new TreeSet<>();
        certifier.finish().branches().keySet().stream().map(Branch::module).distinct().forEach(module ->
                Pattern.compile("\"(\\w+)\" \\\\(not)?in Broken").matcher(SpecFiles.text(module + ".tla")).results()
                        .forEach(found -> rules.add(found.group(1))));
        return rules;
    }

    private static Certificate certify(Certifier certifier, Group group, int walks, int steps) {
        walk(certifier, group, 7, walks);
        Box box = new Box(group, 7);
        for (int k = 0; k < steps; k++) {
            certifier.offer(box.next(), Source.BOX);
        }
        return certifier.finish();
    }

    private static void walk(Certifier certifier, Group group, long seed, int walks) {
        new PairExplorer(group.settings(), group.members(), BOUNDS, seed, pair -> {
            certifier.offer(pair, Source.WALK);
            certifier.offerEveryInput(pair.before());
        }).walk(walks);
    }

    private static TreeSet<String> everyOperator() {
        TreeSet<String> operators = new TreeSet<>(List.of("Restart"));
        Stream.concat(Stream.of(Input.class.getPermittedSubclasses()), Stream.of(Message.class.getPermittedSubclasses()))
                .filter(type -> type != Input.Receive.class)
                .forEach(type -> operators.add("On" + type.getSimpleName()));
        return operators;
    }
}
