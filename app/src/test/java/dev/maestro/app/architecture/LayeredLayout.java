package dev.maestro.app.architecture;

import dev.maestro.app.architecture.ModuleGraph.Arrow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Places for the boxes of a graph whose arrows point down: a row for each height, in an order with few crossings, each box near
 * the middle of what it is joined to. An arrow that passes rows takes a place in each of them. The method is that of Sugiyama
 * (1981): layers, order by the mean of the neighbours, then coordinates. The same graph gets the same places on every machine.
 */
final class LayeredLayout {
    private static final int SWEEPS = 40;
    private static final double GAP = 26;

    /** A box, or the place where an arrow passes a row. */
    static final class Place {
        final String module;
        final double width;
        final int row;
        final List<Place> above = new ArrayList<>();
        final List<Place> below = new ArrayList<>();
        double x;

        private Place(String module, double width, int row) {
            this.module = module;
            this.width = width;
            this.row = row;
        }

        boolean isBox() {
            return !module.isEmpty();
        }
    }

    /**
     * An arrow's way.
     *
     * @param places the box it leaves, the places at which it passes rows, the box it reaches
     */
    record Way(Arrow arrow, List<Place> places) {}

    private final List<List<Place>> rows = new ArrayList<>();
    private final Map<String, Place> boxes = new HashMap<>();
    private final List<Way> ways = new ArrayList<>();

    /**
     * @param graph without circles
     * @param arrows the arrows to draw
     * @param width of a module's box, in pixels
     */
    LayeredLayout(ModuleGraph graph, List<Arrow> arrows, ToDoubleFunction<String> width) {
        Map<String, Integer> heights = graph.heights();
        int top = heights.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (int row = 0; row <= top; row++) {
            rows.add(new ArrayList<>());
        }
        for (String module : graph.modules()) {
            boxes.put(module, place(module, width.applyAsDouble(module), top - heights.get(module)));
        }
        arrows.forEach(this::lead);
        order();
        settle();
    }

    /** Rows from top to bottom, each from left to right. */
    List<List<Place>> rows() {
        return rows;
    }

    Place box(String module) {
        return boxes.get(module);
    }

    List<Way> ways() {
        return ways;
    }

    private Place place(String module, double width, int row) {
        Place place = new Place(module, width, row);
        rows.get(row).add(place);
        return place;
    }

    private void lead(Arrow arrow) {
        List<Place> places = new ArrayList<>(List.of(boxes.get(arrow.from())));
        Place end = boxes.get(arrow.to());
        for (int row = places.getFirst().row + 1; row < end.row; row++) {
            places.add(place("", 0, row));
        }
        places.add(end);
        for (int i = 0; i + 1 < places.size(); i++) {
            places.get(i).below.add(places.get(i + 1));
            places.get(i + 1).above.add(places.get(i));
        }
        ways.add(new Way(arrow, List.copyOf(places)));
    }

    /** Sweeps down and up, and keeps the order that had the fewest crossings. */
    private void order() {
        List<List<Place>> best = copy();
        long fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean down = sweep % 2 == 0;
            for (int i = 1; i < rows.size(); i++) {
                List<Place> fixed = rows.get(down ? i - 1 : rows.size() - i);
                List<Place> row = rows.get(down ? i : rows.size() - 1 - i);
                Map<Place, Double> means = new HashMap<>();
                row.forEach(place -> means.put(place, mean(down ? place.above : place.below, fixed::indexOf, row.indexOf(place))));
                row.sort(Comparator.comparingDouble(means::get));
            }
            exchange();
            if (crossings() < fewest) {
                fewest = crossings();
                best = copy();
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            rows.set(i, best.get(i));
        }
    }

    /** Exchanges neighbours in a row as long as that takes crossings away. */
    private void exchange() {
        boolean better = true;
        while (better) {
            better = false;
            for (List<Place> row : rows) {
                for (int i = 0; i + 1 < row.size(); i++) {
                    long before = crossings();
                    row.add(i, row.remove(i + 1));
                    if (crossings() < before) {
                        better = true;
                    } else {
                        row.add(i, row.remove(i + 1));
                    }
                }
            }
        }
    }

    private long crossings() {
        long crossings = 0;
        for (int i = 0; i + 1 < rows.size(); i++) {
            List<int[]> lines = new ArrayList<>();
            for (int from = 0; from < rows.get(i).size(); from++) {
                for (Place to : rows.get(i).get(from).below) {
                    lines.add(new int[]{from, rows.get(i + 1).indexOf(to)});
                }
            }
            for (int[] one : lines) {
                crossings += lines.stream().filter(other -> one[0] < other[0] && one[1] > other[1]).count();
            }
        }
        return crossings;
    }

    private List<List<Place>> copy() {
        List<List<Place>> copy = new ArrayList<>();
        rows.forEach(row -> copy.add(new ArrayList<>(row)));
        return copy;
    }

    /** Moves each row towards the means of its neighbours' places, its order and its gaps kept. */
    private void settle() {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < rows.size(); i++) {
                boolean down = sweep % 2 == 0;
                List<Place> row = rows.get(down ? i : rows.size() - 1 - i);
                boolean last = sweep >= SWEEPS - 2;
                double[] wanted = row.stream().mapToDouble(place -> {
                    List<Place> near = new ArrayList<>(down || last ? place.above : List.of());
                    near.addAll(down && !last ? List.of() : place.below);
                    return mean(near, other -> other.x, place.x);
                }).toArray();
                spread(row, wanted);
            }
        }
        double left = rows.stream().flatMap(Collection::stream).mapToDouble(place -> place.x - place.width / 2).min().orElse(0);
        rows.forEach(row -> row.forEach(place -> place.x -= left));
    }

    /**
     * Gives a row the places nearest to those wanted (least squares) at which no two boxes come nearer than the gap: isotonic
     * regression by pooling neighbours that would violate the order.
     */
    private static void spread(List<Place> row, double[] wanted) {
        double[] offsets = new double[row.size()];
        for (int i = 1; i < row.size(); i++) {
            offsets[i] = offsets[i - 1] + (row.get(i - 1).width + row.get(i).width) / 2 + GAP;
        }
        List<double[]> pools = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            double[] pool = {wanted[i] - offsets[i], 1};
            while (!pools.isEmpty() && pools.getLast()[0] > pool[0]) {
                double[] left = pools.removeLast();
                pool = new double[]{(left[0] * left[1] + pool[0] * pool[1]) / (left[1] + pool[1]), left[1] + pool[1]};
            }
            pools.add(pool);
        }
        int next = 0;
        for (double[] pool : pools) {
            for (int i = 0; i < pool[1]; i++, next++) {
                row.get(next).x = pool[0] + offsets[next];
            }
        }
    }

    private static double mean(List<Place> places, ToDoubleFunction<Place> value, double otherwise) {
        return places.stream().mapToDouble(value).average().orElse(otherwise);
    }
}
