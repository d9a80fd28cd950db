package dev.maestro.inference.engine;

import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationOutcome.Reason;
import dev.maestro.inference.engine.GenerationOutcome.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request on its way. Belongs to the engine's thread once submitted. */
final class Job {
    final GenerationRequest request;
    final Generation generation;
    final GenerationListener listener;
    /** Order of arrival; of two that compete for memory the later one gives way. */
    final long number;
    /** Longest it may become, in tokens. */
    final int mostTokens;
    private final TextAssembly text;
    private final List<Token> written = new ArrayList<>();
    private int state;

    /** Prompt and all that was written, to be read by the model. */
    TokenPrompt target;
    long[] keys = new long[0];
    DecoderModel.@Nullable Sequence sequence;
    /** Room it wants when it starts; more after it gave its memory up. */
    int wantedCapacity;
    int reused = -1;

    Job(GenerationRequest request, Generation generation, GenerationListener listener, long number, int mostTokens) {
        this.request = request;
        this.generation = generation;
        this.listener = listener;
        this.number = number;
        this.mostTokens = mostTokens;
        this.text = new TextAssembly(request.stop());
        this.state = request.constraint().map(GenerationRequest.Constrained::state).orElse(-1);
        this.target = request.prompt();
    }

    DecoderModel.Sequence sequence() {
        DecoderModel.Sequence own = sequence;
        if (own == null) {
            throw new IllegalStateException("the job has no sequence");
        }
        return own;
    }

    int draws() {
        return written.size();
    }

    int lastToken() {
        return written.getLast().id();
    }

    /** What may come next, the short way when few tokens are left. */
    Optional<TokenMask> mask() {
        return request.constraint().map(constrained -> {
            Constraint constraint = constrained.constraint();
            if (mostTokens - request.prompt().length() - written.size() <= constraint.tokensInHurry()) {
                state = constraint.hurried(state);
            }
            return constraint.mask(state);
        });
    }

    int alternatives() {
        return request.constraint().filter(c -> c.constraint().isChoice(state)).map(_ -> request.alternatives()).orElse(0);
    }

    /**
     * Takes a drawn token in.
     *
     * @return the outcome when it was the last one
     */
    Optional<Finished> write(Sampler.Drawn drawn, double logProbability, byte[] bytes) {
        if (request.stopTokens().contains(drawn.token())) {
            return Optional.of(finished(Reason.STOP, Optional.empty(),
                    Optional.of(new Token(drawn.token(), logProbability, drawn.logProbability(), text.length(), state, List.of()))));
        }
        int before = state;
        Optional<String> stopped = text.append(bytes);
        state = request.constraint().map(c -> c.constraint().after(before, drawn.token())).orElse(-1);
        Token token = new Token(drawn.token(), logProbability, drawn.logProbability(), text.length(), before, drawn.alternatives());
        written.add(token);
        generation.progress(written.size(), text.length());
        tell(token);
        if (stopped.isPresent() || request.constraint().filter(c -> c.constraint().isComplete(state)).isPresent()) {
            return Optional.of(finished(Reason.STOP, stopped, Optional.empty()));
        }
        return request.prompt().length() + written.size() >= mostTokens
                ? Optional.of(finished(Reason.LENGTH, Optional.empty(), Optional.empty()))
                : Optional.empty();
    }

    private void tell(Token token) {
        if (listener == GenerationListener.NONE) {
            return;
        }
        try {
            listener.written(token, text.fresh());
        } catch (RuntimeException | Error _) {
            // who reads along does not decide
        }
    }

    Finished cancelled() {
        return finished(Reason.CANCELLED, Optional.empty(), Optional.empty());
    }

    private Finished finished(Reason reason, Optional<String> stoppedAt, Optional<Token> stopToken) {
        return new Finished(written, text.text(), reason, stoppedAt, stopToken, request.prompt().length(), Math.max(0, reused));
    }

    /** Prompt and what was written: everything that must be read before the next draw. */
    TokenPrompt everything() {
        return request.prompt().extendedBy(written.stream().mapToInt(Token::id).toArray());
    }
}
