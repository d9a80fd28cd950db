package dev.maestro.drawings;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;

/** Draws one to three lines over years, with and without markers, grid, legend and printed values. */
public final class LineChartGenerator implements DrawingGenerator {
    private static final double APART = 0.04;

    @Override
    public String kind() {
        return "line-chart";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        ChartPaper paper = new ChartPaper(chance);
        List<String> series = chance.happens(0.5) ? chance.of(ChartWords.SERIES) : List.of("");
        int first = chance.between(1995, 2014);
        List<String> years = IntStream.range(first, first + chance.between(5, 8)).mapToObj(Integer::toString).toList();
        boolean printed = series.size() == 1 && chance.happens(0.6);
        String unit = chance.happens(0.2) ? "%" : "";
        double scale = unit.isEmpty() ? chance.of(List.of(40.0, 90.0, 900.0, 15_000.0)) : 80;
        int decimals = scale <= 90 && chance.happens(0.5) ? 1 : 0;
        double[][] values = new double[series.size()][];
        for (int s = 0; s < values.length; s++) {
            values[s] = ChartValues.apart(chance, years.size(), scale, decimals, APART);
            int at = s;
            boolean close = IntStream.range(0, s)
                    .anyMatch(o -> IntStream.range(0, years.size()).anyMatch(i -> Math.abs(values[o][i] - values[at][i]) < 0.035 * scale));
            s -= close ? 1 : 0;
        }
        boolean titled = chance.happens(0.7);
        double left = paper.size * 4.2 + chance.between(14, 30);
        double right = paper.width() - paper.size * 2.5;
        double top = paper.size * (titled ? 3.2 : 1.6) + (series.size() > 1 ? paper.size * 2.2 : 0);
        double bottom = paper.height() - paper.size * 3.2;
        double step = ChartPaper.step(scale * 1.08);
        double most = Math.ceil(scale * 1.08 / step) * step;
        if (titled) {
            paper.title(chance.of(ChartWords.TITLES), (left + right) / 2, paper.size * 1.9);
        }
        paper.fill(new Rectangle2D.Double(left, top, right - left, bottom - top), paper.plot);
        boolean grid = chance.happens(0.7);
        for (int i = 0; i * step <= most + step / 2; i++) {
            double y = bottom - (bottom - top) * i * step / most;
            if (grid) {
                paper.line(left, y, right, y, 1, paper.grid);
            }
            paper.right(ChartPaper.number(i * step, step < 1 ? 1 : 0, unit), left - 8, y + paper.half());
        }
        paper.line(left, bottom, right, bottom, 1, paper.ink);
        double inset = (right - left) * 0.05;
        double pitch = (right - left - 2 * inset) / (years.size() - 1);
        for (int i = 0; i < years.size(); i++) {
            paper.centered(years.get(i), left + inset + i * pitch, bottom + paper.size * 1.5);
        }
        double stroke = chance.between(1.6, 3.2);
        boolean markers = chance.happens(0.5);
        for (int s = 0; s < values.length; s++) {
            Color colour = paper.palette.get(s == 2 ? 3 : s == 1 && Math.min(paper.palette.get(1).getRed(), 60) < 40 ? 4 : s);
            double[] x = new double[years.size()];
            double[] y = new double[years.size()];
            for (int i = 0; i < x.length; i++) {
                x[i] = left + inset + i * pitch;
                y[i] = bottom - (bottom - top) * values[s][i] / most;
            }
            for (int i = 1; i < x.length; i++) {
                paper.line(x[i - 1], y[i - 1], x[i], y[i], stroke, colour);
            }
            for (int i = 0; i < x.length; i++) {
                if (markers) {
                    paper.fill(new Ellipse2D.Double(x[i] - 4, y[i] - 4, 8, 8), colour);
                }
                if (printed) {
                    boolean valley = (i == 0 || y[i - 1] < y[i]) && (i == x.length - 1 || y[i + 1] < y[i]);
                    double baseline = valley ? y[i] + 10 + 2 * paper.half() : y[i] - 9;
                    paper.centered(ChartPaper.number(values[s][i], decimals, unit), x[i], baseline);
                }
            }
            if (series.size() > 1) {
                double at = left + s * (paper.size * 4 + 90);
                double level = top - paper.size * 1.3;
                paper.line(at, level, at + paper.size * 1.8, level, Math.max(2, stroke), colour);
                paper.left(series.get(s), at + paper.size * 1.8 + 7, level + paper.half());
            }
        }
        ChartFacts facts = new ChartFacts(years, series, values, decimals, printed ? unit : "", printed, true);
        ChartFacts.Asked asked = facts.ask(chance);
        return new Drawing(kind(), seed, paper.png(), asked.question(), asked.accepted());
    }
}
