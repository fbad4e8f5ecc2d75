package io.keelson.jepsen.report;

import java.util.Locale;

/** Small help for pages that hold everything they need. */
public final class Html {
    private Html() {}

    /** Returns text as it can stand in a page or an attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** Returns a number as it can stand in an SVG attribute. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
