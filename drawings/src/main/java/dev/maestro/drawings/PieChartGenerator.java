package dev.maestro.drawings;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws pies and rings with a legend or with names beside the sectors, with and without printed shares. */
public final class PieChartGenerator implements DrawingGenerator {
    /** Percent by which any two sectors differ at least. */
    private static final double APART = 2;

    @Override
    public String kind() {
        return "pie-chart";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        ChartPaper paper = new ChartPaper(chance);
        List<String> names = chance.of(ChartWords.CATEGORIES);
        List<String> categories = chance.some(names, chance.between(3, 6));
        int n = categories.size();
        double[] shares = shares(chance, n);
        boolean printed = chance.happens(0.6);
        boolean legend = chance.happens(0.45);
        boolean ring = chance.happens(0.35);
        boolean edged = chance.happens(0.5);
        boolean titled = chance.happens(0.7);
        if (titled) {
            paper.title(chance.of(ChartWords.TITLES), paper.width() / 2.0, paper.size * 1.9);
        }
        double top = paper.size * (titled ? 5 : 3.5);
        double radius = Math.min((paper.height() - top - paper.size * 3.5) / 2, paper.width() * 0.24);
        double cx = legend ? paper.width() * 0.4 : paper.width() / 2.0;
        double cy = top + radius;
        double angle = chance.between(0.0, 360.0);
        for (int i = 0; i < n; i++) {
            double extent = shares[i] * 3.6;
            Arc2D sector = new Arc2D.Double(cx - radius, cy - radius, 2 * radius, 2 * radius, angle, extent, Arc2D.PIE);
            paper.fill(sector, paper.palette.get(i));
            if (edged) {
                paper.graphics.setColor(paper.page);
                paper.graphics.setStroke(new BasicStroke(2));
                paper.graphics.draw(sector);
            }
            angle += extent;
        }
        if (ring) {
            paper.fill(new Ellipse2D.Double(cx - radius * 0.52, cy - radius * 0.52, radius * 1.04, radius * 1.04), paper.page);
        }
        for (int i = 0; i < n; i++) {
            double middle = Math.toRadians(angle + shares[i] * 1.8);
            angle += shares[i] * 3.6;
            if (printed) {
                Color colour = paper.palette.get(i);
                boolean light = 0.3 * colour.getRed() + 0.59 * colour.getGreen() + 0.11 * colour.getBlue() > 140;
                double at = radius * (ring ? 0.77 : 0.66);
                paper.letters().drawCentered(paper.graphics, ChartPaper.number(shares[i], 0, "%"), cx + Math.cos(middle) * at,
                        cy - Math.sin(middle) * at + paper.half(), paper.size * 0.95, light ? Color.BLACK : Color.WHITE);
            }
            if (legend) {
                double y = cy - (n - 1) * paper.size + i * 2 * paper.size;
                double x = cx + radius + paper.size * 3;
                double side = Math.round(paper.size * 0.85);
                paper.fill(new Rectangle2D.Double(Math.round(x), Math.round(y - side / 2), side, side), paper.palette.get(i));
                paper.left(categories.get(i), x + side + 7, y + paper.half());
            } else {
                double x = cx + Math.cos(middle) * (radius + paper.size * 0.9);
                double y = cy - Math.sin(middle) * (radius + paper.size * 1.1) + paper.half();
                if (Math.cos(middle) > 0) {
                    paper.left(categories.get(i), x, y);
                } else {
                    paper.right(categories.get(i), x, y);
                }
            }
        }
        ChartFacts facts = new ChartFacts(categories, List.of(""), new double[][]{shares}, 0, "%", printed, false);
        ChartFacts.Asked asked = facts.ask(chance);
        return new Drawing(kind(), seed, paper.png(), asked.question(), asked.accepted());
    }

    /** Whole percents that add up to 100. */
    private static double[] shares(SeededChoice chance, int n) {
        while (true) {
            double[] raw = new double[n];
            double sum = 0;
            for (int i = 0; i < n; i++) {
                raw[i] = chance.between(0.6, 4.0);
                sum += raw[i];
            }
            double left = 100;
            for (int i = 0; i < n - 1; i++) {
                raw[i] = Math.round(100 * raw[i] / sum);
                left -= raw[i];
            }
            raw[n - 1] = left;
            if (far(raw)) {
                return raw;
            }
        }
    }

    private static boolean far(double[] shares) {
        for (int i = 0; i < shares.length; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(shares[i] - shares[j]) < APART) {
                    return false;
                }
            }
            if (shares[i] < 5) {
                return false;
            }
        }
        return true;
    }
}
