package dev.maestro.drawings;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;

/** Draws round metal pieces on a mottled ground under uneven light, some of them close together, and asks how many there are. */
public final class CoinsGenerator implements DrawingGenerator {
    private static final List<Color> GROUNDS = List.of(new Color(58, 62, 66), new Color(44, 60, 50), new Color(82, 58, 42),
            new Color(40, 44, 70));
    private static final List<Color> METALS = List.of(new Color(178, 178, 176), new Color(190, 160, 90), new Color(186, 124, 84));

    private record Coin(double x, double y, double radius) {}

    @Override
    public String kind() {
        return "coins";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed);
        int width = chance.between(420, 900);
        int height = chance.between(360, 680);
        PhotographEffects photograph = new PhotographEffects(width, height);
        mottled(photograph, chance, width, height);
        double typical = Math.min(width, height) * chance.between(0.05, 0.085);
        List<Coin> coins = place(chance, width, height, typical);
        for (Coin coin : coins) {
            paint(photograph.graphics(), chance, coin);
        }
        photograph.blur(chance.between(0.02, 0.08));
        photograph.lightAndNoise(chance, chance.between(0.0, 0.35), chance.between(1.0, 8.0));
        String question = chance
                .of(List.of("How many coins are in the picture?", "How many coins are there?", "Count the coins in the image."));
        return new Drawing(kind(), seed, photograph.png(), question, List.of(Integer.toString(coins.size())));
    }

    private static void mottled(PhotographEffects photograph, SeededChoice chance, int width, int height) {
        Color ground = chance.of(GROUNDS);
        photograph.background(ground);
        for (int i = 0; i < 700; i++) {
            photograph.graphics().setColor(chance.near(ground, 8));
            double size = chance.between(10.0, 60.0);
            photograph.graphics().fill(new Ellipse2D.Double(chance.between(-30.0, width), chance.between(-30.0, height), size,
                    size * chance.between(0.5, 1.5)));
        }
    }

    private static List<Coin> place(SeededChoice chance, int width, int height, double typical) {
        List<Coin> coins = new ArrayList<>();
        int wanted = chance.between(3, 30);
        for (int attempt = 0; attempt < 600 && coins.size() < wanted; attempt++) {
            double radius = typical * chance.between(0.8, 1.25);
            double x = chance.between(radius + 4, width - radius - 4);
            double y = chance.between(radius + 4, height - radius - 4);
            // edges may almost touch
            if (coins.stream().allMatch(c -> Math.hypot(c.x() - x, c.y() - y) > c.radius() + radius + 1)) {
                coins.add(new Coin(x, y, radius));
            }
        }
        return coins;
    }

    private static void paint(Graphics2D graphics, SeededChoice chance, Coin coin) {
        Color metal = chance.near(chance.of(METALS), 12);
        double r = coin.radius();
        graphics.setPaint(
                new RadialGradientPaint((float) (coin.x() - r * 0.3), (float) (coin.y() - r * 0.3), (float) (1.6 * r), new float[]{0, 1},
                        new Color[]{metal.brighter(), metal.darker()}));
        graphics.fill(new Ellipse2D.Double(coin.x() - r, coin.y() - r, 2 * r, 2 * r));
        graphics.setStroke(new BasicStroke((float) Math.max(1, r * 0.05)));
        graphics.setColor(metal.darker());
        graphics.draw(new Ellipse2D.Double(coin.x() - r * 0.86, coin.y() - r * 0.86, 1.72 * r, 1.72 * r));
        for (int i = 0; i < 6; i++) {
            double size = r * chance.between(0.15, 0.5);
            graphics.setColor(chance.happens(0.5) ? metal.darker() : metal.brighter());
            graphics.draw(new Ellipse2D.Double(coin.x() + r * chance.between(-0.4, 0.2), coin.y() + r * chance.between(-0.4, 0.2), size,
                    size * 1.2));
        }
    }
}
