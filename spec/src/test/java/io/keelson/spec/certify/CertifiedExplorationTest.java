package io.keelson.spec.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.CodeExploration;
import io.keelson.spec.Exploration;
import io.keelson.spec.SpecFiles;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Millions of transitions of a cluster, each made of steps that the spec takes as well. */
class CertifiedExplorationTest {
    /** Two terms with replication, to the end: how many states and transitions there are was found by this explorer, and holds it to what it was. */
    @Test
    void everyTransitionOfTwoTermsKeepsTheInvariantsAndIsCertified() {
        try (SpecFiles files = SpecFiles.unpack()) {
            Exploration found = CodeExploration.run(files, "two-terms", Long.MAX_VALUE, (states, transitions) -> {});
            System.out.printf(
                    Locale.ROOT, "explored %s: %,d states, %,d transitions, depth %d, of %,d pairs, in %.1f CPU-seconds (%,.0f transitions a second)%n",
                    found.model(), found.states(), found.transitions(), found.depth(), found.pairs().size(), found.cpuSeconds(),
                    found.transitions() / found.cpuSeconds());
            assertNull(found.failure());
            assertTrue(found.complete());
            assertEquals(1_364_798, found.states());
            assertEquals(28_173_918, found.transitions());
            Certificate certificate = Certification.run(files, found, compared -> {});
            assertTrue(certificate.agrees(), () -> "" + certificate.differences());
            assertEquals(found.transitions(), certificate.total().certified());
            assertEquals(found.pairs().size(), certificate.total().compared());
        }
    }
}
