package dev.maestro.rules.facts;

/**
 * Fact of {@code dispatch}: how much what the call's texts mean is like what belongs to a leaf. There is one for
 * each {@link Candidate} where the words left the choice open and a language model could be asked; otherwise none.
 *
 * @param leaf     canonical name
 * @param likeness in percent: about 100 for a question the leaf's examples know, about 0 for one that is like nothing, below 0 for
 *                 one that belongs elsewhere
 * @param points   what that adds to the leaf's score
 */
public record Meaning(String leaf, int likeness, int points) {}
