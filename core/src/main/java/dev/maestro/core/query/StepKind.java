package dev.maestro.core.query;

import dev.maestro.core.WireForm;

/** What a step of a plan does. Those marked "calls" ask an expert or service; the others compute in the worker. */
public enum StepKind implements WireForm {
    /** Calls: reads the text of images. */
    READ_TEXT,
    /** Calls: finds objects. */
    DETECT,
    /** Calls: describes images. */
    CAPTION,
    /** Calls the grounding service for a box, then clamps, pads and crops it; the value is {@code crop}, or {@code none} when no zoom is wanted. */
    ZOOM,
    /** Draws an earlier detection's boxes on the images; the value is {@code drawn}, or {@code none} when there were no boxes. */
    DRAW_BOXES,
    /** Calls: prompt and images to the expert. */
    ASK,
    /** Calls: like ask; the value is one of the labels. */
    CLASSIFY,
    /** Calls: like ask, of an expert other than the one that answered where there is one. */
    VERIFY,
    /**
     * Works out a small program of an earlier reply over the objects that another listed, without asking anybody. Its
     * needs: first the inventory, then the program, then any detect steps to check the inventory against. The value is
     * the answer, or {@code unknown}.
     */
    EVALUATE,
    /**
     * Runs code in the sandbox, by {@code parameters.mode}: {@code run} (default) the program in the reply it needs, with what it printed as
     * its text and {@code ok}, {@code failed} or {@code none} as its value; {@code read_tests} finds the tests in the replies it needs
     * ({@code tests} or {@code none}); {@code try} tests the newest program ({@code pass}, {@code fail}, {@code doubt} or {@code none})
     * and has the best program so far as its text.
     */
    RUN_CODE,
    /** Repeats its steps until the last one's value is {@code parameters.until}, at most {@code parameters.rounds} times. */
    REPEAT;

    /** Whether it asks an expert or a service. */
    public boolean asksSomebody() {
        return switch (this) {
            case READ_TEXT, DETECT, CAPTION, ZOOM, ASK, CLASSIFY, VERIFY -> true;
            case DRAW_BOXES, EVALUATE, RUN_CODE, REPEAT -> false;
        };
    }

    /** Whether it asks a service for evidence about images, and so does nothing without images. */
    public boolean readsImages() {
        return switch (this) {
            case READ_TEXT, DETECT, CAPTION, ZOOM, DRAW_BOXES -> true;
            case ASK, CLASSIFY, VERIFY, EVALUATE, RUN_CODE, REPEAT -> false;
        };
    }

    /** Whether it asks a service by capability rather than the expert of the call. */
    public boolean asksService() {
        return readsImages() && this != DRAW_BOXES;
    }

    @Override
    public String toString() {
        return wire();
    }
}
