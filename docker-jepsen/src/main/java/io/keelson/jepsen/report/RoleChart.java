package io.keelson.jepsen.report;

import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.NodeState;
import java.util.List;
import java.util.Locale;

/** Role and term of each node over time, a row a node. */
final class RoleChart {
    private static final double ROW = 24;
    private static final double GAP = 4;

    private RoleChart() {}

    static String of(RunResult result) {
        Plot plot = new Plot(result, "role and term of each node", result.nodes().size() * ROW, false);
        for (int row = 0; row < result.nodes().size(); row++) {
            String node = result.nodes().get(row);
            double top = Plot.top() + row * ROW + GAP / 2;
            plot.label(top + ROW / 2 + 2, node);
            draw(plot, result, result.states().stream().filter(state -> state.node().equals(node)).toList(), top);
        }
        return plot.close();
    }

    private static void draw(Plot plot, RunResult result, List<NodeState> states, double top) {
        double drawn = -1;
        long told = -1;
        for (int i = 0; i < states.size(); i++) {
            NodeState state = states.get(i);
            long end = i + 1 < states.size() ? Math.min(states.get(i + 1).time(), result.end()) : result.end();
            double from = plot.x(state.time());
            double to = plot.x(end);
            if (end <= result.begin() || state.time() >= result.end() || !Plot.isVisible(to - Math.max(from, drawn))) {
                continue;
            }
            String words = String.format(Locale.ROOT, "%s: %s, term %d, %s", state.node(), state.role().label(), state.term(),
                    plot.span(Math.max(state.time(), result.begin()), end));
            plot.add("rect", Plot.title(words), "class", style(state.role()), "x", Html.number(from), "y", Html.number(top), "width",
                    Html.number(Math.max(1, to - from)), "height", Html.number(ROW - GAP));
            drawn = to;
            String term = "term " + state.term();
            if (state.term() != told && state.role() != NodeState.Role.SILENT && Plot.fits(term, to - from)) {
                plot.add("text", term, "class", state.role() == NodeState.Role.LEADER ? "onleader" : "on", "x", Html.number(from + 4), "y",
                        Html.number(top + ROW / 2 + 2));
                told = state.term();
            }
        }
    }

    /** The class of the rectangles of a role in {@link TimeChart#STYLE}. */
    static String style(NodeState.Role role) {
        return "role-" + role.name().toLowerCase(Locale.ROOT);
    }
}
