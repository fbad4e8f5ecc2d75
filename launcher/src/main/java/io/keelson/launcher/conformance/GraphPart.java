package io.keelson.launcher.conformance;

import io.keelson.launcher.Progress;
import io.keelson.spec.GraphCheck;
import io.keelson.spec.GraphReport;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.TlcModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the whole graphs of models. */
final class GraphPart {
    private GraphPart() {}

    static List<GraphRow> run(SpecFiles files, List<TlcModel> models) {
        List<GraphRow> rows = new ArrayList<>();
        for (TlcModel model : models) {
            try (Progress progress = Progress.start("graph " + model.name(), 0)) {
                GraphReport report = GraphCheck.run(files, model, (states, transitions) ->
                        progress.update(states, String.format(Locale.ROOT, "states, %,d transitions", transitions)));
                rows.add(new GraphRow(bound(SpecFiles.text("models/" + model.name() + ".cfg")), report));
                progress.finish(report.summary());
            }
        }
        return rows;
    }

    /** The constants that bound a model. */
    static String bound(String configuration) {
        int members = constant(configuration, "Server").split(",").length;
        String log = constant(configuration, "MaxLog");
        return members + (members == 1 ? " member, term " : " members, term ") + constant(configuration, "MaxTerm") + ", log " + log + ", "
                + constant(configuration, "NetMode").replace("\"", "");
    }

    private static String constant(String configuration, String name) {
        Matcher line = Pattern.compile("(?m)^\\s*" + name + "\\s*=\\s*(.*)$").matcher(configuration);
        return line.find() ? line.group(1).strip() : "?";
    }
}
