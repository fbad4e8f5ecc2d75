package io.keelson.launcher.conformance;

import io.keelson.launcher.ExitCode;
import io.keelson.spec.GraphReport;
import io.keelson.spec.certify.Branch;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.UnmetBranches;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the comparison of spec and code found.
 *
 * @param graphs the models whose whole graphs were compared; perhaps none
 * @param certificate what came of all steps
 * @param unmet why branches are not met
 */
record Result(List<GraphRow> graphs, Certificate certificate, UnmetBranches unmet) {
    ExitCode verdict() {
        boolean agrees = reports().allMatch(GraphReport::equal) && certificate.agrees();
        return agrees && complaints().isEmpty() ? ExitCode.VALID : ExitCode.INVALID;
    }

    /** Branches that nothing met and nobody explains. */
    List<String> complaints() {
        return unmet.complaints(certificate.branches());
    }

    long equalGraphs() {
        return reports().filter(GraphReport::equal).count();
    }

    long states() {
        return reports().mapToLong(GraphReport::javaStates).sum();
    }

    /** Steps of the graphs and of all other sources, each equal to one of the spec. */
    long certifiedTransitions() {
        return reports().filter(GraphReport::equal).mapToLong(GraphReport::transitions).sum() + certificate.total().certified();
    }

    long transitionsPerCpuSecond() {
        double seconds = reports().mapToDouble(GraphReport::javaCpuSeconds).sum();
        return seconds == 0 ? 0 : (long) (reports().mapToLong(GraphReport::transitions).sum() / seconds);
    }

    long branchesNeverMet() {
        return certificate.branches().entrySet().stream().filter(entry -> entry.getValue() == 0 && !entry.getKey().isBrokenOnly()).count();
    }

    long branches() {
        return certificate.branches().keySet().stream().filter(branch -> branch.kind() != Branch.Kind.OPERATOR && !branch.isBrokenOnly()).count();
    }

    /** The graphs in which spec and code differ. */
    Stream<GraphReport> differentGraphs() {
        return reports().filter(graph -> !graph.equal());
    }

    private Stream<GraphReport> reports() {
        return graphs.stream().map(GraphRow::report);
    }
}
