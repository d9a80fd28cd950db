package dev.maestro.drawings;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.List;

/** Draws two circles that are apart, touch or overlap, and asks whether they touch or overlap. */
public final class TwoCirclesGenerator implements DrawingGenerator {
    private static final List<Color> COLORS = List.of(new Color(0, 120, 255), new Color(235, 0, 255), new Color(230, 40, 40),
            new Color(40, 160, 70), new Color(250, 150, 0));

    @Override
    public String kind() {
        return "two-circles";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        int side = chance.between(320, 900);
        double first = side * chance.between(0.07, 0.16);
        double second = chance.happens(0.6) ? first : side * chance.between(0.07, 0.16);
        double gap = chance.of(List.of(-0.3, -0.15, -0.08, 0.0, 0.08, 0.15, 0.3)) * 2 * Math.min(first, second);
        double angle = Math.toRadians(chance.between(0.0, 360.0));
        double distance = first + second + gap;
        PhotographEffects photograph = new PhotographEffects(side, side);
        photograph.background(chance.happens(0.8) ? Color.WHITE : new Color(235, 235, 228));
        List<Color> colors = chance.some(COLORS, 2);
        boolean outlined = gap != 0 && chance.happens(0.3);
        double x = side / 2.0 + chance.between(-30.0, 30.0);
        double y = side / 2.0 + chance.between(-30.0, 30.0);
        circle(photograph.graphics(), x - Math.cos(angle) * distance / 2, y - Math.sin(angle) * distance / 2, first, colors.get(0),
                outlined);
        circle(photograph.graphics(), x + Math.cos(angle) * distance / 2, y + Math.sin(angle) * distance / 2, second, colors.get(1),
                outlined);
        if (chance.happens(0.5)) {
            return new Drawing(kind(), seed, photograph.png(), "Are the two circles touching each other? Answer with Yes/No.",
                    List.of(gap <= 0 ? "Yes" : "No"));
        }
        return new Drawing(kind(), seed, photograph.png(), "Are the two circles overlapping? Answer with Yes/No.",
                List.of(gap < 0 ? "Yes" : "No"));
    }

    private static void circle(Graphics2D graphics, double x, double y, double radius, Color color, boolean outlined) {
        graphics.setColor(color);
        Ellipse2D circle = new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
        if (outlined) {
            graphics.setStroke(new BasicStroke(2));
            graphics.draw(circle);
        } else {
            graphics.fill(circle);
        }
    }
}
