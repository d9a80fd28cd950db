package dev.maestro.drawings;

import java.awt.Color;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Makes choices that a seed decides. It serves one drawing and one thread. */
final class SeededChoice {
    private final RandomGenerator random;

    SeededChoice(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Both ends included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    double between(double least, double most) {
        return random.nextDouble(least, most);
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    double gaussian() {
        return random.nextGaussian();
    }

    /** The colour, each channel moved by at most {@code spread}. */
    Color near(Color color, int spread) {
        return new Color(
                Math.clamp(color.getRed() + between(-spread, spread), 0, 255),
                Math.clamp(color.getGreen() + between(-spread, spread), 0, 255),
                Math.clamp(color.getBlue() + between(-spread, spread), 0, 255));
    }

    <T> List<T> some(List<T> choices, int count) {
        List<T> left = new java.util.ArrayList<>(choices);
        List<T> taken = new java.util.ArrayList<>();
        while (taken.size() < count && !left.isEmpty()) {
            taken.add(left.remove(random.nextInt(left.size())));
        }
        return List.copyOf(taken);
    }
}
