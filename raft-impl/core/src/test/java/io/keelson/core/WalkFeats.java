package io.keelson.core;

import net.jqwik.api.statistics.Statistics;

/** What has come to pass on a walk. A property whose walks never do what the code can do would prove nothing: it fails as vacuous. */
final class WalkFeats implements Cluster.StepWatcher {
    private boolean committed;
    private boolean installed;
    private boolean jointLeft;
    private boolean handedOver;
    private boolean repaired;

    @Override
    public void stepped(long id, MemberState before, MemberState after) {
        committed |= after.commitIndex() > 0;
        installed |= after.base().index() > before.commitIndex();
        jointLeft |= before.role() == Role.LEADER && configuration(before).isJoint() && !configuration(after).isJoint();
        repaired |= before.hardState().lostIndex() > 0 && after.hardState().lostIndex() == 0;
        boolean wasAsked = after.role() == Role.CANDIDATE && before.role() == Role.FOLLOWER;
        handedOver |= wasAsked && after.hardState().term() == before.hardState().term() + 1;
    }

    private static Configuration configuration(MemberState state) {
        return new RaftLog(state.base(), state.entries(), 64).configuration();
    }

    /** Counts this walk, and demands that enough of all walks have done each thing. */
    void report() {
        demand("committed something", committed, 60);
        demand("installed a snapshot", installed, 20);
        demand("left a joint configuration", jointLeft, 12);
        demand("campaigned because the leader asked", handedOver, 5);
        demand("repaired damage", repaired, 25);
    }

    private static void demand(String feat, boolean happened, double percent) {
        Statistics.label(feat).collect(happened).coverage(coverage -> coverage.check(true).percentage(found -> found > percent));
    }
}
