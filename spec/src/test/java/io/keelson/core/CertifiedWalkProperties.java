package io.keelson.core;

import java.io.IOException;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The random walks of the core, each step of which the specification allows. */
class CertifiedWalkProperties extends RandomWalkProperties {
    @BeforeContainer
    static void watch() {
        StepsCertified.begin();
    }

    @AfterContainer
    static void certify() throws IOException {
        StepsCertified.end("random walks", 10_000);
    }
}
