package io.keelson.simulation;

import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.Sight;
import java.util.ArrayList;
import java.util.List;

/** A campaign's result in words. */
final class CampaignSummary {
    private CampaignSummary() {}

    static List<String> lines(CampaignReport report) {
        List<String> lines = new ArrayList<>();
        CampaignReport.Totals t = report.totals();
        lines.add(report.verdict().label() + ": " + t.schedules() + " schedules, " + t.virtualSeconds() + " virtual seconds; " + t.invalid()
                + " invalid, " + t.unknown() + " unknown");
        lines.add("operations: " + t.operations() + " (" + t.ok() + " ok, " + t.fail() + " fail, " + t.info() + " info); acknowledged writes "
                + t.acknowledgedWrites() + ", lost " + t.lostWrites() + "; session retries " + t.retried());
        lines.add("nodes: leader changes " + t.leaderChanges() + ", conflicts truncated " + t.conflictsTruncated() + ", crashes " + t.crashes()
                + " (" + t.crashesWithLoss() + " lost unforced data), restarts " + t.restarts() + " (" + t.tailsLost() + " without their log's last entries)" + ", failed forces " + t.failedForces()
                + ", stalled disks noticed " + t.stallsNoticed() + ", leadership transferred " + t.transfers() + ", runs with lease reads " + t.leases());
        lines.add("snapshots: taken " + t.snapshotsTaken() + ", installed " + t.snapshotsInstalled() + ", logs compacted " + t.logCompactions());
        lines.add("messages: lost " + t.messagesLost() + ", duplicated " + t.messagesDuplicated() + ", reordered " + t.messagesReordered());
        lines.add("seen: " + sights(t));
        if (report.isVacuous()) {
            lines.add("vacuous: the campaign never saw " + String.join(", ", report.never()) + why(report.settings(), t));
        }
        for (CampaignReport.Failure failure : report.failures()) {
            describe(report, failure, lines);
        }
        int others = report.state().failed().size() - report.failures().size();
        if (others > 0) {
            lines.add("");
            lines.add(others + " more failed" + (report.settings().out() == null ? "" : "; " + report.settings().out().resolve("failures") + " holds their schedules as they were found, of the first hundred"));
        }
        return lines;
    }

    private static String why(CampaignSettings settings, CampaignReport.Totals totals) {
        boolean hasNone = totals.schedules() == 0 && settings.shard().index() >= settings.schedules();
        return hasNone ? "; part " + settings.shard().index() + " of " + settings.shard().count() + " has none of the " + settings.schedules() : "";
    }

    private static String sights(CampaignReport.Totals totals) {
        List<String> seen = new ArrayList<>();
        for (Sight sight : Sight.values()) {
            seen.add(sight.words() + " " + totals.sights().of(sight));
        }
        return String.join(", ", seen);
    }

    private static void describe(CampaignReport report, CampaignReport.Failure failure, List<String> lines) {
        SimulationReport run = failure.shrunk();
        lines.add("");
        lines.add("schedule " + failure.number() + " of seed " + report.settings().seed() + " is " + run.verdict().label() + ", " + run.failure() + ":");
        run.explanation().lines().map("  "::concat).forEach(lines::add);
        lines.add("shrunk schedule:");
        ScheduleText.write(run.schedule()).lines().map("  "::concat).forEach(lines::add);
        if (failure.directory() != null) {
            lines.add("replay: ./keelson simulate --replay " + failure.directory().resolve(FailureFiles.SCHEDULE));
            lines.add("drawn: " + failure.directory().resolve(FailureFiles.PAGE));
        }
    }
}
