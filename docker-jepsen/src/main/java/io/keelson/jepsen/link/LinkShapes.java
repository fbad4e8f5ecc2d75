package io.keelson.jepsen.link;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** The shapes of a damaged network, named as Jepsen names them. A link that a shape does not mention is sound. */
public final class LinkShapes {
    private LinkShapes() {}

    /** Nothing passes between one side and the rest. */
    public static Map<Link, LinkState> partition(List<String> nodes, List<String> side) {
        return cut(nodes, (from, to) -> side.contains(from) != side.contains(to));
    }

    /** Two halves that only one node can reach, and that can reach it (Jepsen's bridge). The nodes before the bridge are one half, those after it the other. */
    public static Map<Link, LinkState> bridge(List<String> nodes, String bridge) {
        int at = nodes.indexOf(bridge);
        List<String> others = nodes.stream().filter(node -> !node.equals(bridge)).toList();
        List<String> half = at < 0 ? List.of() : others.subList(0, others.size() / 2);
        return cut(nodes, (from, to) -> !from.equals(bridge) && !to.equals(bridge) && half.contains(from) != half.contains(to));
    }

    /**
     * Every node reaches a majority, and no two the same one (Jepsen's majorities-ring): the nodes stand in a ring and each reaches those nearest to it.
     */
    public static Map<Link, LinkState> majoritiesRing(List<String> nodes) {
        int count = nodes.size();
        int reach = (count / 2 + 1) / 2;
        return cut(nodes, (from, to) -> {
            int apart = Math.abs(nodes.indexOf(from) - nodes.indexOf(to));
            return Math.min(apart, count - apart) > reach;
        });
    }

    /** The links of a shape that are cut. */
    public static SortedSet<Link> cutIn(Map<Link, LinkState> shape) {
        return shape.entrySet().stream().filter(link -> link.getValue().cut()).map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    /** To whom the packets of a node go astray in a shape, or arrive late. */
    public static SortedSet<String> divertedIn(Map<Link, LinkState> shape, String from) {
        return shape.entrySet().stream().filter(link -> link.getKey().from().equals(from) && link.getValue().isOfPackets()).map(link -> link.getKey().to())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** These nodes are heard by the others, and hear nothing of them. */
    public static Map<Link, LinkState> deaf(List<String> nodes, List<String> side) {
        return cut(nodes, (from, to) -> !side.contains(from) && side.contains(to));
    }

    /** These nodes hear the others, and are not heard. */
    public static Map<Link, LinkState> mute(List<String> nodes, List<String> side) {
        return cut(nodes, (from, to) -> side.contains(from) && !side.contains(to));
    }

    /** Two nodes do not reach each other; everybody else reaches everybody. */
    public static Map<Link, LinkState> single(String one, String other) {
        TreeMap<Link, LinkState> links = new TreeMap<>();
        links.put(new Link(one, other), LinkState.CUT);
        links.put(new Link(other, one), LinkState.CUT);
        return links;
    }

    /** All links in and out of these nodes are like this. */
    public static Map<Link, LinkState> around(List<String> nodes, List<String> side, LinkState state) {
        return map(nodes, (from, to) -> side.contains(from) || side.contains(to), state);
    }

    private static Map<Link, LinkState> cut(List<String> nodes, BiPredicate<String, String> which) {
        return map(nodes, which, LinkState.CUT);
    }

    private static Map<Link, LinkState> map(List<String> nodes, BiPredicate<String, String> which, LinkState state) {
        TreeMap<Link, LinkState> links = new TreeMap<>();
        for (String from : nodes) {
            for (String to : nodes) {
                if (!from.equals(to) && which.test(from, to)) {
                    links.put(new Link(from, to), state);
                }
            }
        }
        return links;
    }
}
