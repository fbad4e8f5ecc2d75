package io.keelson.launcher.conformance;

import io.keelson.launcher.ExitCode;
import io.keelson.spec.certify.Branch;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.UnmetBranches;
import java.util.List;

/**
 * What the comparison of spec and code found.
 *
 * @param graphs the models whose whole graphs were compared; perhaps none
 * @param certificate what came of all steps
 * @param unmet why branches are not met
 */
record Result(List<GraphRow> graphs, Certificate certificate, UnmetBranches unmet) {
    ExitCode verdict() {
        boolean agrees = graphs.stream().allMatch(GraphRow::equal) && certificate.agrees();
        return agrees && complaints().isEmpty() ? ExitCode.VALID : ExitCode.INVALID;
    }

    /** Branches that nothing met and nobody explains. */
    List<String> complaints() {
        return unmet.complaints(certificate.branches());
    }

    long equalGraphs() {
        return graphs.stream().filter(GraphRow::equal).count();
    }

    long states() {
        return graphs.stream().mapToLong(GraphRow::javaStates).sum();
    }

    /** Steps of the graphs and of all other sources, each equal to one of the spec. */
    long certifiedTransitions() {
        return graphs.stream().filter(GraphRow::equal).mapToLong(GraphRow::transitions).sum() + certificate.total().certified();
    }

    long transitionsPerCpuSecond() {
        double seconds = graphs.stream().mapToDouble(GraphRow::javaCpuSeconds).sum();
        return seconds == 0 ? 0 : (long) (graphs.stream().mapToLong(GraphRow::transitions).sum() / seconds);
    }

    long branchesNeverMet() {
        return certificate.branches().entrySet().stream().filter(entry -> entry.getValue() == 0 && !entry.getKey().isBrokenOnly()).count();
    }

    long branches() {
        return certificate.branches().keySet().stream().filter(branch -> branch.kind() != Branch.Kind.OPERATOR && !branch.isBrokenOnly()).count();
    }
}
