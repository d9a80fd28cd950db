package dev.maestro.training.rollout;

import java.util.List;

/**
 * A prompt and the branches that go on from it.
 *
 * @param id       names the group in the record
 * @param number   of the group in its step: with run, step and the number of a branch, the seed of its draws
 * @param prompt   ids, at least one
 * @param branches at least one, each with a state of its own
 */
public record RolloutGroup(String id, long number, int[] prompt, List<? extends Branch> branches) {
    public RolloutGroup {
        prompt = prompt.clone();
        branches = List.copyOf(branches);
    }
}
