package io.keelson.jepsen.report;

import java.util.List;
import java.util.Locale;

/** Small help for pages that hold everything they need. */
public final class Html {
    private Html() {}

    /** Returns text as it can stand in a page or an attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /**
     * Returns an element.
     *
     * @param name of the element
     * @param content markup, taken as it is
     * @param attributes names and values by turns; the values are text
     */
    public static String element(String name, String content, String... attributes) {
        StringBuilder html = new StringBuilder("<").append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1])).append('"');
        }
        return html.append('>').append(content).append("</").append(name).append('>').toString();
    }

    /**
     * Returns a table.
     *
     * @param heading the columns' names, as text
     * @param rows cells as text, a list for each row
     */
    static String table(List<String> heading, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<table>\n<tr>");
        heading.forEach(name -> html.append(element("th", escape(name))));
        html.append("</tr>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append(element("td", escape(cell))));
            html.append("</tr>\n");
        }
        return html.append("</table>\n").toString();
    }

    /** Returns a number as it can stand in an SVG attribute. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
