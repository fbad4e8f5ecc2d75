package io.keelson.jepsen.driver;

/**
 * What a node was, from a moment on until the next state of the same node.
 *
 * @param time nanoseconds on the history's scale
 * @param node the node
 * @param role what it was
 * @param term its term; where it does not answer, the term of its last answer, 0 if it never gave one
 */
public record NodeState(long time, String node, Role role, long term) {
    /** What a node says of itself, or that it says nothing. */
    public enum Role {
        /** It says that it leads. */
        LEADER("leader"),
        /** It votes, and names another that leads. */
        FOLLOWER("follower"),
        /** It names another that leads, and does not vote. */
        LEARNER("learner"),
        /** It answers, and knows of no leader: a candidate, or a follower that has lost its leader. */
        LEADERLESS("knows no leader"),
        /** It is down, paused, starting or too slow. */
        SILENT("does not answer");

        private final String label;

        Role(String label) {
            this.label = label;
        }

        /** The words in reports. */
        public String label() {
            return label;
        }
    }
}
