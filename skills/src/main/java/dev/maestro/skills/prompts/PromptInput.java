package dev.maestro.skills.prompts;

import java.util.List;

/**
 * The values that a prompt is rendered from.
 *
 * @param question   the user's question
 * @param input      what the policy passed on
 * @param imageCount images of the query
 * @param routed     whether a router chose the skill; otherwise it was named
 * @param earlier    calls of this run that ended well; those the step does not wait for are not shown
 */
public record PromptInput(String question, String input, int imageCount, boolean routed, List<EarlierStep> earlier) {
    public PromptInput {
        earlier = List.copyOf(earlier);
    }

    /** The input for a skill that was named. */
    public PromptInput(String question, String input, int imageCount, List<EarlierStep> earlier) {
        this(question, input, imageCount, false, earlier);
    }
}
