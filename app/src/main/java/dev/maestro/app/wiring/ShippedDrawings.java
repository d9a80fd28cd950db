package dev.maestro.app.wiring;

import dev.maestro.drawings.BarChartGenerator;
import dev.maestro.drawings.CircledLetterGenerator;
import dev.maestro.drawings.CoinsGenerator;
import dev.maestro.drawings.DrawingGenerators;
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

/** The kinds of drawings that this program makes. */
public final class ShippedDrawings {
    private ShippedDrawings() {}

    /** Every generator, one of each kind, in the order in which the demonstration asks about them. */
    public static DrawingGenerators generators() {
        return new DrawingGenerators(List.of(
                new BarChartGenerator(), new LineChartGenerator(), new PieChartGenerator(), new SignGenerator(), new ReceiptGenerator(),
                new ShapesGenerator(), new LinesGenerator(), new CoinsGenerator(), new TwoCirclesGenerator(), new PathsGenerator(),
                new CircledLetterGenerator(), new GridGenerator()));
    }
}
