package dev.maestro.drawings;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws coloured shapes, apart from each other, filled or outlined, on plain grounds, and asks how many there are. */
public final class ShapesGenerator implements DrawingGenerator {
    private static final List<Paint> PAINTS = List.of(
            new Paint("red", new Color(220, 30, 35)), new Paint("blue", new Color(40, 80, 220)), new Paint("green", new Color(30, 150, 60)),
            new Paint("yellow", new Color(245, 215, 40)), new Paint("orange", new Color(250, 140, 20)),
            new Paint("purple", new Color(130, 50, 170)),
            new Paint("black", new Color(20, 20, 20)), new Paint("pink", new Color(250, 150, 190)));
    private static final List<Color> GROUNDS = List.of(Color.WHITE, new Color(248, 248, 244), new Color(225, 232, 240),
            new Color(205, 205, 205));
    private static final List<String> KINDS = List.of("circle", "triangle", "square", "rectangle", "pentagon", "hexagon", "star");

    private record Paint(String name, Color color) {}

    private record Placed(String kind, Paint paint, double x, double y, double radius) {}

    @Override
    public String kind() {
        return "shapes";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        int width = chance.between(380, 900);
        int height = chance.between(340, 700);
        PhotographEffects photograph = new PhotographEffects(width, height);
        photograph.background(chance.of(GROUNDS));
        List<String> kinds = chance.some(KINDS, chance.between(2, 4));
        List<Paint> paints = chance.some(PAINTS, chance.between(2, 4));
        List<Placed> placed = place(chance, width, height, kinds, paints);
        boolean outlined = chance.happens(0.25);
        for (Placed shape : placed) {
            paint(photograph.graphics(), chance, shape, outlined);
        }
        if (chance.happens(0.3)) {
            photograph.lightAndNoise(chance, 0, chance.between(0.5, 3.5));
        }
        return question(chance, seed, photograph.png(), placed, kinds, paints);
    }

    private static List<Placed> place(SeededChoice chance, int width, int height, List<String> kinds, List<Paint> paints) {
        List<Placed> placed = new ArrayList<>();
        int wanted = chance.between(3, 14);
        for (int attempt = 0; attempt < 400 && placed.size() < wanted; attempt++) {
            double radius = chance.between(16.0, Math.min(width, height) / 8.0);
            double x = chance.between(radius + 6, width - radius - 6);
            double y = chance.between(radius + 6, height - radius - 6);
            if (placed.stream().allMatch(other -> Math.hypot(other.x() - x, other.y() - y) > other.radius() + radius + 8)) {
                placed.add(new Placed(chance.of(kinds), chance.of(paints), x, y, radius));
            }
        }
        return placed;
    }

    private static void paint(Graphics2D graphics, SeededChoice chance, Placed placed, boolean outlined) {
        Shape shape = shape(placed.kind(), placed.radius(), chance.between(0.6, 0.8));
        double turn = placed.kind().equals("square") ? chance.between(-20.0, 20.0) : chance.between(0.0, 360.0);
        AffineTransform move = AffineTransform.getTranslateInstance(placed.x(), placed.y());
        move.rotate(Math.toRadians(turn));
        Shape seen = move.createTransformedShape(shape);
        graphics.setColor(placed.paint().color());
        if (outlined) {
            graphics.setStroke(new BasicStroke((float) chance.between(2.0, 3.5)));
            graphics.draw(seen);
            return;
        }
        graphics.fill(seen);
        if (chance.happens(0.15)) {
            graphics.setColor(new Color(15, 15, 15));
            graphics.setStroke(new BasicStroke(2));
            graphics.draw(seen);
        }
    }

    private static Shape shape(String kind, double radius, double flat) {
        return switch (kind) {
            case "circle" -> new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius);
            case "square" -> new Rectangle2D.Double(-0.7 * radius, -0.7 * radius, 1.4 * radius, 1.4 * radius);
            case "rectangle" ->
                new Rectangle2D.Double(-0.9 * radius, -0.9 * radius * (flat - 0.2), 1.8 * radius, 1.8 * radius * (flat - 0.2));
            case "triangle" -> polygon(3, radius, radius);
            case "pentagon" -> polygon(5, radius, radius);
            case "hexagon" -> polygon(6, radius, radius);
            default -> polygon(10, radius, 0.42 * radius);
        };
    }

    /** Corners at equal angles, alternately at two radii. */
    static Shape polygon(int corners, double outer, double inner) {
        Path2D path = new Path2D.Double();
        for (int k = 0; k < corners; k++) {
            double angle = 2 * Math.PI * k / corners - Math.PI / 2;
            double radius = k % 2 == 0 ? outer : inner;
            if (k == 0) {
                path.moveTo(radius * Math.cos(angle), radius * Math.sin(angle));
            } else {
                path.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
            }
        }
        path.closePath();
        return path;
    }

    private Drawing question(SeededChoice chance, long seed, byte[] png, List<Placed> placed, List<String> kinds, List<Paint> paints) {
        String kind = chance.of(kinds);
        Paint paint = chance.of(paints);
        int sort = chance.between(0, 3);
        String asked = switch (sort) {
            case 0 -> "How many shapes are there?";
            case 1 -> "How many " + paint.name() + " shapes are in the picture?";
            case 2 -> "How many " + kind + "s are there?";
            default -> "How many " + paint.name() + " " + kind + "s are in the image?";
        };
        long count = placed.stream().filter(s -> sort != 2 && sort != 3 || s.kind().equals(kind))
                .filter(s -> sort != 1 && sort != 3 || s.paint() == paint).count();
        return new Drawing(kind(), seed, png, asked, List.of(Long.toString(count)));
    }
}
