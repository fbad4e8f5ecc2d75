package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas of the clients' group and of others, compared by what the nodes' pages tell. */
class ReplicasTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final List<String> OTHERS = List.of("group-1", "group-2");

    private StubCluster cluster;

    @BeforeEach
    void begin() throws IOException {
        cluster = new StubCluster(StubCluster.Defect.NONE);
        for (String node : cluster.nodes()) {
            cluster.shows(node, "/status", page(7, "aa"));
            cluster.shows(node, "/status/group-1", page(11, "b1"));
        }
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void replicasOfOneGroupThatCameAlongDifferentWaysAreAViolation() throws IOException {
        cluster.shows("n1", "/status/group-2", page(11, "c1"));
        cluster.shows("n2", "/status/group-2", page(11, "c1"));
        cluster.shows("n3", "/status/group-2", page(11, "c2"));
        Replicas replicas = Replicas.of(cluster, OTHERS, PATIENCE);
        assertEquals(List.of("the replicas of group 'group-2' came to the same revision by different changes: n1 revision 11, hash c1; n2 revision 11, hash c1; n3 revision 11, hash c2"),
                replicas.violations());
        assertEquals(List.of(), replicas.gaps());
    }

    @Test
    void eachGroupIsComparedWhicheverItIs() throws IOException {
        for (String differing : OTHERS) {
            for (String node : cluster.nodes()) {
                for (String group : OTHERS) {
                    cluster.shows(node, "/status/" + group, page(11, group.equals(differing) && node.equals("n2") ? "c2" : "c1"));
                }
            }
            List<String> violations = Replicas.of(cluster, OTHERS, PATIENCE).violations();
            assertEquals(1, violations.size(), violations::toString);
            assertTrue(violations.getFirst().startsWith("the replicas of group '" + differing + "' "), violations::toString);
        }
    }

    @Test
    void aGroupThatANodeSaysNothingOfIsNotCompared() throws IOException {
        for (String node : cluster.nodes()) {
            cluster.shows(node, "/status/group-2", node.equals("n3") ? "{\"revision\": 11}" : page(11, "c1"));
        }
        assertEquals(List.of("n3 tells no hash on the page of its status"), Replicas.of(cluster, OTHERS, PATIENCE).gaps());
    }

    @Test
    void aGroupNeedNotBeOnEveryNode() throws IOException {
        cluster.shows("n1", "/status/group-2", page(11, "c1"));
        cluster.shows("n3", "/status/group-2", page(11, "c1"));
        Replicas replicas = Replicas.of(cluster, OTHERS, PATIENCE);
        assertEquals(List.of(), replicas.violations());
        assertEquals(List.of(), replicas.gaps());
    }

    @Test
    void whatFewerThanMostNodesHoldIsNotCompared() throws IOException {
        cluster.shows("n3", "/status/group-2", page(11, "c1"));
        assertEquals(List.of("the group 'group-2' is held by 1 of 3 nodes after healing"), Replicas.of(cluster, OTHERS, PATIENCE).gaps());
    }

    @Test
    void replicasThatComeToNoCommonRevisionAreNotCompared() throws IOException {
        cluster.shows("n1", "/status/group-2", page(11, "c1"));
        cluster.shows("n2", "/status/group-2", page(10, "c1"));
        List<String> gaps = Replicas.of(cluster, OTHERS, PATIENCE).gaps();
        assertEquals(1, gaps.size());
        assertEquals("the nodes come to no common revision of group 'group-2' after healing: ", gaps.getFirst().substring(0, gaps.getFirst().indexOf('{')));
    }

    private static String page(int revision, String hash) {
        return "{\"revision\": " + revision + ", \"hash\": \"" + hash + "\"}";
    }
}
