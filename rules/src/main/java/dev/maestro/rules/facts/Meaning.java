package dev.maestro.rules.facts;

/**
 * A fact of {@code dispatch}: how similar the meaning of the call's texts is to what belongs to a leaf. There is one
 * for each {@link Candidate} when the words left the choice open and a language model could be asked; otherwise there
 * is none.
 *
 * @param leaf     canonical name
 * @param likeness in percent: about 100 for a question the leaf's examples know, about 0 for one that is like nothing, below 0 for
 *                 one that belongs elsewhere
 * @param points   what that adds to the leaf's score
 */
public record Meaning(String leaf, int likeness, int points) {}
