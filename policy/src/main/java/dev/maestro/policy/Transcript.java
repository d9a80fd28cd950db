package dev.maestro.policy;

import dev.maestro.core.Image;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a policy may look at when it chooses.
 *
 * @param queryId         for idempotency keys and logs
 * @param profile         {@code default} or {@code reference}
 * @param question        the user's question
 * @param images          the query's images, upright
 * @param facts           what a cheap look at each image says, same order
 * @param turns           what happened so far
 * @param turnsLeft       turns that may still follow, this one included; at 1 only an answer is of use
 * @param maxOutputTokens what this decision may still write
 * @param snapshot        the pinned registry
 * @param unavailable     experts that cannot be reached just now; not offered
 * @param randomness      how to draw among actions; empty: as the policy is set. A policy that draws nothing ignores it
 */
public record Transcript(
        String queryId,
        Profile profile,
        String question,
        List<Image> images,
        List<ImageFacts> facts,
        List<Turn> turns,
        int turnsLeft,
        int maxOutputTokens,
        RegistrySnapshot snapshot,
        Set<String> unavailable,
        Optional<Randomness> randomness) {
    public Transcript {
        images = List.copyOf(images);
        facts = List.copyOf(facts);
        turns = List.copyOf(turns);
        unavailable = Set.copyOf(unavailable);
    }

    /** A transcript whose actions are drawn as the policy is set. */
    public Transcript(String queryId, Profile profile, String question, List<Image> images, List<ImageFacts> facts, List<Turn> turns,
            int turnsLeft,
            int maxOutputTokens, RegistrySnapshot snapshot, Set<String> unavailable) {
        this(queryId, profile, question, images, facts, turns, turnsLeft, maxOutputTokens, snapshot, unavailable, Optional.empty());
    }

    /**
     * @param temperature 0 to 2; 0: always the likeliest
     * @param seed        of this query; the same seed draws the same, as far as the model's server keeps to it
     */
    public record Randomness(double temperature, long seed) {}

    /**
     * One turn that is over.
     *
     * @param text        the policy's text as kept in the context, thoughts removed
     * @param action      what it meant
     * @param observation what came back
     */
    public record Turn(String text, Action action, Observation observation) {}

    /** What the policy is told after an action. Only {@link Evidence} says anything about the image. */
    public sealed interface Observation {
        /** An expert's words: fenced, bounded, stripped of our tags. */
        record Evidence(String expert, String skill, String leaf, String text) implements Observation {}

        /** The call was refused or could not be read; says what is valid. */
        record Refused(String code, String reason, List<String> validNames) implements Observation {
            public Refused {
                validNames = List.copyOf(validNames);
            }
        }

        /** The call was tried and the infrastructure failed, fallbacks included. */
        record Failed(String failure, String message) implements Observation {}
    }
}
