package io.keelson.spec.certify;

import io.keelson.core.Configuration;
import io.keelson.core.MemberSettings;
import java.util.stream.LongStream;

/**
 * Whose steps are certified: what the spec has as constants.
 *
 * @param settings of all members
 * @param members how many there are, numbered from 1
 */
public record Group(MemberSettings settings, int members) {
    /** The configuration that the group begins with. */
    public Configuration configuration() {
        return Configuration.of(LongStream.rangeClosed(1, members).toArray());
    }

    /** Limits so small that batches and windows are met by short logs. */
    public static Group small(int members, boolean preVoteAndCheckQuorum) {
        return new Group(settings(preVoteAndCheckQuorum, MemberSettings.LEASES_OFF), members);
    }

    /** The same with lease reads, and so with PreVote and CheckQuorum. */
    public static Group withLeases(int members) {
        return new Group(settings(true, 0), members);
    }

    private static MemberSettings settings(boolean preVoteAndCheckQuorum, int drift) {
        return new MemberSettings(10, 1, 2, 1 << 20, 3, 1 << 20, 1, preVoteAndCheckQuorum, preVoteAndCheckQuorum, drift);
    }
}
