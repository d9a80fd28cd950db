package dev.maestro.rules;

import dev.maestro.core.errors.ErrorCode;

/**
 * Codes of calls that the built-in rules refuse. The policy reads the reason in its next turn. Operators' rules may add
 * codes of their own.
 */
public enum CallErrors implements ErrorCode {
    EXPERT_UNKNOWN("No expert of the registry revision has this name. Choose one of the nearest that the message lists."),
    EXPERT_NOT_ADDRESSABLE(
            "What was named is a service that skills use by themselves. Call an expert, such as those that the message lists."),
    EXPERT_DISABLED("The expert is switched off in this registry revision. Choose another, or have an operator enable it."),
    SKILL_UNKNOWN("No skill of the registry revision has this name. Choose one of the nearest that the message lists."),
    SKILL_NOT_BUILT("The skill is known by name only, or has no plan to run. Choose another, or have an operator add its plan."),
    SKILL_DISABLED("The skill is switched off in this registry revision. Choose another, or have an operator enable it."),
    SKILL_NOT_ADDRESSABLE("The skill is one that only its router may choose. Name the router instead."),
    PAIR_NOT_ALLOWED("The expert cannot do the skill. Choose one of the experts that the message lists for it."),
    IMAGES_MISSING("Something needs more images than it was given. Send the images that the message asks for."),
    INPUT_EMPTY("The call asks nothing: after the colon the question to the expert is missing. Write what the skill is to find out."),
    INPUT_PLACEHOLDER(
            "A word of the example was written in place of the expert, the skill or the question. Write the real one."),
    CALL_REPEATED("The query has asked the same expert the same before. Change the input, the skill or the expert, or answer."),
    NO_ROUTE(
            "Nothing in the input says which part of the skill it is for, and the skill has no default part. Say more plainly what is to be found out.");

    private final String meaning;

    CallErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
