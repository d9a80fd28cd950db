package dev.maestro.drawings;

import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a map of four stations, joined by lines of one colour each that run along a grid, and asks how many lines join
 * two of them.
 */
public final class PathsGenerator implements DrawingGenerator {
    private static final List<Color> COLORS = List.of(new Color(31, 119, 180), new Color(255, 127, 14), new Color(44, 160, 44),
            new Color(214, 39, 40),
            new Color(148, 103, 189), new Color(140, 86, 75));
    private static final List<String> NAMES = List.of("A", "B", "C", "D");
    private static final int CELLS = 16;

    @Override
    public String kind() {
        return "paths";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        int side = chance.between(560, 1000);
        double cell = side * 0.8 / CELLS;
        double start = side * 0.1;
        float stroke = (float) chance.between(cell * 0.12, cell * 0.32);
        PhotographEffects photograph = new PhotographEffects(side, side);
        photograph.background(Color.WHITE);
        photograph.graphics().setStroke(new BasicStroke(stroke));
        // ports: which column or row of its side each line uses; no two lines share one
        int[] used = new int[4];
        int lines = chance.between(2, 5);
        List<int[]> joins = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            int from = chance.between(0, 3);
            int to = (from + chance.between(1, 3)) % 4;
            if (used[from] == 3 || used[to] == 3) {
                continue;
            }
            photograph.graphics().setColor(COLORS.get(line));
            photograph.graphics().draw(path(chance, from, used[from]++, to, used[to]++, start, cell, line));
            joins.add(new int[]{from, to});
        }
        label(photograph, side);
        int from = chance.between(0, 3);
        int to = (from + chance.between(1, 3)) % 4;
        long count = joins.stream().filter(j -> j[0] == from && j[1] == to || j[0] == to && j[1] == from).count();
        String question = chance
                .of(List.of("How many single-colored paths go from %s to %s?", "Count the one-colored routes that go from %s to %s."))
                .formatted(NAMES.get(from), NAMES.get(to));
        return new Drawing(kind(), seed, photograph.png(), question, List.of(Long.toString(count)));
    }

    /** From one side's port along the grid to the other's; each line turns on rows and columns of its own, so lines cross but never run together. */
    private static Path2D path(SeededChoice chance, int from, int fromPort, int to, int toPort, double start, double cell, int line) {
        double[] a = port(from, fromPort, start, cell);
        double[] b = port(to, toPort, start, cell);
        double[] inA = inwards(from, a, cell, 1 + line * 0.5);
        double[] inB = inwards(to, b, cell, 1 + line * 0.5);
        double row = start + cell * (3.25 + line * 2 + chance.between(0, 1) * 0.5);
        double column = start + cell * (3.25 + line * 2 + chance.between(0, 1) * 0.5);
        Path2D path = new Path2D.Double();
        path.moveTo(a[0], a[1]);
        path.lineTo(inA[0], inA[1]);
        boolean upA = from % 2 == 0;
        boolean upB = to % 2 == 0;
        if (upA && upB) {
            path.lineTo(inA[0], row);
            path.lineTo(inB[0], row);
        } else if (!upA && !upB) {
            path.lineTo(column, inA[1]);
            path.lineTo(column, inB[1]);
        } else if (upA) {
            path.lineTo(inA[0], inB[1]);
        } else {
            path.lineTo(inB[0], inA[1]);
        }
        path.lineTo(inB[0], inB[1]);
        path.lineTo(b[0], b[1]);
        return path;
    }

    /** Sides in order top, right, bottom, left. */
    private static double[] port(int side, int port, double start, double cell) {
        double along = start + cell * (CELLS / 2.0 - 1 + port);
        double end = start + cell * CELLS;
        return switch (side) {
            case 0 -> new double[]{along, start};
            case 1 -> new double[]{end, along};
            case 2 -> new double[]{along, end};
            default -> new double[]{start, along};
        };
    }

    private static double[] inwards(int side, double[] port, double cell, double cells) {
        double step = cell * Math.min(cells, 2.5);
        return switch (side) {
            case 0 -> new double[]{port[0], port[1] + step};
            case 1 -> new double[]{port[0] - step, port[1]};
            case 2 -> new double[]{port[0], port[1] - step};
            default -> new double[]{port[0] + step, port[1]};
        };
    }

    private static void label(PhotographEffects photograph, int side) {
        Lettering lettering = Lettering.of(FontFace.SANS_BOLD);
        double size = side * 0.055;
        double down = lettering.capHeight(size) / 2;
        lettering.drawCentered(photograph.graphics(), NAMES.get(0), side / 2.0, side * 0.055 + down, size, Color.BLACK);
        lettering.drawCentered(photograph.graphics(), NAMES.get(1), side * 0.945, side / 2.0 + down, size, Color.BLACK);
        lettering.drawCentered(photograph.graphics(), NAMES.get(2), side / 2.0, side * 0.945 + down, size, Color.BLACK);
        lettering.drawCentered(photograph.graphics(), NAMES.get(3), side * 0.055, side / 2.0 + down, size, Color.BLACK);
    }
}
