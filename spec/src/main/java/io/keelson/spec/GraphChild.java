package io.keelson.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tlc2.tool.TLCState;

/** What the forked JVM of {@link GraphCheck} runs: one comparison, and on standard output how far it is and what came out. */
final class GraphChild {
    /** How a line with counts begins. */
    static final String FOUND = "keelson-found ";
    /** How the line with the report begins; what follows it is the difference. */
    static final String REPORT = "keelson-report ";
    /** How the line begins that says why there is no report. */
    static final String FAILED = "keelson-failed ";

    /** Far above every model's count: only wrong code comes here, and then the first states show it. */
    private static final long MOST_STATES = 5_000_000;

    private GraphChild() {}

    /**
     * Compares.
     *
     * @param arguments the folder of the specification, and the model's line in the manifest
     */
    public static void main(String[] arguments) {
        try {
            TlcModel model = Models.parse(arguments[1]).all().get(0);
            GraphReport report = compare(SpecFiles.at(Path.of(arguments[0])), model, (states, transitions) ->
                    System.out.println(FOUND + states + " " + transitions));
            System.out.println(REPORT + report.javaStates() + " " + report.specStates() + " " + report.transitions() + " "
                    + report.depth() + " " + report.equal() + " " + report.javaCpuSeconds() + " " + report.specCpuSeconds());
            System.out.println(report.difference());
        } catch (RuntimeException failure) {
            System.out.println(FAILED + String.valueOf(failure.getMessage()).replaceAll("\\s+", " "));
            System.exit(1);
        }
    }

    private static GraphReport compare(SpecFiles files, TlcModel model, ProgressListener listener) {
        ModelSettings settings = ModelSettings.of(files, model);
        SpecGraph spec = new SpecGraph(files, model);
        List<GlobalState> initial = initialStates(settings, spec);
        Explorer explorer = new Explorer(settings, MOST_STATES);
        Exploration code = explorer.run(initial, (states, transitions) -> {});
        CpuTime cpu = new CpuTime();
        GraphComparison comparison = new GraphComparison(spec, explorer.graph(), new StateAbstraction(settings, explorer.graph()));
        String difference = comparison.run(initial.size(), code, model, listener);
        return new GraphReport(
                model.name(), code.states(), comparison.specStates(), comparison.transitions(), code.depth(), difference.isEmpty(),
                difference, code.cpuSeconds(), cpu.seconds());
    }

    /** The code has an initial state of its own; a model that begins in the middle lends its states. */
    private static List<GlobalState> initialStates(ModelSettings settings, SpecGraph spec) {
        if (settings.init.equals("Init")) {
            return List.of(GlobalState.initial(settings));
        }
        SpecDecoder decoder = new SpecDecoder(settings.servers);
        List<GlobalState> decoded = new ArrayList<>();
        for (TLCState state : spec.initialStates()) {
            decoded.add(decoder.state(state));
        }
        return decoded;
    }

    /** Reads the report line back. */
    static GraphReport report(TlcModel model, String line, String difference) {
        String[] fields = line.substring(REPORT.length()).split(" ");
        return new GraphReport(
                model.name(),
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                Boolean.parseBoolean(fields[4]),
                difference,
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]));
    }
}
