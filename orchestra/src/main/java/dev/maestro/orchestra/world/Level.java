package dev.maestro.orchestra.world;

/** How good an expert is at a subject. */
public enum Level {
    TOP(0.95), FAIR(0.70), NONE(0.15);

    private final double right;

    Level(double right) {
        this.right = right;
    }

    /** The probability that a reply is right when the skill fits. */
    public double right() {
        return right;
    }
}
