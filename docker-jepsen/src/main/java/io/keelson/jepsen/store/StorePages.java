package io.keelson.jepsen.store;

import io.keelson.jepsen.report.Html;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages that the store server makes: the list of runs, and the list of a folder's files. */
final class StorePages {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String STYLE = """
            :root{color-scheme:light}
            body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:1240px;padding:0 1.2em;color:#1f2328;background:#fff}
            h1{font-size:1.4em;margin:0 0 .4em}a{color:#0969da;text-decoration:none}a:hover{text-decoration:underline}.dim{color:#57606a}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4em .9em .4em 0;vertical-align:top;border-bottom:1px solid #d0d7de}
            th{font-weight:600;color:#57606a}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}td{white-space:nowrap}td.note{white-space:normal;overflow-wrap:anywhere}
            .state{font-weight:600}.valid{color:#1a7f37}.invalid{color:#cf222e}.unknown{color:#9a6700}.going{color:#0969da}.broken_off,.report{color:#57606a}
            """;
    /** Puts the table of a fresh copy of the page in the place of this one's. */
    private static final String LIVE = """
            <script>
            setInterval(async()=>{try{
              const fresh=new DOMParser().parseFromString(await(await fetch(location)).text(),'text/html');
              document.querySelector('main').replaceWith(fresh.querySelector('main'));
            }catch(gone){document.title='(not running) runs';}},3000);
            </script>
            """;

    private StorePages() {}

    /** Shows all runs, and keeps itself up to date. */
    static String runs(List<RunSummary> runs) {
        StringBuilder html = new StringBuilder("<main>");
        if (runs.isEmpty()) {
            html.append("<p>No run is kept here yet.</p>");
        } else {
            html.append("<table>\n<tr><th>test</th><th>time</th><th>verdict</th><th class=\"number\">operations</th><th class=\"number\">ok</th><th></th><th>files</th></tr>\n");
            runs.forEach(run -> html.append(row(run)));
            html.append("</table>");
        }
        return page("runs", "<h1>runs</h1>\n" + html.append("</main>\n") + LIVE);
    }

    private static String row(RunSummary run) {
        String folder = encoded(run.test()) + "/" + encoded(run.time()) + "/";
        String files = run.files().stream().map(file -> link(folder + file, label(file))).collect(Collectors.joining(" \u00b7 "));
        return "<tr>" + cell(link(encoded(run.test()) + "/", run.test())) + cell(link(folder, readable(run.time())))
                + cell(Html.element("span", Html.escape(run.state().label()), "class", "state " + run.state().style()))
                + number(run.operations()) + number(run.ok()) + Html.element("td", Html.escape(run.note()), "class", "note dim") + cell(files) + "</tr>\n";
    }

    private static String label(String file) {
        return file.equals("jepsen.log") ? "log" : file.substring(0, file.indexOf('.'));
    }

    /** {@code 20261128T214214.224+0000} as people write it; any other name as it is. */
    private static String readable(String time) {
        return time.replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d).*$", "$1-$2-$3 $4:$5:$6");
    }

    /**
     * Shows what a folder holds.
     *
     * @param folder the folder
     * @param name its way from the store, for the heading
     */
    static String folder(Path folder, String name) throws IOException {
        List<Path> children;
        try (Stream<Path> all = Files.list(folder)) {
            children = all.sorted(Comparator.comparing((Path child) -> !Files.isDirectory(child)).thenComparing(child -> child.getFileName().toString())).toList();
        }
        StringBuilder html = new StringBuilder("<h1>").append(link("/", "runs")).append(" / ").append(Html.escape(name)).append("</h1>\n<table>\n")
                .append("<tr><th>name</th><th class=\"number\">bytes</th><th>changed</th></tr>\n<tr><td><a href=\"../\">..</a></td><td></td><td></td></tr>\n");
        for (Path child : children) {
            if (Files.exists(child)) { // A link that leads nowhere, and what was removed just now, are not shown.
                boolean isFolder = Files.isDirectory(child);
                String file = child.getFileName().toString();
                html.append("<tr>").append(cell(link(encoded(file) + (isFolder ? "/" : ""), file + (isFolder ? "/" : ""))))
                        .append(number(isFolder ? "" : String.format(Locale.ROOT, "%,d", Files.size(child))))
                        .append(cell(TIME.format(Files.getLastModifiedTime(child).toInstant()))).append("</tr>\n");
            }
        }
        return page(name, html.append("</table>\n").toString());
    }

    private static String page(String title, String body) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + Html.escape(title)
                + "</title>\n<style>\n" + STYLE + "</style></head><body>\n" + body + "</body></html>\n";
    }

    private static String cell(String content) {
        return Html.element("td", content);
    }

    private static String number(String text) {
        return Html.element("td", Html.escape(text), "class", "number");
    }

    private static String link(String to, String text) {
        return Html.element("a", Html.escape(text), "href", to);
    }

    /** A file's name as it stands in an address. */
    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
