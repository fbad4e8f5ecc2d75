package io.keelson.jepsen.fault;

import io.keelson.jepsen.driver.FaultKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One way to harm a cluster.
 *
 * @param kind what is done
 * @param targets whom it hits, by turns
 */
public record Fault(FaultKind kind, List<Target> targets) {
    private static final List<Target> BY_TURNS = List.of(Target.LEADER, Target.FOLLOWER, Target.LEADER, Target.MAJORITY);

    public Fault {
        targets = List.copyOf(targets);
    }

    /** The name as it is written on the command line: {@code kill} or {@code kill:leader}. */
    public String label() {
        return targets.size() == 1 ? kind.label() + ":" + targets.getFirst().label() : kind.label();
    }

    /**
     * Reads a list such as {@code kill,pause:follower}; without a target the fault hits leader, followers and majority by turns.
     *
     * @param text names by commas; {@code none} for an empty list
     * @param driver the driver's name, for the error
     * @param possible what the driver can do
     * @throws IllegalArgumentException in one line, if a name is unknown or the driver cannot do it
     */
    public static List<Fault> parse(String text, String driver, Set<FaultKind> possible) {
        List<Fault> faults = new ArrayList<>();
        if (text.isBlank() || text.equals("none")) {
            return faults;
        }
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split(":", 2);
            FaultKind kind = kind(words[0], driver, possible);
            faults.add(new Fault(kind, words.length == 1 ? BY_TURNS : List.of(target(words[1], part))));
        }
        return faults;
    }

    private static FaultKind kind(String name, String driver, Set<FaultKind> possible) {
        for (FaultKind kind : possible) {
            if (kind.label().equals(name)) {
                return kind;
            }
        }
        String known = possible.stream().map(FaultKind::label).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "the driver '" + driver + "' has no nemesis '" + name + "'; it has " + known);
    }

    private static Target target(String name, String fault) {
        return Arrays.stream(Target.values()).filter(target -> target.label().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the nemesis '" + fault.strip() + "' has an unknown target; there are "
                        + Arrays.stream(Target.values()).map(target -> target.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
