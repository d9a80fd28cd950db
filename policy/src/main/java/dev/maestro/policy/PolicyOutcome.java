package dev.maestro.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How asking a policy ended. */
public sealed interface PolicyOutcome {
    /**
     * @param text           the policy's text as kept in the context
     * @param action         what it means
     * @param logProbability natural logarithm of the probability of the action's text under the policy, where it gives one
     * @param candidates     the actions it chose among, best first, where it knows them
     * @param why            one sentence for the audit, e.g. which terms the baseline matched
     * @param written        everything it wrote, where {@code text} leaves some of it out, as thoughts
     * @param generation     what was drawn token by token, as JSON, where it is to be learned from
     */
    record Decided(
            String text,
            Action action,
            OptionalDouble logProbability,
            List<Candidate> candidates,
            String why,
            Usage usage,
            Optional<String> written,
            Optional<String> generation) implements PolicyOutcome {
        /** Nothing but {@code text} was written. */
        public Decided(String text, Action action, OptionalDouble logProbability, List<Candidate> candidates, String why, Usage usage) {
            this(text, action, logProbability, candidates, why, usage, Optional.empty(), Optional.empty());
        }

        /** The same, having written this. */
        public Decided having(String written) {
            return new Decided(text, action, logProbability, candidates, why, usage,
                    Optional.of(written).filter(whole -> !whole.equals(text)), generation);
        }

        /** The same, drawn so. */
        public Decided drawn(Optional<String> tokens) {
            return new Decided(text, action, logProbability, candidates, why, usage, written, tokens);
        }

        public Decided {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * No decision could be had.
     *
     * @param error      what happened; decides whether it is asked again
     * @param retryAfter what the server asked for
     */
    record Failure(PolicyErrors error, String message, Optional<Duration> retryAfter) implements PolicyOutcome {}

    /** An expert and a skill, and how much the policy liked them: a log-probability, or a baseline's score. */
    record Candidate(String expert, String skill, double score) {}

    record Usage(long inputTokens, long outputTokens, long costMicros, Duration latency) {
        public static final Usage NONE = new Usage(0, 0, 0, Duration.ZERO);
    }
}
