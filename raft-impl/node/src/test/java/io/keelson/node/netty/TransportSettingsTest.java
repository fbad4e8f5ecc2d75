package io.keelson.node.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TransportSettingsTest {
    @Test
    void aLinkIsGivenUpAndTriedAgainAsSoonAsElectionsCareForIt() {
        assertEquals("600 1000 300", limits(300_000_000));
        assertEquals("2000 3000 1000", limits(1_000_000_000));
    }

    @Test
    void howeverShortOrLongElectionsTakeALinkGetsATry() {
        assertEquals("500 1000 300", limits(10_000_000));
        assertEquals("3000 5000 1000", limits(60_000_000_000L));
        assertEquals("3000 5000 1000", limits(Long.MAX_VALUE));
    }

    private static String limits(long electionTimeoutNanos) {
        TransportSettings settings = TransportSettings.forElections(electionTimeoutNanos);
        return settings.connectTimeoutMillis() + " " + settings.unacknowledgedMillis() + " " + settings.reconnectMaxMillis();
    }
}
