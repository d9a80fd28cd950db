package dev.maestro.core.registry;

import dev.maestro.core.WireForm;

/** How names, routing, prompts and texts are read: a set of rows of the registry, and one protocol. */
public enum Profile implements WireForm {
    /** Ours, with the reference system's known defects mended. */
    DEFAULT,
    /** The reference system's, to the letter: what the published checkpoint expects. */
    REFERENCE;

    /** @throws IllegalArgumentException for a name that no profile has */
    public static Profile of(String written) {
        return WireForm.parse(Profile.class, written);
    }

    @Override
    public String toString() {
        return wire();
    }
}
