package io.keelson.spec.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.CodeExploration;
import io.keelson.spec.Exploration;
import io.keelson.spec.SpecFiles;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A billion transitions of a cluster, each made of steps that the specification takes as well: by night, in minutes and gigabytes. */
class ExplorationNightly {
    private static final long STATES = 82_000_000;
    private static final long BILLION = 1_000_000_000;

    @Test
    void everyTransitionOfABillionKeepsTheInvariantsAndIsCertified() {
        try (SpecFiles files = SpecFiles.unpack()) {
            Exploration found = CodeExploration.run(files, "three-terms", STATES, (states, transitions) -> {});
            assertNull(found.failure());
            assertTrue(found.transitions() >= BILLION, () -> found.transitions() + " transitions of " + found.states() + " states");
            Certificate certificate = Certification.run(files, found, compared -> {});
            System.out.printf(Locale.ROOT, "explored %s: %,d states, %,d transitions, depth %d, of %,d pairs, in %.1f CPU-seconds, all of them certified in %.1f%n", found.model(),
                    found.states(), found.transitions(), found.depth(), found.pairs().size(), found.cpuSeconds(), certificate.cpuSeconds());
            assertTrue(certificate.agrees(), () -> "" + certificate.differences());
            assertEquals(found.transitions(), certificate.total().certified());
        }
    }
}
