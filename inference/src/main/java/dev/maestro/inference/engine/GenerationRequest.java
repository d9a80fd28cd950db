package dev.maestro.inference.engine;

import dev.maestro.core.errors.MaestroException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A text to be generated.
 *
 * @param maxTokens    at least 1
 * @param stop         strings that end the text; the text ends with the one that was met
 * @param stopTokens   ids that end the text and are not part of it
 * @param constraint   what the text must look like; it ends where that is complete
 * @param alternatives most alternatives kept for each token that chooses among names
 * @param conversation whose next prompt will begin like this one; empty when nobody will go on
 * @param held         whether keys and values stay after the end, as long as there is room
 */
public record GenerationRequest(
        TokenPrompt prompt,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        Set<Integer> stopTokens,
        Optional<Constrained> constraint,
        int alternatives,
        Optional<String> conversation,
        boolean held) {
    public GenerationRequest {
        stop = List.copyOf(stop);
        stopTokens = Set.copyOf(stopTokens);
        if (maxTokens < 1) {
            throw new MaestroException(EngineErrors.GENERATION_INVALID, "max_tokens " + maxTokens + ", at least 1 is needed.");
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new MaestroException(EngineErrors.GENERATION_INVALID, "an empty stop string ends every text before it begins.");
        }
    }

    /** @param state where the text begins in it */
    public record Constrained(Constraint constraint, int state) {}

    /** Greedy, without stops. */
    public static GenerationRequest of(TokenPrompt prompt, int maxTokens) {
        return new GenerationRequest(prompt, Sampling.GREEDY, maxTokens, List.of(), Set.of(), Optional.empty(), 0, Optional.empty(), true);
    }

    public GenerationRequest sampled(Sampling how) {
        return new GenerationRequest(prompt, how, maxTokens, stop, stopTokens, constraint, alternatives, conversation, held);
    }

    public GenerationRequest stoppingAt(List<String> strings) {
        return new GenerationRequest(prompt, sampling, maxTokens, strings, stopTokens, constraint, alternatives, conversation, held);
    }

    public GenerationRequest stoppingAtTokens(Set<Integer> tokens) {
        return new GenerationRequest(prompt, sampling, maxTokens, stop, tokens, constraint, alternatives, conversation, held);
    }

    public GenerationRequest within(Constraint language) {
        return within(language, language.start());
    }

    public GenerationRequest within(Constraint language, int state) {
        return new GenerationRequest(
                prompt, sampling, maxTokens, stop, stopTokens, Optional.of(new Constrained(language, state)), alternatives, conversation,
                held);
    }

    public GenerationRequest withAlternatives(int most) {
        return new GenerationRequest(prompt, sampling, maxTokens, stop, stopTokens, constraint, most, conversation, held);
    }

    public GenerationRequest inConversation(String name) {
        return new GenerationRequest(prompt, sampling, maxTokens, stop, stopTokens, constraint, alternatives, Optional.of(name), held);
    }

    public GenerationRequest notHeld() {
        return new GenerationRequest(prompt, sampling, maxTokens, stop, stopTokens, constraint, alternatives, conversation, false);
    }
}
