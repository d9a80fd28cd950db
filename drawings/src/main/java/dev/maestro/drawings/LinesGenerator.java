package dev.maestro.drawings;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.List;

/** Draws two polylines of different colours and asks how often they cross. It draws no near misses. */
public final class LinesGenerator implements DrawingGenerator {
    private static final List<List<Ink>> PAIRS = List.of(
            List.of(new Ink("red", new Color(225, 25, 25)), new Ink("blue", new Color(30, 60, 230))),
            List.of(new Ink("green", new Color(20, 150, 50)), new Ink("red", new Color(210, 30, 40))),
            List.of(new Ink("blue", new Color(30, 90, 200)), new Ink("orange", new Color(250, 130, 10))),
            List.of(new Ink("purple", new Color(130, 40, 170)), new Ink("green", new Color(40, 140, 60))));

    private record Ink(String name, Color color) {}

    @Override
    public String kind() {
        return "lines";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        int width = chance.between(360, 1000);
        int height = chance.between(320, 800);
        float stroke = (float) chance.between(1.6, 5.0);
        Point2D.Double[] first;
        Point2D.Double[] second;
        int crossings;
        do {
            first = line(chance, width, height);
            second = line(chance, width, height);
            crossings = crossings(first, second, 4 * stroke + 8);
        } while (crossings < 0);
        List<Ink> inks = chance.of(PAIRS);
        PhotographEffects photograph = new PhotographEffects(width, height);
        photograph.background(chance.happens(0.75) ? Color.WHITE : new Color(238, 240, 236));
        photograph.graphics().setStroke(new BasicStroke(stroke));
        paint(photograph.graphics(), first, inks.get(0).color());
        paint(photograph.graphics(), second, inks.get(1).color());
        String names = inks.get(0).name() + " and " + inks.get(1).name();
        String question = chance.of(List.of("How many times do the %s lines touch each other?", "How many times do the %s lines cross?",
                "Count the intersection points where the %s lines meet.")).formatted(names);
        return new Drawing(kind(), seed, photograph.png(), question, List.of(Integer.toString(crossings)));
    }

    private static Point2D.Double[] line(SeededChoice chance, int width, int height) {
        int corners = chance.between(2, 4);
        Point2D.Double[] line = new Point2D.Double[corners];
        for (int k = 0; k < corners; k++) {
            line[k] = new Point2D.Double(width * (0.06 + 0.88 * k / (corners - 1)), height * chance.between(0.08, 0.92));
        }
        return line;
    }

    /** -1 when some corner comes so close to the other line that the eye could argue, or two crossings come too close. */
    private static int crossings(Point2D.Double[] a, Point2D.Double[] b, double clear) {
        int count = 0;
        for (int i = 0; i + 1 < a.length; i++) {
            for (int j = 0; j + 1 < b.length; j++) {
                Line2D.Double s = new Line2D.Double(a[i], a[i + 1]);
                Line2D.Double t = new Line2D.Double(b[j], b[j + 1]);
                boolean close = s.ptSegDist(t.getP1()) < clear || s.ptSegDist(t.getP2()) < clear || t.ptSegDist(s.getP1()) < clear
                        || t.ptSegDist(s.getP2()) < clear;
                if (close) {
                    return -1;
                }
                count += s.intersectsLine(t) ? 1 : 0;
            }
        }
        return count;
    }

    private static void paint(Graphics2D graphics, Point2D.Double[] line, Color color) {
        Path2D path = new Path2D.Double();
        path.moveTo(line[0].x, line[0].y);
        for (int k = 1; k < line.length; k++) {
            path.lineTo(line[k].x, line[k].y);
        }
        graphics.setColor(color);
        graphics.draw(path);
    }
}
