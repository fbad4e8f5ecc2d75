package io.keelson.jepsen.report;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.driver.NodeState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happened over the time of a run as inline SVG, one picture above the other on one time axis: role and term of each node, latency, rate; with the faults as
 * bands and the changes of leader as marks. The pictures need the style of {@link #STYLE}.
 */
public final class TimeChart {
    /** What the page that holds a chart must have in its style. */
    public static final String STYLE = """
            .chart{display:block;width:100%;height:auto;max-width:1000px}
            .chart text{font:11px system-ui,sans-serif;fill:#57606a}
            .chart .axis{stroke:#d0d7de}.chart .grid{stroke:#eaeef2}
            .chart .band{fill-opacity:.16;fill:#8250df}.chart .kill{fill:#cf222e}.chart .pause{fill:#9a6700}.chart .restart{fill:#0969da}
            .chart .ok{fill:#1f883d}.chart .info{fill:#bf8700}.chart .fail{fill:#cf222e;fill-opacity:.7}.chart .ok{fill-opacity:.55}
            .chart .okline{stroke:#1f883d}.chart .infoline{stroke:#bf8700}.chart .failline{stroke:#cf222e}
            .chart polyline{fill:none;stroke-width:1.4}.chart .leader{stroke:#8250df;stroke-dasharray:2 3}
            .chart text.who{fill:#8250df}.chart text.onleader{fill:#fff}.chart text.on{fill:#1f2328}
            .role-leader{fill:#8250df;background:#8250df}.role-follower{fill:#c9d8ea;background:#c9d8ea}.role-learner{fill:#bfe3d7;background:#bfe3d7}
            .role-leaderless{fill:#f2cc60;background:#f2cc60}.role-silent{fill:#6e7781;background:#6e7781}
            .quantile{fill:none;stroke-width:1.5}.q0{stroke:#0a3069;background:#0a3069}.q1{stroke:#0969da;background:#0969da}.q2{stroke:#54aeff;background:#54aeff}
            .legend{font-size:.85em}.legend span{display:inline-block;margin-right:1.2em}
            .legend i{display:inline-block;width:.8em;height:.8em;margin-right:.4em}
            """;

    /** What can become of an operation, the common one first. */
    static final List<EventType> OUTCOMES = List.of(EventType.OK, EventType.INFO, EventType.FAIL);

    private TimeChart() {}

    /** Draws all of them, with what the colours mean. */
    public static String of(RunResult result) {
        List<Operation> operations = result.history().operations().stream()
                .filter(operation -> operation.completedAt() >= result.begin() && operation.completedAt() <= result.end()).toList();
        return RoleChart.of(result) + roles() + LatencyChart.of(result, operations) + RateChart.of(result, operations) + outcomes();
    }

    private static String roles() {
        return Arrays.stream(NodeState.Role.values())
                .map(role -> Html.element("span", Html.element("i", "", "class", RoleChart.style(role)) + Html.escape(role.label())))
                .collect(Collectors.joining("", "<p class=\"legend dim\">", "</p>\n"));
    }

    private static String outcomes() {
        return "<p class=\"legend dim\">" + key("#1f883d", "ok") + key("#bf8700", "unknown outcome") + key("#cf222e", "certainly failed")
                + key("#f3c9cc", "killed") + key("#ecdcc0", "paused") + key("#c6dcf5", "restarted") + key("#e0d2f5", "network or other fault")
                + key("#8250df", "a new leader is seen") + "</p>\n";
    }

    private static String key(String colour, String words) {
        return "<span><i style=\"background:" + colour + "\"></i>" + words + "</span>";
    }
}
