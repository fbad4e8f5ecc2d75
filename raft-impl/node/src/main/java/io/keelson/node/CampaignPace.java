package io.keelson.node;

/**
 * Staggers elections: when a node goes that led many groups, the others do not campaign in all of them at once, but in so many each heartbeat interval. A few hundred groups are
 * through it well within the spread of their election timeouts.
 */
final class CampaignPace {
    static final int CAMPAIGNS = 64;

    private final long period;
    private long begunAt = Long.MIN_VALUE;
    private int begun;

    CampaignPace(long period) {
        this.period = period;
    }

    /** Takes one of the campaigns of this period. Returns when to try again if there is none left; 0 if there was. */
    long begin(long now) {
        if (begunAt == Long.MIN_VALUE || now - begunAt >= period) {
            begunAt = now;
            begun = 0;
        }
        if (begun == CAMPAIGNS) {
            return begunAt + period;
        }
        begun++;
        return 0;
    }
}
