package io.keelson.core;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** Majority arithmetic (thesis 3.4): the one place that knows how many is enough. */
final class Quorum {
    private Quorum() {}

    /** Says whether more than half of the voters satisfy the test. No voters, no majority. */
    static boolean majority(List<Long> voters, LongPredicate agrees) {
        int count = 0;
        for (long voter : voters) {
            if (agrees.test(voter)) {
                count++;
            }
        }
        return count > voters.size() / 2;
    }

    /** The largest value that more than half of the voters have reached; 0 without voters. */
    static long majorityValue(List<Long> voters, LongUnaryOperator reached) {
        if (voters.isEmpty()) {
            return 0;
        }
        long[] values = new long[voters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = reached.applyAsLong(voters.get(i));
        }
        Arrays.sort(values);
        return values[(values.length - 1) / 2];
    }
}
