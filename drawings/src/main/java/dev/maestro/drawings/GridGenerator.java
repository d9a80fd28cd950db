package dev.maestro.drawings;

import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws a ruled grid, sometimes with words in its cells, and asks for its rows and columns. */
public final class GridGenerator implements DrawingGenerator {
    private static final List<String> WORDS = List.of("apple", "river", "stone", "cloud", "seven", "plant", "music", "north", "lemon",
            "chair", "tiger", "paper");

    @Override
    public String kind() {
        return "grid";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        int rows = chance.between(2, 11);
        int columns = chance.between(2, 11);
        double stroke = chance.between(1, 6);
        double cellWidth = chance.between(34.0, 90.0);
        double cellHeight = chance.between(26.0, 70.0);
        double margin = chance.happens(0.3) ? 0 : chance.between(8.0, 60.0);
        int width = (int) Math.ceil(columns * cellWidth + stroke + 2 * margin);
        int height = (int) Math.ceil(rows * cellHeight + stroke + 2 * margin);
        boolean frame = margin == 0 || chance.happens(0.9);
        PhotographEffects photograph = new PhotographEffects(width, height);
        photograph.background(Color.WHITE);
        photograph.graphics().setColor(chance.of(List.of(Color.BLACK, new Color(70, 70, 70), new Color(30, 60, 140))));
        for (int row = frame ? 0 : 1; row <= (frame ? rows : rows - 1); row++) {
            photograph.graphics().fill(new Rectangle2D.Double(margin, margin + row * cellHeight, columns * cellWidth + stroke, stroke));
        }
        for (int column = frame ? 0 : 1; column <= (frame ? columns : columns - 1); column++) {
            photograph.graphics().fill(new Rectangle2D.Double(margin + column * cellWidth, margin, stroke, rows * cellHeight + stroke));
        }
        if (chance.happens(0.5)) {
            words(photograph, chance, rows, columns, cellWidth, cellHeight, margin);
        }
        if (chance.happens(0.5)) {
            return new Drawing(kind(), seed, photograph.png(),
                    "Count the number of rows and columns and answer with numbers in curly brackets. For example, rows={5} columns={6}",
                    List.of("rows={%d} columns={%d}".formatted(rows, columns)));
        }
        return new Drawing(kind(), seed, photograph.png(),
                "How many rows and columns are in the table? Answer with only the numbers in a pair (row, column), e.g., (5,6)",
                List.of("(%d,%d)".formatted(rows, columns)));
    }

    private static void words(PhotographEffects photograph, SeededChoice chance, int rows, int columns, double cellWidth, double cellHeight,
            double margin) {
        Lettering lettering = Lettering.of(FontFace.SANS);
        double size = Math.min(cellHeight * 0.4, cellWidth * 0.26);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                lettering.drawCentered(photograph.graphics(), chance.of(WORDS), margin + (column + 0.5) * cellWidth,
                        margin + (row + 0.62) * cellHeight, size, Color.DARK_GRAY);
            }
        }
    }
}
