package io.keelson.jepsen.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What Jepsen's names for damaged networks mean. */
class LinkShapesTest {
    private static final List<String> FIVE = List.of("n1", "n2", "n3", "n4", "n5");

    @Test
    void aPartitionCutsBothDirectionsBetweenTheSidesAndNothingElse() {
        Map<Link, LinkState> links = LinkShapes.partition(FIVE, List.of("n1", "n2"));
        assertEquals(12, links.size());
        assertTrue(links.containsKey(new Link("n1", "n3")) && links.containsKey(new Link("n3", "n1")));
        assertFalse(links.containsKey(new Link("n1", "n2")) || links.containsKey(new Link("n4", "n5")));
    }

    @Test
    void oneWayPartitionsCutOneDirection() {
        assertEquals(Set.of(new Link("n1", "n3"), new Link("n2", "n3")), LinkShapes.deaf(FIVE.subList(0, 3), List.of("n3")).keySet());
        assertEquals(Set.of(new Link("n3", "n1"), new Link("n3", "n2")), LinkShapes.mute(FIVE.subList(0, 3), List.of("n3")).keySet());
    }

    @Test
    void aBridgeReachesBothHalvesThatDoNotReachEachOther() {
        Map<Link, LinkState> links = LinkShapes.bridge(FIVE, "n3");
        assertEquals(Set.of("n1", "n2", "n3", "n4", "n5"), reached("n3", links));
        assertEquals(Set.of("n1", "n2", "n3"), reached("n1", links));
        assertEquals(Set.of("n3", "n4", "n5"), reached("n5", links));
    }

    @Test
    void inAMajoritiesRingEachReachesAMajorityAndNoTwoTheSame() {
        Map<Link, LinkState> links = LinkShapes.majoritiesRing(FIVE);
        Set<Set<String>> majorities = new HashSet<>();
        for (String node : FIVE) {
            assertEquals(3, reached(node, links).size());
            majorities.add(reached(node, links));
        }
        assertEquals(5, majorities.size());
    }

    private static Set<String> reached(String node, Map<Link, LinkState> links) {
        Set<String> reached = new TreeSet<>(FIVE);
        reached.removeIf(other -> links.containsKey(new Link(node, other)));
        return reached;
    }
}
