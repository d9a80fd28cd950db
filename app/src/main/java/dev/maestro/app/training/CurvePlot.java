package dev.maestro.app.training;

import dev.maestro.app.evaluation.report.Svg;
import java.util.List;
import java.util.Locale;

/** Curves of one theme over the steps of a run, with bands for their intervals; lines break where a stage ends. */
final class CurvePlot {
    /** Colours that the page has. */
    static final int COLOURS = 5;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 20;
    private static final int BOTTOM = 26;
    /** Room that the name of a stage needs. */
    private static final int NAME = 62;
    private static final int TICKS = 4;

    private final List<TrainingReport.Stage> stages;
    private final List<TrainingCurve> curves;
    private final long first;
    private final long last;
    private final double low;
    private final double high;

    /** @param curves at least one, each with a window */
    CurvePlot(List<TrainingReport.Stage> stages, List<TrainingCurve> curves) {
        this.curves = curves;
        // From the stage on in which there is something to be seen.
        long begins = curves.stream().mapToLong(curve -> curve.windows().getFirst().first()).min().orElse(1);
        this.stages = stages.stream().filter(stage -> stage.last() >= begins).toList();
        this.first = this.stages.getFirst().first();
        this.last = Math.max(first + 1, this.stages.getLast().last());
        double least = curves.stream().flatMap(curve -> curve.windows().stream()).mapToDouble(StepWindow::low).min().orElse(0);
        double most = curves.stream().flatMap(curve -> curve.windows().stream()).mapToDouble(StepWindow::high).max().orElse(1);
        double span = most - least > 0 ? most - least : Math.max(1e-9, Math.abs(most));
        double tick = tick(span / TICKS);
        this.low = least >= 0 && least < span ? 0 : Math.floor(least / tick) * tick;
        this.high = Math.max(Math.ceil(most / tick) * tick, low + tick);
    }

    /** The next of 1, 2 and 5 times a power of ten. */
    private static double tick(double size) {
        double power = Math.pow(10, Math.floor(Math.log10(size)));
        double rest = size / power;
        return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
    }

    private double x(double step) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (step - first) / (last - first);
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - Math.clamp(value, low, high)) / (high - low);
    }

    String svg(String label) {
        Svg svg = new Svg(WIDTH, HEIGHT, label);
        double tick = tick((high - low) / TICKS);
        for (double value = low; value <= high + tick / 1e6; value += tick) {
            svg.line(LEFT, y(value), WIDTH - RIGHT, y(value), "grid").text(LEFT - 8, y(value) + 4, "end", "tick", label(value));
        }
        double stride = Math.max(1, tick((last - first) / 8.0));
        for (double step = Math.ceil(first / stride) * stride; step <= last; step += stride) {
            svg.text(x(step), HEIGHT - 8, "middle", "tick", String.format(Locale.ROOT, "%.0f", step));
        }
        double free = 0;
        for (TrainingReport.Stage stage : stages) {
            double from = x(stage.first());
            if (stage.first() > first) {
                svg.line(from, TOP, from, HEIGHT - BOTTOM, "border");
            }
            if (from >= free && x(stage.last()) - from > NAME) {
                svg.text(from + 4, TOP - 6, "start", "tick", Svg.cut(stage.name(), 24));
                free = from + NAME;
            }
        }
        for (int c = 0; c < curves.size(); c++) {
            draw(svg, curves.get(c), "c" + c % COLOURS);
        }
        return svg.done();
    }

    private static String label(double value) {
        return Math.abs(value) < 1e-12
                ? "0"
                : Math.abs(value) < 0.001
                        ? String.format(Locale.ROOT, "%.1e", value)
                        : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private void draw(Svg svg, TrainingCurve curve, String colour) {
        List<StepWindow> windows = curve.windows();
        for (int from = 0, to; from < windows.size(); from = to) {
            to = from + 1;
            while (to < windows.size() && windows.get(to).stage().equals(windows.get(from).stage())) {
                to++;
            }
            List<StepWindow> stage = windows.subList(from, to);
            StringBuilder band = new StringBuilder();
            StringBuilder line = new StringBuilder();
            stage.forEach(window -> band.append(point(window.middle(), window.high())));
            stage.reversed().forEach(window -> band.append(point(window.middle(), window.low())));
            stage.forEach(window -> line.append(point(window.middle(), window.mean())));
            svg.area(band.toString(), "band " + colour).path(line.toString(), "curve " + colour);
        }
        for (StepWindow window : windows) {
            svg.circle(x(window.middle()), y(window.mean()), 2.4, colour,
                    RunFigures.words(curve.metric()) + " " + RunFigures.interval(window)
                            + ", steps " + window.first() + " to " + window.last() + ", " + window.stage());
        }
    }

    private String point(double step, double value) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x(step), y(value));
    }
}
