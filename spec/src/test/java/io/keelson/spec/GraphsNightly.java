package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Spec and code have the same graph in the models that are too large for a build as well: {@code mvn -Pnightly verify}. */
class GraphsNightly {
    @Test
    void everyLargeGraphOfTheCodeIsThatOfTheSpec() throws Exception {
        assertTrue(Graphs.compare(Predicate.not(Graphs::isForBuild)) > 0);
    }
}
