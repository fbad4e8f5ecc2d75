package io.keelson.launcher.zoo;

import io.keelson.simulation.zoo.Bug;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The zoo as a table for the terminal. */
final class ZooTable {
    private static final String FORMAT = "%-4s %-58s %-34s %9s %8s %6s  %s%n";
    private static final int TITLE = 58;

    private ZooTable() {}

    static String head() {
        return String.format(Locale.ROOT, FORMAT, "id", "bug", "caught first by", "schedules", "seconds", "shrunk", "nets");
    }

    static String line(ZooRow row) {
        NetResult first = row.first();
        NetResult simulation = row.of(Bug.Net.SIMULATION);
        boolean hunted = simulation != null && simulation.caught();
        return String.format(
                Locale.ROOT,
                FORMAT,
                row.bug().id(),
                shortened(row.bug().title()),
                first == null ? "NOBODY" : first.net().label() + ": " + first.by(),
                hunted ? Long.toString(simulation.tried()) : simulation == null ? "-" : ">" + simulation.tried(),
                first == null ? "-" : String.format(Locale.ROOT, "%.1f", first.seconds()),
                hunted ? Integer.toString(simulation.shrunk().actions().size()) : "-",
                nets(row));
    }

    private static String nets(ZooRow row) {
        List<String> words = new ArrayList<>();
        for (NetResult result : row.results()) {
            words.add((result.caught() ? "" : "MISSED BY ") + result.net().label() + String.format(Locale.ROOT, " %.1f s", result.seconds()));
        }
        if (row.exampleIsStale()) {
            words.add("ITS EXAMPLE SHOWS NOTHING ANY MORE");
        }
        return String.join(", ", words);
    }

    private static String shortened(String title) {
        return title.length() <= TITLE ? title : title.substring(0, TITLE - 3) + "...";
    }

    /** The figures under the table. */
    static List<String> summary(List<ZooRow> rows) {
        List<ZooRow> hunted = rows.stream().filter(row -> row.of(Bug.Net.SIMULATION) != null).toList();
        List<ZooRow> caught = hunted.stream().filter(row -> row.of(Bug.Net.SIMULATION).caught()).toList();
        List<Integer> sizes = caught.stream().map(row -> row.of(Bug.Net.SIMULATION).shrunk().actions().size()).sorted().toList();
        List<Double> seconds = caught.stream().map(row -> row.of(Bug.Net.SIMULATION).seconds()).sorted().toList();
        List<String> lines = new ArrayList<>();
        lines.add(rows.size() + " bugs, " + rows.stream().filter(row -> row.first() != null).count() + " caught by some net, "
                + rows.stream().filter(row -> row.holes().isEmpty()).count() + " by every net that must");
        if (!caught.isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT, "the simulator: %d of %d, half of them within %.1f s, %d within 10 s, %d within 60 s; shrunk to %d actions (median), %d at most",
                    caught.size(), hunted.size(), seconds.get(seconds.size() / 2), seconds.stream().filter(time -> time <= 10).count(),
                    seconds.stream().filter(time -> time <= 60).count(), sizes.get(sizes.size() / 2), sizes.getLast()));
        }
        List<String> stale = rows.stream().filter(ZooRow::exampleIsStale).map(row -> row.bug().id()).toList();
        if (!stale.isEmpty()) {
            lines.add("examples that show nothing any more: " + String.join(", ", stale) + "; keelson zoo " + String.join(" ", stale) + " --net simulation --keep replaces them");
        }
        return lines;
    }
}
