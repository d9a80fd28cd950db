package dev.maestro.routing.terms;

import dev.maestro.core.registry.Profile;

/**
 * What a profile means where its rows alone cannot say it.
 *
 * @param canonicalNames a canonical name, and every alias, may be written with any separators between its words;
 *                       otherwise nothing but the rows resolves
 * @param inputWeight    a term found in the call's input counts this many times its weight
 * @param questionWeight a term found only in the user's question counts this many times its weight; 0: the question is not read
 * @param formWeight     a router's term found only in what a text says of the answer's form (see {@link AskedText}) counts at
 *                       most this many times its weight
 * @param meaningWeight  what a full likeness of meaning adds to a leaf's score, times the weight of the text it is found in;
 *                       0: only terms count, letter by letter
 * @param decisiveLead   a leaf whose terms score this much more than any other's is chosen without asking what the text means
 */
public record Conventions(boolean canonicalNames, int inputWeight, int questionWeight, int formWeight, int meaningWeight,
        int decisiveLead) {
    /**
     * The policy's paraphrase is about this call, the user's question about the whole query: hence two to one.
     * The meaning's weight and the lead are the best on the tuning half of our sentences (rules/README.md): a
     * full likeness weighs as much as four words that belong to one leaf.
     */
    private static final Conventions DEFAULT = new Conventions(true, 2, 1, 1, 20, 16);

    private static final Conventions REFERENCE = new Conventions(false, 1, 0, 1, 0, 0);

    public static Conventions of(Profile profile) {
        return switch (profile) {
            case DEFAULT -> DEFAULT;
            case REFERENCE -> REFERENCE;
        };
    }

    /** The same, options and all read as the question: for texts that speak of skills, not of leaves. */
    Conventions withoutForm() {
        return new Conventions(canonicalNames, inputWeight, questionWeight, inputWeight, meaningWeight, decisiveLead);
    }
}
