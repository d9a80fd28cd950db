package dev.maestro.training.torch;

import java.util.List;

/**
 * A prompt and its responses with the places at which something is computed, in the terms of the program of tensor operations.
 *
 * @param responses at least one
 */
record Scored(int[] prompt, List<Row> responses) {
    /** Tokens of the prompt, counted once, and of all responses. */
    int tokens() {
        return prompt.length + responses.stream().mapToInt(b -> b.ids().length).sum();
    }

    int places() {
        return responses.stream().mapToInt(b -> b.places().size()).sum();
    }

    record Row(int[] ids, double temperature, List<Place> places) {}

    /** One row of numbers beside a {@link Target}; what a loss does not need is 0. */
    record Place(Target target, double weight, double old, double advantage, double reference, double entropy) {
        static Place of(Target target) {
            return new Place(target, 0, 0, 0, 0, 0);
        }

        Place weighing(double scale) {
            return new Place(target, weight * scale, old, advantage, reference, entropy * scale);
        }
    }
}
