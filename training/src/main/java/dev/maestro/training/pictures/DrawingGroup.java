package dev.maestro.training.pictures;

import dev.maestro.drawings.BarChartGenerator;
import dev.maestro.drawings.CircledLetterGenerator;
import dev.maestro.drawings.CoinsGenerator;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.DrawingGenerator;
import dev.maestro.drawings.GridGenerator;
import dev.maestro.drawings.LineChartGenerator;
import dev.maestro.drawings.LinesGenerator;
import dev.maestro.drawings.PathsGenerator;
import dev.maestro.drawings.PieChartGenerator;
import dev.maestro.drawings.ReceiptGenerator;
import dev.maestro.drawings.ShapesGenerator;
import dev.maestro.drawings.SignGenerator;
import dev.maestro.drawings.TwoCirclesGenerator;
import java.util.List;
import java.util.regex.Pattern;

/** Kinds of drawings by the program that reads them. Each group is a third of the pictures, and its kinds are equal parts of it. */
enum DrawingGroup {
    CHARTS(new BarChartGenerator(), new LineChartGenerator(), new PieChartGenerator()),
    TEXTS(new SignGenerator(), new ReceiptGenerator()),
    SHAPES(new ShapesGenerator(), new LinesGenerator(), new CoinsGenerator(), new TwoCirclesGenerator(), new PathsGenerator(),
            new CircledLetterGenerator(), new GridGenerator());

    /** Of charts and texts: where it takes a question for one about shapes, the shape counter measures every letter, for ten seconds and more. */
    private static final Pattern LONG = Pattern.compile(
            "(?i)^which|how many|count|number of|colou?r|between|difference|sum of|largest|smallest|highest|lowest|greatest|ranked|^(?:is|are|was) ");

    private final List<DrawingGenerator> generators;

    DrawingGroup(DrawingGenerator... generators) {
        this.generators = List.of(generators);
    }

    List<DrawingGenerator> generators() {
        return generators;
    }

    /** Whether experts are asked about it; if not, another is drawn. */
    boolean takes(Drawing drawing) {
        return this == SHAPES || !LONG.matcher(drawing.question()).find();
    }
}
