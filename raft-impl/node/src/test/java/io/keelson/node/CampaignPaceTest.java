package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CampaignPaceTest {
    @Test
    void soManyCampaignsBeginInEachPeriod() {
        CampaignPace pace = new CampaignPace(50);
        for (int i = 0; i < CampaignPace.CAMPAIGNS; i++) {
            assertEquals(0, pace.begin(1_000 + i / 10));
        }
        assertEquals(1_050, pace.begin(1_010));
        assertEquals(1_050, pace.begin(1_049));
        assertEquals(0, pace.begin(1_050));
    }
}
