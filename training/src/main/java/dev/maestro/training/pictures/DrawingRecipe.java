package dev.maestro.training.pictures;

/**
 * Everything that decides what a run learns but its seed.
 *
 * @param pictures     to learn from
 * @param validated    pictures that checkpoints are compared on
 * @param shown        steps in which it is shown how calls are written, before rewards
 * @param steps        of learning from rewards
 * @param prompts      pictures in a step
 * @param rollouts     trajectories of each
 * @param rate         learning rate, which falls to a tenth of it
 * @param explored     share of choices that are made evenly, which falls to nothing: without it a picture that all trajectories of a group are wrong
 *                     about teaches nothing
 * @param entropy      weight of the choice's entropy, which falls to nothing
 * @param beside       pictures of a step with which the way of writing is shown on
 * @param keptEvery    steps between checkpoints
 */
public record DrawingRecipe(DrawingShape shape, int pictures, int validated, int shown, int steps, int prompts, int rollouts, double rate,
        double explored, double entropy, int beside, int keptEvery) {
    /** The shipped recipe: docs/training.md says what it reaches. */
    public static DrawingRecipe standard() {
        return new DrawingRecipe(DrawingShape.SMALL, 180, 48, 60, 600, 16, 8, 5e-4, 0.15, 0.1, 2, 100);
    }

    /**
     * With other numbers where they are not 0.
     *
     * @param otherPictures to learn from
     * @param otherSteps    of learning from rewards
     */
    DrawingRecipe with(int otherPictures, int otherSteps) {
        return new DrawingRecipe(shape, otherPictures == 0 ? pictures : otherPictures, validated, shown,
                otherSteps == 0 ? steps : otherSteps, prompts, rollouts, rate, explored, entropy, beside, keptEvery);
    }

    /** With so many steps in which writing is shown. */
    DrawingRecipe showing(int otherShown) {
        return new DrawingRecipe(shape, pictures, validated, otherShown, steps, prompts, rollouts, rate, explored, entropy, beside,
                keptEvery);
    }

    /** So small that a test can take all of its steps. */
    DrawingRecipe shortened() {
        return new DrawingRecipe(shape, 9, 4, 2, 4, 4, 4, rate, explored, entropy, 1, 3);
    }
}
