package dev.maestro.training.pictures;

import dev.maestro.core.WireForm;

/** What drawings are for. The two lowest bits of a drawing's seed are its split's, so no drawing of one is of another. */
public enum DrawingSplit implements WireForm {
    /** To learn from. */
    TRAIN,
    /** To look at progress with, and to choose a checkpoint by. */
    VALIDATION,
    /** To judge by, when all is learned. */
    FRESH;

    private static final long BITS = 3;

    /** The seed's other bits with those of this split. */
    long own(long bits) {
        return bits & ~BITS | ordinal();
    }

    /** Whether a drawing with this seed is of the split. */
    public boolean owns(long seed) {
        return (seed & BITS) == ordinal();
    }
}
