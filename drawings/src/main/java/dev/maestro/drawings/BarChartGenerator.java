package dev.maestro.drawings;

import dev.maestro.images.lettering.Lettering;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws standing and lying bars, single, grouped or stacked, with and without grid and printed values. */
public final class BarChartGenerator implements DrawingGenerator {
    /** Two bars differ by at least this part of the axis, so that their order can be seen. */
    private static final double APART = 0.03;

    @Override
    public String kind() {
        return "bar-chart";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        ChartPaper paper = new ChartPaper(chance);
        boolean horizontal = chance.happens(0.45);
        boolean grouped = chance.happens(0.35);
        boolean stacked = grouped && chance.happens(0.35);
        List<String> series = grouped ? chance.of(ChartWords.SERIES) : List.of("");
        List<String> names = chance.of(ChartWords.CATEGORIES);
        List<String> categories = chance.some(names, Math.min(names.size(), chance.between(4, grouped ? 5 : 7)));
        boolean printed = chance.happens(0.6);
        String unit = chance.happens(0.2) ? "%" : "";
        double scale = unit.isEmpty() ? chance.of(List.of(20.0, 90.0, 800.0, 12_000.0)) : 80;
        int decimals = scale <= 90 && chance.happens(0.6) ? 1 : 0;
        double[][] values = new double[series.size()][];
        for (int s = 0; s < values.length; s++) {
            values[s] = ChartValues.apart(chance, categories.size(), scale, decimals, APART);
        }
        ChartFacts facts = new ChartFacts(categories, series, values, decimals, printed ? unit : "", printed, false);
        Plot plot = new Plot(paper, chance, horizontal, stacked, grouped, categories, values);
        plot.axes(unit);
        plot.bars(printed, decimals, unit);
        if (grouped) {
            plot.legend(series);
        }
        ChartFacts.Asked asked = facts.ask(chance);
        return new Drawing(kind(), seed, paper.png(), asked.question(), asked.accepted());
    }

    /** One bar chart being drawn. */
    private static final class Plot {
        private final ChartPaper paper;
        private final boolean horizontal;
        private final boolean stacked;
        private final List<String> categories;
        private final double[][] values;
        private final double left;
        private final double top;
        private final double right;
        private final double bottom;
        private final double most;
        private final double step;
        private final double fill;
        private final boolean outlined;
        private final boolean grid;
        private final boolean varied;
        private final boolean inside;

        Plot(ChartPaper paper, SeededChoice chance, boolean horizontal, boolean stacked, boolean grouped, List<String> categories,
                double[][] values) {
            this.paper = paper;
            this.horizontal = horizontal;
            this.stacked = stacked;
            this.categories = categories;
            this.values = values;
            this.fill = chance.between(0.45, 0.8);
            this.outlined = chance.happens(0.15);
            this.grid = chance.happens(0.65);
            this.varied = !grouped && chance.happens(0.2);
            this.inside = stacked || !grouped && chance.happens(0.15);
            boolean titled = chance.happens(0.7);
            double labels = categories.stream().mapToDouble(paper::width).max().orElse(0);
            left = (horizontal ? labels : paper.size * 4.2) + chance.between(22, 40);
            right = paper.width() - paper.size * (horizontal ? 4.5 : 2);
            top = paper.size * (titled ? 3.2 : 1.6) + (grouped ? paper.size * 2.2 : 0);
            bottom = paper.height() - paper.size * 3.2;
            double max = 0;
            for (int c = 0; c < categories.size(); c++) {
                double sum = 0;
                for (double[] row : values) {
                    sum = stacked ? sum + row[c] : Math.max(sum, row[c]);
                }
                max = Math.max(max, sum);
            }
            step = ChartPaper.step(max * 1.05);
            most = Math.ceil(max * 1.05 / step) * step;
            if (titled) {
                paper.title(chance.of(ChartWords.TITLES), (left + right) / 2, paper.size * 1.9);
            }
        }

