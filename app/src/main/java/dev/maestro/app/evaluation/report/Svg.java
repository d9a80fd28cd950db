package dev.maestro.app.evaluation.report;

import java.util.Locale;

/** Builds one plot as inline SVG; colours are the page's. Not thread-safe. */
public final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String label;

    /** @param label what a screen reader says */
    public Svg(int width, int height, String label) {
        this.width = width;
        this.height = height;
        this.label = label;
    }

    /** A straight line. */
    public Svg line(double x1, double y1, double x2, double y2, String style) {
        body.append(
                String.format(Locale.ROOT, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1, x2, y2));
        return this;
    }

    /** @param tip what is said when it is pointed at */
    public Svg circle(double x, double y, double radius, String style, String tip) {
        body.append(String.format(Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>", style,
                x, y, radius, escape(tip)));
        return this;
    }

    /** @param tip what is said when it is pointed at */
    public Svg rect(double x, double y, double w, double h, String style, double opacity, String tip) {
        body.append(String.format(Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"%.3f\"><title>%s</title></rect>",
                style, x, y, Math.max(0, w), Math.max(0, h), opacity, escape(tip)));
        return this;
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    public Svg text(double x, double y, String anchor, String style, String text) {
        body.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", style, x, y, anchor,
                escape(text)));
        return this;
    }

    /** A line through points. */
    public Svg path(String points, String style) {
        body.append("<polyline class=\"").append(style).append("\" points=\"").append(points).append("\"/>");
        return this;
    }

    /** A filled outline. */
    public Svg area(String points, String style) {
        body.append("<polygon class=\"").append(style).append("\" points=\"").append(points).append("\"/>");
        return this;
    }

    /** The plot as an element of a page. */
    public String done() {
        return "<svg viewBox=\"0 0 " + width + " " + height + "\" role=\"img\" aria-label=\"" + escape(label) + "\">" + body + "</svg>";
    }

    /** A name that fits a plot's margin. */
    public static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
