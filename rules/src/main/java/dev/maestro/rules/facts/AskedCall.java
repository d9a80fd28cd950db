package dev.maestro.rules.facts;

/**
 * A fact of every stage, present once: the call without its names.
 *
 * @param profile    {@code default} or {@code reference}
 * @param input      text handed to the skill, without white space at its ends
 * @param bareInput  the input's letters and digits, lower-case: {@code yourinput} for {@code <Your-Input>}
 * @param question   the user's question
 * @param imageCount images of the query
 * @param canonical  {@code expert@@skill:input} with canonical names and trimmed input; empty when a name is unknown
 */
public record AskedCall(String profile, String input, String bareInput, String question, int imageCount, String canonical) {}
