package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

/** The quorum arithmetic beside a twin that counts subsets by hand. */
class QuorumProperties {
    @Property
    void aMajorityIsMoreThanHalf(
            @ForAll @Size(min = 1, max = 7) @UniqueElements List<@LongRange(min = 1, max = 9) Long> voters,
            @ForAll @IntRange(max = 1023) int agreeing) {
        long count = voters.stream().filter(voter -> (agreeing >> voter & 1) == 1).count();
        assertEquals(2 * count > voters.size(), Quorum.majority(voters, voter -> (agreeing >> voter & 1) == 1));
    }

    @Property
    void theQuorumValueIsTheLargestThatAMajorityReached(
            @ForAll @Size(min = 1, max = 7) @UniqueElements List<@LongRange(min = 1, max = 9) Long> voters,
            @ForAll @Size(10) List<@LongRange(min = 0, max = 6) Long> reached) {
        long expected = 0;
        for (long value = 0; value <= 6; value++) {
            long candidate = value;
            if (2 * voters.stream().filter(voter -> reached.get(voter.intValue()) >= candidate).count() > voters.size()) {
                expected = value;
            }
        }
        assertEquals(expected, Quorum.majorityValue(voters, voter -> reached.get((int) voter)));
    }

    @Property
    void twoQuorumsOfOneConfigurationMeet(
            @ForAll @Size(min = 1, max = 5) @UniqueElements List<@LongRange(min = 1, max = 7) Long> voters,
            @ForAll @Size(max = 5) @UniqueElements List<@LongRange(min = 1, max = 7) Long> outgoing,
            @ForAll @IntRange(max = 255) int one,
            @ForAll @IntRange(max = 255) int other) {
        Configuration configuration = new Configuration(voters, outgoing, List.of());
        if (configuration.hasQuorum(voter -> (one >> voter & 1) == 1)
                && configuration.hasQuorum(voter -> (other >> voter & 1) == 1)) {
            assertTrue(configuration.allVoters().stream().anyMatch(voter -> ((one & other) >> voter & 1) == 1));
        }
    }
}
