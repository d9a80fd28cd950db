package dev.maestro.orchestra.world;

import dev.maestro.core.WireForm;

/** How much price counts in a task; the prompt names it before the question. */
public enum PriceWeight implements WireForm {
    FREE(0), FAIR(0.25), TIGHT(0.6);

    private final double weight;

    PriceWeight(double weight) {
        this.weight = weight;
    }

    /** Lost in reward by a cost of 1. */
    public double weight() {
        return weight;
    }

    /** Reward: 1 when right, less the weighted cost of all calls. */
    public double reward(boolean right, double cost) {
        return (right ? 1 : 0) - weight * cost;
    }
}
