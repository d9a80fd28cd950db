package dev.maestro.inference.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a generation ended. */
public sealed interface GenerationOutcome {
    enum Reason { STOP, LENGTH, CANCELLED }

    /**
     * @param tokens       in order, the stop token not among them
     * @param text         whole characters of them, cut behind the stop string that was met
     * @param stoppedAt    the stop string that was met
     * @param stopToken    the stop token that was drawn, which is no part of the text
     * @param promptTokens length of the prompt
     * @param reusedTokens how many of those had not to be computed
     */
    record Finished(
            List<Token> tokens, String text, Reason reason, Optional<String> stoppedAt, Optional<Token> stopToken, int promptTokens,
            int reusedTokens)
            implements
                GenerationOutcome {
        public Finished {
            tokens = List.copyOf(tokens);
        }

        public int[] ids() {
            return tokens.stream().mapToInt(Token::id).toArray();
        }
    }

    /**
     * @param logProbability natural logarithm of the model's own probability: temperature 1, everything allowed
     * @param drawn          natural logarithm of the probability in the distribution it was drawn from: what is allowed, at the
     *                       sampling's temperature (1 when greedy), after its filters
     * @param textEnd        length in bytes of the text with this token
     * @param state          of the constraint before this token; -1 without one
     * @param alternatives   where the token chose among names: the likeliest tokens of the same distribution, itself included
     */
    record Token(int id, double logProbability, double drawn, int textEnd, int state, List<Alternative> alternatives) {
        public Token {
            alternatives = List.copyOf(alternatives);
        }
    }

    record Alternative(int id, double drawn) {}

    /** @param retryAfter when it may be worth to ask again */
    record Failed(Failure failure, String message, Optional<Duration> retryAfter) implements GenerationOutcome {}

    enum Failure {
        /** The queue is full. */
        OVERLOADED,
        /** The prompt is longer than the model or its memory has room for. */
        TOO_LONG,
        /** Memory ran out although nothing else uses it. */
        OUT_OF_MEMORY,
        /** The model's scores are not numbers. */
        NOT_A_NUMBER,
        /** The constraint and the vocabulary leave no token to write. */
        NO_TOKEN,
        /** The model or an image failed. */
        MODEL_FAILED,
        /** The engine was closed. */
        CLOSED
    }
}
