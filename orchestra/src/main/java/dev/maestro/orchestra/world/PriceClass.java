package dev.maestro.orchestra.world;

import dev.maestro.core.WireForm;

/** What a call of an expert costs, as its description says. */
public enum PriceClass implements WireForm {
    CHEAP(0.25), DEAR(1);

    private final double cost;

    PriceClass(double cost) {
        this.cost = cost;
    }

    /** Of one call; a dear one is the unit. */
    public double cost() {
        return cost;
    }
}
