package io.keelson.launcher.verify;

import io.keelson.jepsen.report.Html;
import io.keelson.launcher.ExitCode;
import io.keelson.launcher.Progress;
import io.keelson.spec.Models;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.TlcModel;
import io.keelson.spec.TlcResult;
import io.keelson.spec.TlcRunner;
import io.keelson.spec.TraceText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** TLC explores the small models of the specification to the end, and refutes those that leave a rule out. */
final class ModelPhase implements Phase {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "model";
    }

    @Override
    public String description() {
        return "TLC explores every state of the small models of spec/tla and checks every invariant in each; models that leave a rule of "
                + "the protocol out must be refuted.";
    }

    @Override
    public Findings run() throws InterruptedException {
        Models models = Models.load();
        List<TlcModel> chosen = models.of(TlcModel.Group.QUICK);
        List<TlcResult> results = new ArrayList<>();
        try (SpecFiles files = SpecFiles.unpack(); Progress progress = Progress.start(name(), chosen.size())) {
            TlcRunner runner = new TlcRunner(files, LIMIT);
            for (TlcModel model : chosen) {
                int done = results.size();
                results.add(runner.run(model, (distinct, generated) -> progress.update(done,
                        String.format(Locale.ROOT, "%s: %,d distinct states", model.name(), distinct))));
            }
            Findings findings = findings(results);
            progress.finish(findings.verdict().label());
            return findings;
        }
    }

    /** Says what TLC found. */
    static Findings findings(List<TlcResult> results) {
        List<TlcResult> whole = results.stream().filter(result -> !isBroken(result)).toList();
        List<TlcResult> broken = results.stream().filter(ModelPhase::isBroken).toList();
        ExitCode verdict = results.stream().map(ModelPhase::verdict).reduce(ExitCode.VALID, ExitCode::and);
        Findings.Builder findings = Findings.of(verdict)
                .figure("models", whole.size())
                .figure("distinct states", whole.stream().mapToLong(TlcResult::distinct).sum())
                .figure("depth", whole.stream().mapToInt(TlcResult::depth).max().orElse(0))
                .figure("broken models refuted",
                        broken.stream().filter(TlcResult::asExpected).count() + " of " + broken.size());
        results.stream().filter(result -> !result.asExpected())
                .forEach(result -> findings.remark("the model " + result.model().name() + ": " + result.summary()));
        return findings.details(details(results)).build();
    }

    private static boolean isBroken(TlcResult result) {
        return result.model().isBroken();
    }

    /** A refuted invariant of a whole model is a violation; anything else unexpected leaves open what holds. */
    private static ExitCode verdict(TlcResult result) {
        if (result.asExpected()) {
            return ExitCode.VALID;
        }
        return result.verdict() == TlcResult.Verdict.VIOLATED && !isBroken(result) ? ExitCode.INVALID : ExitCode.UNKNOWN;
    }

    private static String details(List<TlcResult> results) {
        StringBuilder html = new StringBuilder("<table>\n<tr><th>model</th><th>about</th><th>outcome</th><th>time</th></tr>\n");
        for (TlcResult result : results) {
            html.append("<tr><td>").append(Html.escape(result.model().name())).append("</td><td>")
                    .append(Html.escape(result.model().about())).append("</td><td>").append(Html.escape(result.summary()))
                    .append("</td><td class=\"time\">").append(String.format(Locale.ROOT, "%.1f s", result.seconds()))
                    .append("</td></tr>\n");
        }
        html.append("</table>\n");
        results.stream().filter(result -> !result.asExpected() && !result.trace().isEmpty())
                .forEach(result -> html.append("<h3>").append(Html.escape(result.model().name())).append("</h3>\n<pre>")
                        .append(Html.escape(TraceText.of(result.trace()))).append("</pre>\n"));
        return html.toString();
    }
}
