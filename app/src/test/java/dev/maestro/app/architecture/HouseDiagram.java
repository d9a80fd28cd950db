package dev.maestro.app.architecture;

import dev.maestro.app.architecture.LayeredLayout.Place;
import dev.maestro.app.architecture.LayeredLayout.Way;
import dev.maestro.app.architecture.ModuleGraph.Arrow;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The modules as an SVG picture: a box each, and the arrows that no other arrow implies. It reads well on light and on dark. */
final class HouseDiagram {
    private static final int MARGIN = 24;
    private static final int ROW = 84;
    private static final int BOX = 38;
    private static final int LEGEND = 44;
    /** The module that is the program; boxes of what it does not carry are dashed. */
    private static final String PROGRAM = "app";

    private HouseDiagram() {}

    /** The text of the SVG file; the same graph gives the same text. */
    static String svg(ModuleGraph graph) {
        LayeredLayout layout = new LayeredLayout(graph, graph.needed(), module -> 34 + 8.2 * module.length());
        Set<String> carried = graph.carriedBy(PROGRAM);
        double right = layout.rows().stream().flatMap(List::stream).mapToDouble(place -> place.x + place.width / 2).max().orElse(0);
        long width = Math.max(560, Math.round(right) + 2 * MARGIN);
        int height = (layout.rows().size() - 1) * ROW + BOX + 2 * MARGIN + LEGEND;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="DejaVu Sans, Verdana, sans-serif" font-size="13">
                  <title>The modules of Maestro: each needs those that its arrows lead down to</title>
                  <style>
                    .ground { fill: #ffffff } .box { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.2 } .apart { stroke-dasharray: 2 3 }
                    .name { fill: #1f2328; text-anchor: middle } .note { fill: #57606a; font-size: 11px }
                    .arrow { stroke: #57606a; stroke-width: 1.4; fill: none; marker-end: url(#head) } .head { fill: #57606a }
                    .running { stroke-dasharray: 6 4; stroke: #0969da; marker-end: url(#found) } .found { fill: #0969da }
                    @media (prefers-color-scheme: dark) {
                      .ground { fill: #0d1117 } .box { fill: #161b22; stroke: #8b949e } .name { fill: #e6edf3 } .note { fill: #8b949e }
                      .arrow { stroke: #8b949e } .head { fill: #8b949e } .running { stroke: #58a6ff } .found { fill: #58a6ff }
                    }
                  </style>
                  <defs>
                    <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker>
                    <marker id="found" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="found" d="M0 0 8 4 0 8z"/></marker>
                  </defs>
                  <rect class="ground" width="%1$d" height="%2$d"/>
                """.formatted(width, height));
        layout.ways().forEach(way -> svg.append(path(way)));
        graph.modules().stream().map(layout::box).forEach(box -> svg.append(box(box, carried.contains(box.module))));
        return svg.append(legend(height - LEGEND)).append("</svg>\n").toString();
    }

    private static String box(Place place, boolean carried) {
        return "  <rect class=\"box%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/><text class=\"name\" x=\"%d\" y=\"%d\">%s</text>%n"
                .formatted(carried ? "" : " apart", Math.round(MARGIN + place.x - place.width / 2), top(place), Math.round(place.width),
                        BOX,
                        Math.round(MARGIN + place.x), top(place) + 24, place.module)
                .replace(System.lineSeparator(), "\n");
    }

    /** A line that leaves a row and enters the next one upright. */
    private static String path(Way way) {
        List<Place> places = way.places();
        Place from = places.getFirst();
        long x = MARGIN + Math.round(from.x + port(from, from.below, places.get(1)));
        StringBuilder d = new StringBuilder("M%d %d".formatted(x, top(from) + BOX));
        for (int i = 1; i < places.size(); i++) {
            Place to = places.get(i);
            long nextX = MARGIN + Math.round(to.x + port(to, to.above, places.get(i - 1)));
            int start = top(places.get(i - 1)) + BOX;
            int middle = (start + top(to)) / 2;
            d.append("C%d %d %d %d %d %d".formatted(x, middle, nextX, middle, nextX, top(to) - (to.isBox() ? 1 : 0)));
            if (!to.isBox()) {
                d.append("V%d".formatted(top(to) + BOX));
            }
            x = nextX;
        }
        return "  <path class=\"%s\" d=\"%s\"/>\n".formatted(style(way.arrow()), d);
    }

    private static String style(Arrow arrow) {
        return arrow.onlyWhenRunning() ? "arrow running" : "arrow";
    }

    /** Where on a box's edge, from its middle, the line to or from the other place has its end: in the order of the other ends. */
    private static double port(Place box, List<Place> others, Place other) {
        if (!box.isBox()) {
            return 0;
        }
        List<Place> ordered = others.stream().sorted(Comparator.comparingDouble(place -> place.x)).toList();
        double step = Math.min(18, (box.width - 20) / ordered.size());
        return (ordered.indexOf(other) - (ordered.size() - 1) / 2.0) * step;
    }

    private static String legend(int y) {
        Function<Integer, String> baseline = line -> Integer.toString(y + 14 + 17 * line);
        return """
                  <path class="arrow" d="M24 %3$sH64"/><text class="note" x="72" y="%1$s">is compiled against (arrows that others imply are left out)</text>
                  <path class="arrow running" d="M24 %4$sH64"/><text class="note" x="72" y="%2$s">finds when it runs</text>
                  <rect class="box apart" x="232" y="%5$s" width="32" height="12" rx="3"/><text class="note" x="272" y="%2$s">is no part of the program</text>
                """.formatted(baseline.apply(0), baseline.apply(1), y + 10, y + 27, y + 21);
    }

    private static int top(Place place) {
        return MARGIN + place.row * ROW;
    }
}
