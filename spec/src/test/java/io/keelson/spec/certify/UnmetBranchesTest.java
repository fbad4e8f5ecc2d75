package io.keelson.spec.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A branch that nothing meets has a reason, and a reason has such a branch. */
class UnmetBranchesTest {
    private static final Branch MET = branch(Branch.Kind.THEN, "granted", 1);
    private static final Branch NEVER = branch(Branch.Kind.ELSE, "", 2);
    private static final Branch BROKEN = branch(Branch.Kind.THEN, "\"VoteTwice\" \\in Broken", 3);

    @Test
    void aBranchThatIsNeverMetNeedsAReason() {
        assertEquals(
                List.of("OnVote ELSE s (RaftVote, line 2) is never met: give the reason in unmet.txt"),
                UnmetBranches.parse("# nothing\n").complaints(branches()));
        assertEquals(List.of(), UnmetBranches.parse("OnVote ELSE s: the box makes no such vote\n").complaints(branches()));
    }

    @Test
    void aReasonForWhatIsMetOrIsNotThereIsAComplaint() {
        UnmetBranches reasons = UnmetBranches.parse("OnVote ELSE s: a\nOnVote THEN granted: b\nOnVote CASE x: c\n");
        assertEquals(
                List.of("OnVote THEN granted (RaftVote, line 1) is met by 7 steps, so it has no place in unmet.txt",
                        "unmet.txt names OnVote CASE x, which is no branch of the spec"),
                reasons.complaints(branches()));
    }

    @Test
    void aReasonIsGiven() {
        assertThrows(IllegalStateException.class, () -> UnmetBranches.parse("OnVote ELSE s\n"));
    }

    @Test
    void whatAnyVariantMayDoNeedsAReason() {
        assertTrue(branch(Branch.Kind.THEN, "\"VoteTwice\" \\in Broken /\\ granted", 1).isBrokenOnly());
        assertFalse(branch(Branch.Kind.THEN, "\"VoteTwice\" \\in Broken /\\ granted \\/ again", 1).isBrokenOnly());
        assertFalse(branch(Branch.Kind.ELSE, "\"VoteTwice\" \\in Broken", 1).isBrokenOnly());
    }

    private static SortedMap<Branch, Long> branches() {
        SortedMap<Branch, Long> branches = new TreeMap<>();
        branches.put(MET, 7L);
        branches.put(NEVER, 0L);
        branches.put(BROKEN, 0L);
        return branches;
    }

    private static Branch branch(Branch.Kind kind, String guard, int line) {
        return new Branch("RaftVote", "OnVote", kind, guard, "s", line, 1);
    }
}
