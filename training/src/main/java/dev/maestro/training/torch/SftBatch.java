package dev.maestro.training.torch;

import java.util.List;

/**
 * Demonstrations: what should follow which prompts. The loss is the mean of -log p(any good id) over all targets of the batch by
 * their weights, so an id without a target is read and not learned.
 *
 * @param prompts each with the responses that share it
 */
public record SftBatch(List<Prompt> prompts) {
    /** @param ids at least one */
    public record Prompt(int[] ids, List<Response> responses) {
        public Prompt {
            ids = ids.clone();
            responses = List.copyOf(responses);
        }
    }

    /**
     * @param ids         may be empty
     * @param targets     by rising position
     * @param temperature that scores are divided by
     */
    public record Response(int[] ids, List<Target> targets, double temperature) {
        public Response {
            ids = ids.clone();
            targets = List.copyOf(targets);
        }

        public Response(int[] ids, List<Target> targets) {
            this(ids, targets, 1);
        }
    }

    public SftBatch {
        prompts = List.copyOf(prompts);
    }

    double weight() {
        return prompts.stream().flatMap(p -> p.responses().stream()).flatMap(r -> r.targets().stream()).mapToDouble(Target::weight).sum();
    }
}
