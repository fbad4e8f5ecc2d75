package io.keelson.launcher;

import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.fault.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command that does a run again, whoever asked for it: a run of a suite is one of {@code keelson jepsen} too. Nothing is left to a default, which may be
 * another one in a later version.
 */
final class RunCommandLine {
    private static final String COMMAND = "./keelson jepsen";

    private RunCommandLine() {}

    /** Returns it as it is typed. */
    static String of(RunPlan plan, DriverChoice driver, ServerOptions options, int nodes) {
        return COMMAND + arguments(plan, driver, options, nodes).stream().map(RunCommandLine::quoted).collect(Collectors.joining(" ", " ", ""));
    }

    /** Returns the words behind the command. */
    static List<String> arguments(RunPlan plan, DriverChoice driver, ServerOptions options, int nodes) {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("--driver", driver.label(), "--nodes", String.valueOf(nodes)));
        words.addAll(List.of("--workload", plan.workload(), "--concurrency", String.valueOf(plan.concurrency()), "--rate", number(plan.ratePerSecond())));
        words.addAll(List.of("--keys", String.valueOf(plan.keys()), "--ops-per-key", String.valueOf(plan.operationsPerKey())));
        words.addAll(List.of("--timeout", number(plan.patience()), "--time-limit", String.valueOf(plan.timeLimit().toSeconds())));
        String faults = plan.faults().isEmpty() ? "none" : plan.faults().stream().map(Fault::label).collect(Collectors.joining(","));
        words.addAll(List.of("--nemesis", faults, "--nemesis-interval", number(plan.interval())));
        options.flags().forEach(flag -> words.addAll(List.of("--server-option", flag.substring("--".length()))));
        if (!options.setup().standingOrders().isEmpty()) {
            words.addAll(List.of("--unsafe", options.setup().standingOrders().stream().map(order -> order.replace("=true", "")).collect(Collectors.joining(","))));
        }
        words.addAll(List.of("--groups", String.valueOf(plan.groups())));
        if (options.build().home() != null) {
            words.addAll(List.of("--upgrade-from", options.build().home().toString()));
        }
        words.addAll(List.of("--seed", String.valueOf(plan.seed())));
        return words;
    }

    private static String number(Duration seconds) {
        return number(seconds.toNanos() / 1e9);
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** A word that a shell would take apart stands in quotes. */
    private static String quoted(String word) {
        return word.matches("[a-zA-Z0-9_.,:=/%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
