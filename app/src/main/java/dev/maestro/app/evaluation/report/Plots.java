package dev.maestro.app.evaluation.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The report's plots, each for itself. */
final class Plots {
    private static final int WIDTH = 720;
    private static final int NAME_WIDTH = 190;
    private static final int RIGHT = 60;
    private static final int ROW = 34;
    private static final int AXIS = 26;
    /** More rows than this are in the table, not in the plot. */
    private static final int ROWS = 40;

    private Plots() {}

    /** A row per name: two points with their intervals. */
    record Pair(String name, Estimate reference, Estimate strict) {}

    static String shares(List<Pair> rows) {
        List<Pair> shown = rows.subList(0, Math.min(ROWS, rows.size()));
        int height = shown.size() * ROW + AXIS + 6;
        Svg svg = new Svg(WIDTH, height, "accuracy with 95 % intervals");
        double span = WIDTH - NAME_WIDTH - RIGHT;
        for (int tick = 0; tick <= 100; tick += 20) {
            double x = NAME_WIDTH + span * tick / 100;
            svg.line(x, 4, x, height - AXIS, "grid").text(x, height - 8, "middle", "tick", tick + " %");
        }
        for (int i = 0; i < shown.size(); i++) {
            Pair row = shown.get(i);
            double y = i * ROW + 20;
            svg.text(NAME_WIDTH - 12, y + 4, "end", "name", Svg.cut(row.name().isEmpty() ? "(no source)" : row.name(), 26));
            interval(svg, row.reference(), y - 6, span, "reference", "reference score");
            interval(svg, row.strict(), y + 6, span, "strict", "strict score");
            Estimate shownValue = row.strict().samples() > 0 ? row.strict() : row.reference();
            if (shownValue.samples() > 0) {
                svg.text(WIDTH - RIGHT + 10, y + 4, "start", "value", percent(shownValue.share()));
            }
        }
        return svg.done();
    }

    private static void interval(Svg svg, Estimate e, double y, double span, String style, String what) {
        if (e.samples() == 0) {
            return;
        }
        String tip = what + ": " + percent(e.share()) + " (" + percent(e.low()) + " to " + percent(e.high()) + "), " + e.samples()
                + " samples";
        svg.line(NAME_WIDTH + span * e.low(), y, NAME_WIDTH + span * e.high(), y, "whisker " + style).circle(NAME_WIDTH + span * e.share(),
                y, 5, style, tip);
    }

    /** Bars on a logarithmic scale of time, with the percentiles. */
    static String latency(Summary.Latency latency) {
        List<Summary.Latency.Bar> bars = latency.bars();
        int height = 240;
        Svg svg = new Svg(WIDTH, height, "latency of the attempts");
        if (bars.isEmpty()) {
            return svg.text(WIDTH / 2.0, height / 2.0, "middle", "name", "nothing was answered yet").done();
        }
        double left = 46;
        double span = WIDTH - left - 20;
        double base = height - AXIS;
        double first = Math.log(Math.max(1, bars.getFirst().fromMs()));
        double last = Math.log(bars.getLast().toMs());
        Function<Long, Double> x = ms -> left + span * (Math.log(Math.max(1, ms)) - first) / Math.max(1e-9, last - first);
        long most = bars.stream().mapToLong(Summary.Latency.Bar::attempts).max().orElse(1);
        svg.text(left - 8, 40, "end", "tick", Long.toString(most)).text(left - 8, base, "end", "tick", "0").line(left, base, WIDTH - 20,
                base, "axis");
        for (Summary.Latency.Bar bar : bars) {
            double tall = (base - 36) * bar.attempts() / most;
            double from = x.apply(bar.fromMs());
            svg.rect(from + 1, base - tall, x.apply(bar.toMs()) - from - 2, tall, "bar", 1,
                    time(bar.fromMs()) + " to " + time(bar.toMs()) + ": " + bar.attempts());
        }
        double free = Double.NEGATIVE_INFINITY;
        for (Summary.Latency.Bar bar : bars) {
            double at = x.apply(bar.fromMs());
            if (at - free > 70) {
                svg.text(at, height - 8, "middle", "tick", time(bar.fromMs()));
                free = at;
            }
        }
        mark(svg, x.apply(latency.p50Ms()), base, 30, "p50 " + time(latency.p50Ms()));
        mark(svg, x.apply(latency.p95Ms()), base, 18, "p95 " + time(latency.p95Ms()));
        mark(svg, x.apply(latency.p99Ms()), base, 30, "p99 " + time(latency.p99Ms()));
        return svg.done();
    }

