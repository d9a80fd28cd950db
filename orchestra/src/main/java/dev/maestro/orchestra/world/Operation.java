package dev.maestro.orchestra.world;

import java.util.List;

/**
 * What a question wants done, and what a skill does. A question that wants something computed takes two steps: its value
 * must be read first. In wordings {@code {d}} stands for a noun of the picture's kind, {@code {x}} for a thing in it.
 */
public enum Operation {
    READ(
            List.of("what is written on the label of this {d}?", "read the value printed on the {d}",
                    "which number does this {d} show on its label?", "tell me the printed text of the {d}",
                    "please read out the label of this {d}"),
            List.of("say which value is printed on this {d}", "the {d} has a label, what number is written on it?",
                    "read me the text on the {d} please"),
            List.of("reads labels", "tells written text", "reads printed numbers"),
            List.of("reads written labels", "tells printed numbers"),
            List.of("written on the label", "value printed", "number does show", "printed text", "read out")),
    COUNT(
            List.of("how many {x} does this {d} have?", "count the {x} on the {d}", "what is the number of {x} in the {d}?",
                    "give me the total of {x} in this {d}", "say how many {x} there are on this {d}"),
            List.of("on this {d}, how many {x} are there?", "tell me the number of {x} on this {d} please",
                    "the {x} of the {d}: count them"),
            List.of("counts objects", "says how many", "gives totals"),
            List.of("counts how many", "gives totals of objects"),
            List.of("how many", "count", "number of", "total of")),
    LOCATE(
            List.of("where on this {d} are the {x}?", "find the position of the {x} in the {d}",
                    "in which field of this {d} are the {x}?", "locate the {x} of the {d}", "which place do the {x} have in this {d}?"),
            List.of("tell me where to find the {x} on the {d}", "the {x} of this {d}, in which place are they?",
                    "please say the position of the {x} on this {d}"),
            List.of("locates objects", "says where", "finds positions"),
            List.of("finds where", "says positions of objects"),
            List.of("where are", "find the position", "in which field", "locate", "which place")),
    COMPUTE(
            List.of("what is twice the number printed on this {d}?", "read the label of the {d} and add five",
                    "take the value written on this {d} minus four", "double the number on the label of the {d}",
                    "what is the value on this {d} plus six?"),
            List.of("add five to the number printed on this {d}", "the value on the label of this {d}, what is it twice?",
                    "take four from the number written on the {d}"),
            List.of("computes values", "adds and doubles", "calculates sums"),
            List.of("calculates and adds", "computes sums of values"),
            List.of("twice", "and add five", "minus four", "double", "plus six"));

    private final List<String> wordings;
    private final List<String> heldOutWordings;
    private final List<String> descriptions;
    private final List<String> heldOutDescriptions;
    private final List<String> phrases;

    Operation(List<String> wordings, List<String> heldOutWordings, List<String> descriptions, List<String> heldOutDescriptions,
            List<String> phrases) {
        this.wordings = wordings;
        this.heldOutWordings = heldOutWordings;
        this.descriptions = descriptions;
        this.heldOutDescriptions = heldOutDescriptions;
        this.phrases = phrases;
    }

    /** How questions are put. */
    public List<String> wordings(boolean heldOut) {
        return heldOut ? heldOutWordings : wordings;
    }

    /** How skills describe themselves. */
    public List<String> descriptions(boolean heldOut) {
        return heldOut ? heldOutDescriptions : descriptions;
    }

    /** What in the wordings of training gives the operation away; for drills in reading. */
    public List<String> phrases() {
        return phrases;
    }

    /** Whether a value must be read before. */
    public boolean isTwoStep() {
        return this == COMPUTE;
    }

    /** What the first call must do: read, where there are two steps. */
    public Operation first() {
        return isTwoStep() ? READ : this;
    }
}
