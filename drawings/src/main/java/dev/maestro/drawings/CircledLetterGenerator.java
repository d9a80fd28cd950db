package dev.maestro.drawings;

import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws a word with an oval around one of its letters. */
public final class CircledLetterGenerator implements DrawingGenerator {
    private static final List<String> WORDS = List.of("Acknowledgement", "Photosynthesis", "Lighthouse", "Marketplace", "Waterfall",
            "Bookkeeper",
            "Chrysanthemum", "Underground", "Knowledge", "Pneumatic", "Symphony", "Quarterback", "Hydrogen", "Extraordinary", "Backgammon",
            "Journey");
    private static final List<FontFace> FACES = List.of(FontFace.SANS, FontFace.SANS_BOLD, FontFace.SERIF_BOLD, FontFace.DEJAVU_SANS_BOLD);

    @Override
    public String kind() {
        return "circled-letter";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        Lettering lettering = Lettering.of(chance.of(FACES));
        String word = chance.of(WORDS);
        double size = chance.between(28.0, 60.0);
        int width = (int) (lettering.width(word, size) + chance.between(60, 200));
        int height = chance.between(200, 520);
        double x = chance.between(25.0, width - lettering.width(word, size) - 25);
        double baseline = height / 2.0 + chance.between(-40.0, 40.0);
        int at = chance.between(0, word.length() - 1);
        PhotographEffects photograph = new PhotographEffects(width, height);
        photograph.background(Color.WHITE);
        lettering.draw(photograph.graphics(), word, x, baseline, size, chance.of(List.of(Color.BLACK, new Color(40, 40, 45))));
        Rectangle2D glyph = lettering.bounds(word.substring(at, at + 1), x + lettering.width(word.substring(0, at), size), baseline, size);
        double across = glyph.getWidth() / 2 + size * chance.between(0.14, 0.2);
        double down = glyph.getHeight() / 2 + size * chance.between(0.14, 0.22);
        photograph.graphics().setColor(new Color(235, 20, 20));
        photograph.graphics().setStroke(new BasicStroke((float) chance.between(1.8, 3.2)));
        photograph.graphics().draw(new Ellipse2D.Double(glyph.getCenterX() - across, glyph.getCenterY() - down, 2 * across, 2 * down));
        String question = chance.of(List.of("Which letter is being circled?", "Which character is being highlighted with a red oval?",
                "Which letter in the word is circled in red?"));
        return new Drawing(kind(), seed, photograph.png(), question, List.of(word.substring(at, at + 1)));
    }
}
