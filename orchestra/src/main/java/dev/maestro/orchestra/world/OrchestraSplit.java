package dev.maestro.orchestra.world;

import dev.maestro.core.WireForm;

/** A set of tasks. All but {@link #TRAIN} are for tests, and each holds back something else that training never shows. */
public enum OrchestraSplit implements WireForm {
    /** The only one that may be trained on. */
    TRAIN(false, false, false),
    /** New panels and questions of the kinds that training has. */
    SEEN(false, false, false),
    /** Questions in wordings that training does not have, with two typing errors each. */
    WORDING(true, false, false),
    /** Pairs of picture and operation that training does not have. */
    COMBO(false, true, false),
    /** Names, descriptions and wordings that training does not have. */
    OOD(true, false, true);

    private final boolean heldOutWordings;
    private final boolean heldOutPairs;
    private final boolean heldOutPanels;

    OrchestraSplit(boolean heldOutWordings, boolean heldOutPairs, boolean heldOutPanels) {
        this.heldOutWordings = heldOutWordings;
        this.heldOutPairs = heldOutPairs;
        this.heldOutPanels = heldOutPanels;
    }

    public boolean heldOutWordings() {
        return heldOutWordings;
    }

    public boolean heldOutPairs() {
        return heldOutPairs;
    }

    /** Whether names, descriptions of skills and templates of descriptions are held out. */
    public boolean heldOutPanels() {
        return heldOutPanels;
    }

    /** The share of questions with typing errors. */
    double typoShare() {
        return heldOutWordings ? 1 : 0.3;
    }

    /** Words with an error in such a question. */
    int typos() {
        return heldOutWordings ? 2 : 1;
    }

    /** Panels of the three splits with names of training are the same ones, index by index, and none of training's. */
    String panels() {
        return this == TRAIN ? "train" : heldOutPanels ? "ood" : "test";
    }
}
