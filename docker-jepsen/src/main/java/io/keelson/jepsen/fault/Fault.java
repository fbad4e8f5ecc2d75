package io.keelson.jepsen.fault;

import io.keelson.jepsen.driver.Ability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way to harm a cluster.
 *
 * @param kind what is done
 * @param targets whom it hits, by turns
 * @param then what else is done, to others, while this one still holds; null for nothing else
 */
public record Fault(FaultKind kind, List<Target> targets, Fault then) {
    public Fault {
        targets = List.copyOf(targets);
    }

    /** One that is followed by no other while it holds. */
    public Fault(FaultKind kind, List<Target> targets) {
        this(kind, targets, null);
    }

    /** The name as it is written on the command line: {@code kill}, {@code kill:leader} or {@code kill:leader+kill:leader}. */
    public String label() {
        String own = targets.size() == 1 ? kind.label() + ":" + targets.getFirst().label() : kind.label();
        return then == null ? own : own + "+" + then.label();
    }

    /** This one and those that come while it holds, each for itself, in order. */
    public List<Fault> parts() {
        List<Fault> parts = new ArrayList<>();
        for (Fault part = this; part != null; part = part.then) {
            parts.add(new Fault(part.kind, part.targets));
        }
        return parts;
    }

    /** The shortest time from one strike to the next in which it takes effect: a server looks for its orders ten times a second, and a fault may last for a third of the time. */
    public Duration leastInterval() {
        return parts().stream().anyMatch(part -> part.kind().needs() == Ability.ORDERS) ? Duration.ofSeconds(1) : Duration.ZERO;
    }

    /** Whether it is to cut the leader off from most of the others, now and then at least. */
    public boolean isolates() {
        return parts().stream().anyMatch(part -> part.kind.cutsOff() && (part.targets.contains(Target.LEADER) || part.targets.contains(Target.MINORITY)));
    }

    /**
     * Reads a list such as {@code kill,partition:leader}; without a target the fault hits whom it can hurt by turns.
     *
     * @param text names by commas; {@code all} for everything that the driver can do, {@code none} for an empty list
     * @param driver the driver's name, for the error
     * @param possible what the driver can do
     * @param nodes how many nodes there are: what makes no sense with so many is an error too, and neither among {@code all} nor among the turns of a fault without a target
     * @throws IllegalArgumentException in one line, if a name is unknown or the driver cannot do it
     */
    public static List<Fault> parse(String text, String driver, Set<Ability> possible, int nodes) {
        List<Fault> faults = new ArrayList<>();
        if (text.isBlank() || text.equals("none")) {
            return faults;
        }
        if (text.equals("all")) {
            return possible(possible).map(kind -> new Fault(kind, sensible(kind, nodes))).filter(fault -> !fault.targets().isEmpty()).toList();
        }
        for (String part : text.split(",", -1)) {
            faults.add(cascade(part.strip(), driver, possible, nodes));
        }
        return faults;
    }

    private static Fault cascade(String text, String driver, Set<Ability> possible, int nodes) {
        List<Fault> parts = Arrays.stream(text.split("\\+", -1)).map(part -> one(part.strip(), driver, possible, nodes)).toList();
        if (parts.stream().filter(part -> part.kind().isOfLinks()).count() > 1) {
            throw new IllegalArgumentException("the nemesis '" + text + "' harms links while another holds that does; one at a time can");
        }
        if (parts.stream().filter(part -> part.kind() == FaultKind.GROW).count() > 1) {
            throw new IllegalArgumentException("the nemesis '" + text + "' lets a node in beyond the first while another one is; there is one host to spare");
        }
        Fault cascade = null;
        for (Fault part : parts.reversed()) {
            cascade = new Fault(part.kind(), part.targets(), cascade);
        }
        return cascade;
    }

    private static Fault one(String text, String driver, Set<Ability> possible, int nodes) {
        String[] words = text.split(":", 2);
        FaultKind kind = kind(words[0], driver, possible);
        return words.length == 1 ? byTurns(kind, nodes) : aimed(kind, target(words[1], kind, text), nodes);
    }

    private static Fault byTurns(FaultKind kind, int nodes) {
        List<Target> targets = sensible(kind, nodes);
        return targets.isEmpty() ? aimed(kind, kind.turns().getFirst(), nodes) : new Fault(kind, targets);
    }

    private static List<Target> sensible(FaultKind kind, int nodes) {
        return kind.turns().stream().filter(target -> kind.objection(target.count(nodes), nodes) == null).toList();
    }

    private static Fault aimed(FaultKind kind, Target target, int nodes) {
        Fault fault = new Fault(kind, List.of(target));
        String objection = kind.objection(target.count(nodes), nodes);
        if (objection != null) {
            throw new IllegalArgumentException("the nemesis '" + fault.label() + "' on " + nodes + (nodes == 1 ? " node " : " nodes ") + objection
                    + "; take another target, or more --nodes");
        }
        return fault;
    }

    private static Stream<FaultKind> possible(Set<Ability> abilities) {
        return Arrays.stream(FaultKind.values()).filter(kind -> abilities.contains(kind.needs()));
    }

    private static FaultKind kind(String name, String driver, Set<Ability> abilities) {
        return possible(abilities).filter(kind -> kind.label().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the driver '" + driver + "' has no nemesis '" + name + "'; it has "
                        + possible(abilities).map(FaultKind::label).collect(Collectors.joining(", "))));
    }

    private static Target target(String name, FaultKind kind, String fault) {
        List<Target> targets = Arrays.stream(Target.values()).filter(kind::takes).toList();
        return targets.stream().filter(target -> target.label().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the nemesis '" + fault.strip() + "' has an unknown target; there "
                        + (targets.size() == 1 ? "is " : "are ") + targets.stream().map(Target::label).collect(Collectors.joining(", "))));
    }
}
