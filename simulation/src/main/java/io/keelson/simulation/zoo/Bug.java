package io.keelson.simulation.zoo;

import java.util.List;

/**
 * A bug, as a change of our own sources.
 *
 * @param id its name in the zoo: a letter for the kind, and a number
 * @param title what the broken code does, one line
 * @param source whose bug it was, and where that is written down
 * @param nets which nets must catch it, at least one
 * @param spec the model of the specification that leaves the same rule out; null if there is none
 * @param budget within how many schedules the simulator must show it; 0 if it need not
 * @param ofGroups whether it shows only where groups come and go, as the first group wants
 * @param changes of our sources, at least one
 */
public record Bug(String id, String title, String source, List<Net> nets, String spec, int budget, boolean ofGroups, List<Change> changes) {
    /** What catches bugs. */
    public enum Net {
        /** Random fault schedules drive the real cluster: invariants, linearizability, liveness. */
        SIMULATION,
        /** TLC refutes an invariant of the specification with the same rule left out. */
        SPEC,
        /** Steps of the core differ from those of the specification. */
        CONFORMANCE;

        /** The word for it in files and tables. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Lines of one file that are replaced by others.
     *
     * @param file its path in the repository
     * @param before the lines as they stand there, once; compared without their indentation
     * @param after the lines in their place
     */
    public record Change(String file, List<String> before, List<String> after) {
        public Change {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    public Bug {
        nets = List.copyOf(nets);
        changes = List.copyOf(changes);
    }

    /** Says whether this net must catch it. */
    public boolean mustBeCaughtBy(Net net) {
        return nets.contains(net);
    }
}