    private static void mark(Svg svg, double x, double base, double y, String label) {
        boolean end = x > WIDTH - 120;
        svg.line(x, base, x, y, "mark").text(end ? x - 5 : x + 5, y, end ? "end" : "start", "tick strong", label);
    }

    /** Experts down, skills across, the darker the more calls. */
    static String routing(Summary.Routing routing) {
        List<String> experts = routing.pairs().stream().map(Summary.Routing.Pair::expert).distinct().limit(ROWS).toList();
        List<String> skills = routing.pairs().stream().map(Summary.Routing.Pair::skill).distinct().limit(12).toList();
        int top = 132;
        int height = top + Math.max(1, experts.size()) * 30 + 8;
        Svg svg = new Svg(WIDTH, height, "share of calls by expert and skill");
        if (experts.isEmpty()) {
            return svg.text(WIDTH / 2.0, 60, "middle", "name", "nothing was called yet").done();
        }
        double cell = Math.min(90, (WIDTH - NAME_WIDTH - 110) / (double) skills.size());
        for (int s = 0; s < skills.size(); s++) {
            svg.text(NAME_WIDTH + s * cell + cell / 2, top - 10, "start", "name slanted", Svg.cut(skills.get(s).replace('_', ' '), 24));
        }
        double most = routing.pairs().stream().mapToDouble(Summary.Routing.Pair::share).max().orElse(1);
        for (int e = 0; e < experts.size(); e++) {
            double y = top + e * 30.0;
            svg.text(NAME_WIDTH - 12, y + 19, "end", "name", Svg.cut(experts.get(e), 26));
            for (int s = 0; s < skills.size(); s++) {
                String expert = experts.get(e);
                String skill = skills.get(s);
                double share = routing.pairs().stream().filter(p -> p.expert().equals(expert) && p.skill().equals(skill))
                        .mapToDouble(Summary.Routing.Pair::share).sum();
                svg.rect(NAME_WIDTH + s * cell + 1, y + 1, cell - 2, 28, share > 0 ? "bar" : "empty",
                        share > 0 ? 0.18 + 0.82 * share / most : 1, expert + " with " + skill + ": " + percent(share));
                if (share > 0 && cell >= 44) {
                    svg.text(NAME_WIDTH + s * cell + cell / 2, y + 19, "middle", share / most > 0.55 ? "on" : "value", percent(share));
                }
            }
        }
        return svg.done();
    }

    static String passAtK(List<Summary.PassAtK> rows) {
        int height = 220;
        Svg svg = new Svg(WIDTH, height, "chance that one of k attempts is right");
        double left = 56;
        double base = height - AXIS;
        double span = WIDTH - left - 60;
        for (int tick = 0; tick <= 100; tick += 25) {
            double y = base - (base - 14) * tick / 100;
            svg.line(left, y, left + span, y, "grid").text(left - 8, y + 4, "end", "tick", tick + " %");
        }
        double widest = Math.log(Math.max(2, rows.getLast().k()));
        StringBuilder points = new StringBuilder();
        for (Summary.PassAtK row : rows) {
            points.append(
                    String.format(Locale.ROOT, "%.1f,%.1f ", left + span * Math.log(row.k()) / widest, base - (base - 14) * row.chance()));
        }
        svg.path(points.toString().strip(), "curve");
        for (Summary.PassAtK row : rows) {
            double x = left + span * Math.log(row.k()) / widest;
            svg.circle(x, base - (base - 14) * row.chance(), 5, "strict", "pass@" + row.k() + ": " + percent(row.chance())).text(x,
                    height - 8, "middle", "tick", "k = " + row.k());
        }
        return svg.done();
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.0995 ? "%.1f %%" : "%.0f %%", share * 100);
    }

    static String time(long ms) {
        if (ms < 1_000) {
            return ms + " ms";
        }
        return ms < 120_000 ? String.format(Locale.ROOT, "%.1f s", ms / 1_000.0) : String.format(Locale.ROOT, "%.0f min", ms / 60_000.0);
    }
}
