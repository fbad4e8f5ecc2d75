package io.keelson.core;

import java.io.IOException;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The core's clusters on bad networks, each step of which the specification allows. */
class CertifiedConnectivityProperties extends PartialConnectivityProperties {
    @BeforeContainer
    static void watch() {
        StepsCertified.begin();
    }

    @AfterContainer
    static void certify() throws IOException {
        StepsCertified.end("partial connectivity", 1_000);
    }
}