        void axes(String unit) {
            paper.fill(new Rectangle2D.Double(left, top, right - left, bottom - top), paper.plot);
            int decimals = step < 1 ? 1 : 0;
            for (int i = 0; i * step <= most + step / 2; i++) {
                double at = place(i * step);
                String text = ChartPaper.number(i * step, decimals, unit);
                if (horizontal) {
                    if (grid) {
                        paper.line(at, top, at, bottom, 1, paper.grid);
                    }
                    paper.centered(text, at, bottom + paper.size * 1.5);
                } else {
                    if (grid) {
                        paper.line(left, at, right, at, 1, paper.grid);
                    }
                    paper.right(text, left - 8, at + paper.half());
                }
            }
            if (horizontal) {
                paper.line(left, top, left, bottom, 1, paper.ink);
            } else {
                paper.line(left, bottom, right, bottom, 1, paper.ink);
            }
            for (int c = 0; c < categories.size(); c++) {
                double middle = middle(c);
                if (horizontal) {
                    paper.right(categories.get(c), left - 8, middle + paper.half());
                } else {
                    paper.centered(categories.get(c), middle, bottom + paper.size * 1.5);
                }
            }
        }

        void bars(boolean printed, int decimals, String unit) {
            double room = pitch() * fill;
            for (int c = 0; c < categories.size(); c++) {
                double below = 0;
                for (int s = 0; s < values.length; s++) {
                    double value = values[s][c];
                    double thick = stacked ? room : room / values.length;
                    double from = middle(c) - room / 2 + (stacked ? 0 : s * thick);
                    double v0 = place(below);
                    double v1 = place(below + value);
                    Rectangle2D bar = horizontal
                            ? new Rectangle2D.Double(Math.round(v0), Math.round(from), Math.round(v1) - Math.round(v0),
                                    Math.round(from + thick) - Math.round(from))
                            : new Rectangle2D.Double(Math.round(from), Math.round(v1), Math.round(from + thick) - Math.round(from),
                                    Math.round(v0) - Math.round(v1));
                    Color colour = paper.palette.get((varied ? c : s) % paper.palette.size());
                    paper.fill(bar, colour);
                    if (outlined) {
                        paper.graphics.setColor(paper.ink);
                        paper.graphics.setStroke(new java.awt.BasicStroke(1));
                        paper.graphics.draw(bar);
                    }
                    if (printed) {
                        print(ChartPaper.number(value, decimals, unit), bar, colour);
                    }
                    below += stacked ? value : 0;
                }
            }
        }

        private void print(String text, Rectangle2D bar, Color colour) {
            double size = paper.size * 0.9;
            Lettering letters = paper.letters();
            boolean fits = horizontal
                    ? letters.width(text, size) < bar.getWidth() - 6
                    : letters.width(text, size) < bar.getWidth() && bar.getHeight() > size * 1.3;
            if (inside && fits) {
                double light = 0.3 * colour.getRed() + 0.59 * colour.getGreen() + 0.11 * colour.getBlue();
                letters.drawCentered(paper.graphics, text, bar.getCenterX(), bar.getCenterY() + letters.capHeight(size) / 2, size,
                        light > 140 ? Color.BLACK : Color.WHITE);
            } else if (stacked) {
                return;
            } else if (horizontal) {
                letters.draw(paper.graphics, text, bar.getMaxX() + 5, bar.getCenterY() + letters.capHeight(size) / 2, size, paper.ink);
            } else {
                letters.drawCentered(paper.graphics, text, bar.getCenterX(), bar.getMinY() - 4, size, paper.ink);
            }
        }

        void legend(List<String> series) {
            double x = left;
            double y = top - paper.size * 1.3;
            for (int s = 0; s < series.size(); s++) {
                double side = paper.size * 0.8;
                paper.fill(new Rectangle2D.Double(Math.round(x), Math.round(y - side / 2), Math.round(side), Math.round(side)),
                        paper.palette.get(s));
                paper.left(series.get(s), x + side + 6, y + paper.half());
                x += side + paper.width(series.get(s)) + paper.size * 2;
            }
        }

        private double pitch() {
            return (horizontal ? bottom - top : right - left) / categories.size();
        }

        private double middle(int category) {
            return (horizontal ? top : left) + pitch() * (category + 0.5);
        }

        private double place(double value) {
            return horizontal ? left + (right - left) * value / most : bottom - (bottom - top) * value / most;
        }
    }
}
