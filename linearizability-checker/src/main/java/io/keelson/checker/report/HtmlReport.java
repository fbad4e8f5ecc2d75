package io.keelson.checker.report;

import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.explain.Counterexample;
import io.keelson.checker.explain.Words;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One self-contained page: what is wrong in words and in a small picture, then all operations as bars, a row a process, of which it
 * draws what is in sight. Its size is bounded whatever the history.
 */
public final class HtmlReport {
    private HtmlReport() {
    }

    /**
     * The page.
     *
     * @param partitions  the results; the page shows the first that is not valid, or all
     * @param explanation plain text, shown as it is
     * @param found       why the first invalid partition is so, or null
     */
    public static String of(History history, Model model, String engine, List<PartitionResult> partitions, String explanation,
                            Counterexample found) {
        Verdict verdict = partitions.stream().map(PartitionResult::verdict).reduce(Verdict.VALID, Verdict::and);
        PartitionResult worst = verdict == Verdict.VALID ? null
            : partitions.stream().filter(partition -> partition.verdict() == verdict).findFirst().orElse(null);
        return template()
            .replace("{{title}}", verdict.label() + ": " + escape(model.name()))
            .replace("{{verdict}}", verdict.label())
            .replace("{{heading}}", "against " + escape(model.name()) + (worst == null || worst.key() == null ? ""
                : ", key " + escape(Values.brief(worst.key()))) + ", " + escape(engine) + " engine")
            .replace("{{outcomes}}", escape(TextReport.outcomes(history)))
            .replace("{{why}}", why(found))
            .replace("{{explanation}}", escape(explanation))
            .replace("{{data}}", new PageData(history, model, partitions, worst, found).toString());
    }

    private static String why(Counterexample found) {
        if (found == null || found.core().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section class=\"why\" aria-label=\"counterexample\"><p class=\"sentence\">")
            .append(escape(found.sentence())).append(".</p>\n").append(CoreFigure.of(found)).append("<dl>\n");
        for (Counterexample.Reasoned each : found.core()) {
            html.append("<dt>").append(each.label()).append("</dt><dd>process ").append(each.operation().process()).append(' ')
                .append(escape(each.operation().call())).append(", ").append(Words.began(each.operation())).append(" to ")
                .append(Words.returned(each.operation())).append(": ").append(escape(each.reason())).append("</dd>\n");
        }
        html.append("</dl>\n<p class=\"dim\">").append(escape(TextReport.scope(found))).append("</p>\n<details><summary>every order, tried</summary><ul>\n");
        found.helpers().forEach(line -> html.append("<li>could have helped, but does not: ").append(escape(line)).append("</li>\n"));
        found.orders().forEach(line -> html.append("<li>").append(escape(line)).append("</li>\n"));
        return html.append("</ul></details></section>\n").toString();
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("page.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("{{", "&#123;{");
    }
}
